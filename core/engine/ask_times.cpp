#include "engine/ask_times.hpp"

namespace wesel {

namespace {
constexpr std::size_t kSweepAt = 10'000;  // entries; intervals are seconds, so few are alive
}

Millis AskTimes::claim(const std::string& attempt_id, Millis interval, Instant now) {
  if (interval <= Millis(0)) return Millis(0);
  const std::lock_guard lock(mutex_);
  if (free_at_.size() > kSweepAt)
    std::erase_if(free_at_, [now](const auto& entry) { return entry.second <= now; });
  Instant& free_at = free_at_[attempt_id];
  if (free_at > now) return free_at - now;
  free_at = now + interval;
  return Millis(0);
}

}  // namespace wesel
