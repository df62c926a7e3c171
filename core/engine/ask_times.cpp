#include "engine/ask_times.hpp"

#include <algorithm>

namespace wesel {

namespace {
constexpr std::size_t kSweepAt = 10'000;  // entries; intervals are seconds, so few are alive
}

Millis AskTimes::claim(const std::string& attempt_id, Millis interval, Instant now) {
  const std::lock_guard lock(mutex_);
  if (free_at_.size() > kSweepAt)
    std::erase_if(free_at_, [now](const auto& entry) { return entry.second <= now; });
  const auto found = free_at_.find(attempt_id);
  if (found != free_at_.end() && found->second > now) return found->second - now;
  if (interval > Millis(0)) free_at_[attempt_id] = now + interval;
  return Millis(0);
}

void AskTimes::hold(const std::string& attempt_id, Instant until) {
  const std::lock_guard lock(mutex_);
  Instant& free_at = free_at_[attempt_id];
  free_at = std::max(free_at, until);
}

}  // namespace wesel
