// RFC 3339 to milliseconds and back.
#include "wesel/time.hpp"

#include <catch2/catch.hpp>

using namespace wesel::sdk;

TEST_CASE("times with offsets and any fraction are read") {
  CHECK(parse_time("1970-01-01T00:00:00Z") == 0);
  CHECK(parse_time("2026-08-05T05:04:54.252204638+07:00") == 1785881094252);
  CHECK(parse_time("2026-08-04T22:04:54.252Z") == 1785881094252);
  CHECK(parse_time("2026-08-04t22:04:54.2z") == 1785881094200);
  CHECK(parse_time("1969-12-31T23:59:59.999Z") == -1);
  CHECK(parse_time("1969-12-31T20:29:59.999-03:30") == -1);
  CHECK(parse_time("2000-02-29T00:00:00Z") == 951782400000);
  CHECK(parse_time("2016-12-31T23:59:60Z") == parse_time("2017-01-01T00:00:00Z"));
}

TEST_CASE("what is not a whole RFC 3339 time is nothing") {
  for (const char* text : {"",
                           "2026-08-05",
                           "2026-08-05T05:04:54",
                           "2026-08-05 05:04:54Z",
                           "2026-08-05T05:04Z",
                           "2026-13-05T05:04:54Z",
                           "2026-02-29T05:04:54Z",
                           "2026-00-05T05:04:54Z",
                           "2026-08-05T24:00:00Z",
                           "2026-08-05T05:60:00Z",
                           "2026-08-05T05:04:61Z",
                           "2026-08-05T05:04:54.Z",
                           "2026-08-05T05:04:54+0700",
                           "2026-08-05T05:04:54+24:00",
                           "2026-08-05T05:04:54Zx",
                           " 2026-08-05T05:04:54Z",
                           "26-08-05T05:04:54Z",
                           "2026-8-05T05:04:54Z",
                           "+026-08-05T05:04:54Z",
                           "2026-08-05T05:04:54+07:00Z"}) {
    INFO(text);
    CHECK_FALSE(parse_time(text));
  }
}

TEST_CASE("times are written with the offset that is asked for") {
  CHECK(format_time(0) == "1970-01-01T00:00:00Z");
  CHECK(format_time(-1) == "1969-12-31T23:59:59.999Z");
  CHECK(format_time(1785881094252, 420) == "2026-08-05T05:04:54.252+07:00");
  CHECK(format_time(1785881094000, -210) == "2026-08-04T18:34:54-03:30");
  CHECK(format_time(951782400000) == "2000-02-29T00:00:00Z");
}

TEST_CASE("what is written is read back") {
  for (std::int64_t ms = -62'135'596'800'000; ms < 253'402'300'800'000; ms += 7'654'321'987)
    for (const int offset : {0, 420, -720})
      REQUIRE(parse_time(format_time(ms + 13 * 3'600'000, offset)) == ms + 13 * 3'600'000);
}
