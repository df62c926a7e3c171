// The wall clock of a place: which hour and weekday it is there, by the system's time zone
// database. For opening hours and routing rules; nothing is ever stored in local time.
#pragma once

#include <string_view>

#include "base/clock.hpp"

namespace wesel {

struct LocalTime {
  int weekday = 0;  // 0 is Monday
  int hour = 0;
  int minute = 0;

  int minute_of_day() const { return hour * 60 + minute; }
  friend bool operator==(const LocalTime&, const LocalTime&) = default;
};

// An IANA name, such as "Asia/Jakarta" or "UTC".
bool known_timezone(std::string_view name);

// A name that is not known counts as UTC; configuration is checked for that at load. Some hundred
// nanoseconds, any thread.
LocalTime local_time(Time time, std::string_view timezone);

}  // namespace wesel
