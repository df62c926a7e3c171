// Names to addresses under a deadline. The system's resolver blocks as it likes, so it runs on
// threads of its own; answers are kept a while. Any thread.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/result.hpp"

namespace wesel::http {

// Blocks; empty or an exception when the name has no address.
using Lookup = std::function<std::vector<std::string>(const std::string& host)>;
std::vector<std::string> system_lookup(const std::string& host);

class Resolver {
 public:
  Resolver(Lookup lookup, std::size_t most_at_once);
  // An address resolves to itself. Fails with a message fit for Sent::why.
  Result<std::vector<std::string>> resolve(const std::string& host, Instant deadline);

 private:
  struct State;
  std::shared_ptr<State> state_;  // outlives us in threads that are still asking
};

}  // namespace wesel::http
