#include "base/clock.hpp"

#include <cstdint>

namespace wesel {

namespace chr = std::chrono;
using std::string_view;

Time SystemClock::now() { return chr::floor<Millis>(chr::system_clock::now()); }
Instant SystemClock::steady() { return chr::floor<Millis>(chr::steady_clock::now()); }

namespace {

// Decimal digits from `end` backwards, with zeros before them.
void put(char* end, int digits, std::int64_t value) {
  for (; digits > 0; --digits, value /= 10) *--end = static_cast<char>('0' + value % 10);
}

}  // namespace

std::string format_time(Time time) {
  const auto day = chr::floor<chr::days>(time);
  const chr::year_month_day date(day);
  const chr::hh_mm_ss clock(time - day);
  std::string out = "0000-00-00T00:00:00.000Z";
  char* const at = out.data();
  put(at + 4, 4, static_cast<int>(date.year()));
  put(at + 7, 2, static_cast<unsigned>(date.month()));
  put(at + 10, 2, static_cast<unsigned>(date.day()));
  put(at + 13, 2, clock.hours().count());
  put(at + 16, 2, clock.minutes().count());
  put(at + 19, 2, clock.seconds().count());
  put(at + 23, 3, clock.subseconds().count());
  return out;
}

namespace {

// Reads fixed digits from the front of a text.
struct Digits {
  string_view rest;
  bool ok = true;

  int take(std::size_t count) {
    if (rest.size() < count) return fail();
    int value = 0;
    for (std::size_t i = 0; i < count; ++i) {
      if (rest[i] < '0' || rest[i] > '9') return fail();
      value = value * 10 + (rest[i] - '0');
    }
    rest.remove_prefix(count);
    return value;
  }
  void expect(string_view any_of) {
    if (rest.empty() || any_of.find(rest[0]) == any_of.npos) {
      fail();
      return;
    }
    rest.remove_prefix(1);
  }
  int fail() {
    ok = false;
    rest = {};
    return 0;
  }
};

int take_fraction_ms(Digits& in) {
  if (in.rest.empty() || in.rest[0] != '.') return 0;
  in.rest.remove_prefix(1);
  int ms = 0, seen = 0;
  while (!in.rest.empty() && in.rest[0] >= '0' && in.rest[0] <= '9') {
    if (seen < 3) ms = ms * 10 + (in.rest[0] - '0');
    ++seen;
    in.rest.remove_prefix(1);
  }
  if (seen == 0) return in.fail();
  for (; seen < 3; ++seen) ms *= 10;
  return ms;
}

chr::minutes take_offset(Digits& in) {
  if (!in.rest.empty() && (in.rest[0] == 'Z' || in.rest[0] == 'z')) {
    in.rest.remove_prefix(1);
    return chr::minutes(0);
  }
  const int sign = !in.rest.empty() && in.rest[0] == '-' ? -1 : 1;
  in.expect("+-");
  const int hours = in.take(2);
  in.expect(":");
  const int minutes = in.take(2);
  if (hours > 23 || minutes > 59) in.fail();
  return chr::minutes(sign * (hours * 60 + minutes));
}

}  // namespace

Result<Time> parse_time(string_view text) {
  Digits in{text};
  const int year = in.take(4);
  in.expect("-");
  const int month = in.take(2);
  in.expect("-");
  const int day = in.take(2);
  in.expect("Tt ");
  const int hour = in.take(2);
  in.expect(":");
  const int minute = in.take(2);
  in.expect(":");
  const int second = in.take(2);
  const int ms = take_fraction_ms(in);
  const chr::minutes offset = take_offset(in);
  const chr::year_month_day date(chr::year(year), chr::month(static_cast<unsigned>(month)),
                                 chr::day(static_cast<unsigned>(day)));
  const Error malformed{
      Fault::caller, "malformed", "not an RFC 3339 time such as 2026-01-02T03:04:05Z", {}};
  if (!in.ok || !in.rest.empty() || !date.ok() || hour > 23 || minute > 59 || second > 60)
    return malformed;
  const Time time = chr::sys_days(date) + chr::hours(hour) + chr::minutes(minute) +
                    chr::seconds(second) + Millis(ms) - offset;
  // In UTC it may have left the years that can be written with four digits.
  constexpr chr::year_month_day kFirst{chr::year(0), chr::January, chr::day(1)};
  constexpr chr::year_month_day kAfter{chr::year(10'000), chr::January, chr::day(1)};
  if (time < chr::sys_days(kFirst) || time >= chr::sys_days(kAfter)) return malformed;
  return time;
}

}  // namespace wesel
