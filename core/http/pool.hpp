// Connections kept for another request to the same place. Any thread. Inside this room only.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "http/transport.hpp"
#include "http/wire.hpp"

namespace wesel::http {

struct Link {
  Wire wire;
  std::string address;  // of the other side, as it was checked
  Instant rested{};     // since when it lies in the pool
};

class Pool {
 public:
  // The one used last that is young enough and not closed by the other side; null when there is
  // none. Places are told apart by scheme, name and port.
  std::unique_ptr<Link> take(const Url& place);
  void give(const Url& place, std::unique_ptr<Link> link);

 private:
  using Links = std::vector<std::unique_ptr<Link>>;
  std::unique_ptr<Link> pop(const std::string& key);
  void sweep(Instant now, Links& old);

  std::mutex mutex_;
  std::map<std::string, Links> idle_;
  Instant swept_{};
};

}  // namespace wesel::http
