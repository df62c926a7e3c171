// Times as text: what RFC 3339 allows is read to the millisecond, and nothing else is.
#include "base/clock.hpp"

#include <catch2/catch.hpp>

using namespace wesel;
using std::string;

namespace {

string normal(const string& text) { return format_time(parse_time(text).value()); }

}  // namespace

TEST_CASE("a time is written in UTC with milliseconds") {
  CHECK(format_time(from_ms(0)) == "1970-01-01T00:00:00.000Z");
  CHECK(format_time(from_ms(1'614'265'330'007)) == "2021-02-25T15:02:10.007Z");
  CHECK(format_time(from_ms(-1)) == "1969-12-31T23:59:59.999Z");
}

TEST_CASE("what is written is read back to the same millisecond") {
  const std::int64_t ms =
      GENERATE(std::int64_t{0}, std::int64_t{1}, std::int64_t{-1},
               std::int64_t{951'782'400'000},  // 29 February 2000
               std::int64_t{1'614'265'330'999}, std::int64_t{253'402'300'799'999});
  CHECK(to_ms(parse_time(format_time(from_ms(ms))).value()) == ms);
}

TEST_CASE("offsets are taken off") {
  CHECK(normal("2026-01-02T03:04:05Z") == "2026-01-02T03:04:05.000Z");
  CHECK(normal("2026-01-02T03:04:05+07:00") == "2026-01-01T20:04:05.000Z");
  CHECK(normal("2026-12-31T23:30:00-01:30") == "2027-01-01T01:00:00.000Z");
  CHECK(normal("2026-01-02T03:04:05-00:00") == "2026-01-02T03:04:05.000Z");
  CHECK(normal("2026-01-02t03:04:05z") == "2026-01-02T03:04:05.000Z");
  CHECK(normal("2026-01-02 03:04:05+00:00") == "2026-01-02T03:04:05.000Z");
}

TEST_CASE("decimals of a second are cut to milliseconds, never rounded") {
  CHECK(normal("2026-01-02T03:04:05.6Z") == "2026-01-02T03:04:05.600Z");
  CHECK(normal("2026-01-02T03:04:05.678999999Z") == "2026-01-02T03:04:05.678Z");
  CHECK(normal("2026-01-02T03:04:59.999999999999999999999Z") == "2026-01-02T03:04:59.999Z");
  CHECK(normal("2026-01-02T03:04:05.0000001+07:00") == "2026-01-01T20:04:05.000Z");
}

TEST_CASE("29 February is there in leap years alone") {
  CHECK(parse_time("2024-02-29T00:00:00Z"));
  CHECK(parse_time("2000-02-29T00:00:00Z"));
  CHECK_FALSE(parse_time("2026-02-29T00:00:00Z"));
  CHECK_FALSE(parse_time("2100-02-29T00:00:00Z"));
}

TEST_CASE("a leap second is the first instant of the next minute") {
  CHECK(normal("2016-12-31T23:59:60Z") == "2017-01-01T00:00:00.000Z");
  CHECK_FALSE(parse_time("2016-12-31T23:59:61Z"));
}

TEST_CASE("what is no RFC 3339 time is refused") {
  const string bad =
      GENERATE(as<string>{}, "", "now", "2026-01-02", "2026-01-02T03:04:05", "2026-01-02T03:04Z",
               "2026-01-02T03:04:05.Z", "2026-01-02T03:04:05,5Z", "2026-1-02T03:04:05Z",
               "26-01-02T03:04:05Z", "02026-01-02T03:04:05Z", "-026-01-02T03:04:05Z",
               "2026-00-02T03:04:05Z", "2026-13-02T03:04:05Z", "2026-01-00T03:04:05Z",
               "2026-01-32T03:04:05Z", "2026-04-31T03:04:05Z", "2026-01-02T24:00:00Z",
               "2026-01-02T03:60:05Z", "2026-01-02T03:04:05+7:00", "2026-01-02T03:04:05+0700",
               "2026-01-02T03:04:05+24:00", "2026-01-02T03:04:05+07:60", "2026-01-02T03:04:05Z ",
               " 2026-01-02T03:04:05Z", "2026-01-02T03:04:05ZZ", "2026-01-02T03:04:05\xc2\xa0Z",
               "1767322800", "2026-W01-5T03:04:05Z");
  CAPTURE(bad);
  const auto time = parse_time(bad);
  REQUIRE_FALSE(time);
  CHECK(time.error().fault == Fault::caller);
}

TEST_CASE("the system's clocks go forward") {
  SystemClock clock;
  const Time wall = clock.now();
  const Instant before = clock.steady();
  CHECK(clock.steady() >= before);
  CHECK(wall > parse_time("2020-01-01T00:00:00Z").value());
}

TEST_CASE("a time that leaves the four-digit years on its way to UTC is refused") {
  CHECK_FALSE(parse_time("9999-12-31T23:59:59-01:00").has_value());
  CHECK_FALSE(parse_time("0000-01-01T00:00:00+01:00").has_value());
  CHECK(parse_time("9999-12-31T23:59:59Z").has_value());
}
