// The wall clock of a place, across offsets, midnight and changes of summer time.
#include "base/timezone.hpp"

#include <catch2/catch.hpp>

using namespace wesel;

namespace {

LocalTime local(const char* utc, const char* timezone) {
  return local_time(parse_time(utc).value(), timezone);
}

}  // namespace

TEST_CASE("a place's clock is ahead of or behind UTC") {
  // A Thursday.
  CHECK(local("2026-01-01T16:59:59.999Z", "UTC") == LocalTime{3, 16, 59});
  CHECK(local("2026-01-01T16:59:59.999Z", "Asia/Jakarta") == LocalTime{3, 23, 59});
  CHECK(local("2026-01-01T17:00:00Z", "Asia/Jakarta") == LocalTime{4, 0, 0});
  CHECK(local("2026-01-05T03:00:00Z", "America/New_York") == LocalTime{6, 22, 0});
  CHECK(local("2026-01-05T00:00:00Z", "Asia/Kathmandu") == LocalTime{0, 5, 45});
}

TEST_CASE("summer time moves the clock") {
  CHECK(local("2026-03-29T00:59:00Z", "Europe/Berlin") == LocalTime{6, 1, 59});
  CHECK(local("2026-03-29T01:00:00Z", "Europe/Berlin") == LocalTime{6, 3, 0});
  CHECK(local("2026-10-25T00:59:00Z", "Europe/Berlin") == LocalTime{6, 2, 59});
  CHECK(local("2026-10-25T01:00:00Z", "Europe/Berlin") == LocalTime{6, 2, 0});
}

TEST_CASE("times before 1970 have a weekday too") {
  CHECK(local("1969-12-31T23:30:00Z", "UTC") == LocalTime{2, 23, 30});
}

TEST_CASE("names that are no time zone are told apart, and count as UTC") {
  CHECK(known_timezone("Asia/Jakarta"));
  CHECK(known_timezone("UTC"));
  for (const char* name : {"", "Asia/Jkt", "asia/jakarta", "../etc/passwd", "Asia", "+07:00"}) {
    CAPTURE(name);
    CHECK_FALSE(known_timezone(name));
    CHECK(local("2026-01-01T12:00:00Z", name) == LocalTime{3, 12, 0});
  }
}
