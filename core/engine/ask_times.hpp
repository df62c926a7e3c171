// When each attempt was last asked about, across all callers, so that no provider is asked more
// often than it allows. In memory: after a restart the first question is free.
#pragma once

#include <map>
#include <mutex>
#include <string>

#include "base/clock.hpp"

namespace wesel {

// Any thread.
class AskTimes {
 public:
  // Zero: ask now, and it is remembered. Else how long to wait.
  Millis claim(const std::string& attempt_id, Millis interval, Instant now);
  // Nobody asks before then: counted from the answer, and as long as the provider wished.
  void hold(const std::string& attempt_id, Instant until);

 private:
  std::mutex mutex_;
  std::map<std::string, Instant> free_at_;  // when the next question is allowed
};

}  // namespace wesel
