// Howard Hinnant's date library over /usr/share/zoneinfo, which it keeps in memory per zone.
#include "base/timezone.hpp"

#include <date/date.h>
#include <date/tz.h>

#include <stdexcept>

namespace wesel {
namespace {

const date::time_zone* find_zone(std::string_view name) {
  try {
    return date::locate_zone(name);
  } catch (const std::runtime_error&) {
    return nullptr;
  }
}

}  // namespace

bool known_timezone(std::string_view name) { return find_zone(name) != nullptr; }

LocalTime local_time(Time time, std::string_view timezone) {
  auto seconds = std::chrono::floor<std::chrono::seconds>(time);
  if (timezone != "UTC") {
    if (const auto* zone = find_zone(timezone)) seconds += zone->get_info(seconds).offset;
  }
  const auto day = std::chrono::floor<std::chrono::days>(seconds);
  const auto minutes = std::chrono::floor<std::chrono::minutes>(seconds - day).count();
  const std::chrono::weekday weekday(day);
  return {.weekday = static_cast<int>(weekday.iso_encoding()) - 1,
          .hour = static_cast<int>(minutes / 60),
          .minute = static_cast<int>(minutes % 60)};
}

}  // namespace wesel
