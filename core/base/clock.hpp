// Time comes in as an argument. Wall time is what rows and people see and may jump; steady time is
// for waiting and never goes back.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace wesel {

using Millis = std::chrono::milliseconds;
using Time = std::chrono::sys_time<Millis>;                                  // wall
using Instant = std::chrono::time_point<std::chrono::steady_clock, Millis>;  // steady

// Any thread.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual Time now() = 0;
  virtual Instant steady() = 0;
};

class SystemClock final : public Clock {
 public:
  Time now() override;
  Instant steady() override;
};

inline std::int64_t to_ms(Time time) { return time.time_since_epoch().count(); }
inline Time from_ms(std::int64_t ms) { return Time(Millis(ms)); }

// RFC 3339 in UTC with milliseconds: 2026-01-02T03:04:05.678Z.
std::string format_time(Time time);
// RFC 3339 with any offset and any number of decimals (cut to milliseconds).
Result<Time> parse_time(std::string_view text);

}  // namespace wesel
