// RFC 3339 by hand: the standard library of GCC 12 cannot parse dates.
#include "wesel/time.hpp"

#include <chrono>
#include <cstdio>

namespace wesel::sdk {

namespace {

constexpr std::int64_t kMinute = 60'000, kDay = 1440 * kMinute;

// Takes fixed pieces off the front of a text; once one is missing, all later ones are.
struct Scanner {
  std::string_view rest;
  bool ok = true;

  int number(std::size_t digits, int least, int most) {
    int value = 0;
    if (rest.size() < digits) ok = false;
    for (std::size_t i = 0; ok && i < digits; ++i) {
      ok = rest[i] >= '0' && rest[i] <= '9';
      value = value * 10 + (rest[i] - '0');
    }
    if (value < least || value > most) ok = false;
    if (ok) rest.remove_prefix(digits);
    return value;
  }
  bool take(std::string_view any_of) {
    if (!ok || rest.empty() || any_of.find(rest[0]) == any_of.npos) return false;
    rest.remove_prefix(1);
    return true;
  }
  void need(std::string_view any_of) {
    if (!take(any_of)) ok = false;
  }
  int fraction_ms() {
    int ms = 0, digits = 0;
    for (; !rest.empty() && rest[0] >= '0' && rest[0] <= '9'; ++digits, rest.remove_prefix(1))
      if (digits < 3) ms = ms * 10 + (rest[0] - '0');
    if (digits == 0) ok = false;
    for (; digits < 3; ++digits) ms *= 10;
    return ms;
  }
};

}  // namespace

std::optional<std::int64_t> parse_time(std::string_view text) {
  Scanner in{text};
  const int year = in.number(4, 0, 9999);
  in.need("-");
  const int month = in.number(2, 1, 12);
  in.need("-");
  const int day = in.number(2, 1, 31);
  in.need("Tt");
  const int hour = in.number(2, 0, 23);
  in.need(":");
  const int minute = in.number(2, 0, 59);
  in.need(":");
  const int second = in.number(2, 0, 60);  // 60: a leap second, counted as the next minute's 0
  const int ms = in.take(".") ? in.fraction_ms() : 0;
  std::int64_t offset = 0;
  if (!in.take("Zz")) {
    const int sign = in.take("-") ? -1 : 1;
    if (sign > 0) in.need("+");
    offset = in.number(2, 0, 23) * 60;
    in.need(":");
    offset = sign * (offset + in.number(2, 0, 59));
  }
  using namespace std::chrono;
  const auto date = std::chrono::year(year) / month / day;
  if (!in.ok || !in.rest.empty() || !date.ok()) return {};
  return sys_days(date).time_since_epoch().count() * kDay +
         ((std::int64_t{hour} * 60 + minute - offset) * 60 + second) * 1000 + ms;
}

std::string format_time(std::int64_t ms, int offset_minutes) {
  using namespace std::chrono;
  const sys_time<milliseconds> local{milliseconds(ms + offset_minutes * kMinute)};
  const auto day = floor<days>(local);
  const year_month_day date(day);
  const hh_mm_ss clock(local - day);
  char text[64];
  std::snprintf(text, sizeof text, "%04d-%02u-%02uT%02d:%02d:%02d", int(date.year()),
                unsigned(date.month()), unsigned(date.day()), int(clock.hours().count()),
                int(clock.minutes().count()), int(clock.seconds().count()));
  std::string out = text;
  if (const auto rest = clock.subseconds().count(); rest != 0) {
    std::snprintf(text, sizeof text, ".%03d", int(rest));
    out += text;
  }
  if (offset_minutes == 0) return out + 'Z';
  const int size = offset_minutes < 0 ? -offset_minutes : offset_minutes;
  std::snprintf(text, sizeof text, "%c%02d:%02d", offset_minutes < 0 ? '-' : '+', size / 60,
                size % 60);
  return out + text;
}

}  // namespace wesel::sdk
