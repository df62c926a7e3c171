// The small languages inside values, at their edges.
#include "config/values.hpp"

#include "config/files.hpp"

using namespace wesel;
using namespace wesel::config;
using namespace std::chrono_literals;

TEST_CASE("durations have a unit and a bound") {
  CHECK(parse_duration("500ms") == 500ms);
  CHECK(parse_duration("5m") == 5min);
  CHECK(parse_duration("3650d") == Millis(315'360'000'000));
  for (const char* text : {"", "5", "ms", "-5s", "+5s", "5 s", "5S", "1.5s", "0s", "5s5s", "3651d",
                           "99999999999999999999s"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_duration(text));
  }
}

TEST_CASE("hours may pass midnight but never stand still") {
  CHECK(parse_hours("06:00-22:00") == std::pair(360, 1320));
  CHECK(parse_hours("22:30-06:00") == std::pair(1350, 360));
  CHECK(parse_hours("00:00-24:00") == std::pair(0, 1440));
  for (const char* text : {"", "06:00", "06:00-06:00", "24:00-06:00", "06:00-24:01", "06:60-07:00",
                           "6:00-22:00", "06:00-22:0x", "06-00:22-00"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_hours(text));
  }
}

TEST_CASE("days are names or spans of names") {
  CHECK(parse_days("mon") == 0b0000001);
  CHECK(parse_days("mon-sun") == 0b1111111);
  CHECK(parse_days("fri-mon") == 0b1110001);
  for (const char* text : {"", "Mon", "mon-", "-mon", "mon-fri-sun", "monday"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_days(text));
  }
}

TEST_CASE("decimals compare as numbers do") {
  CHECK(decimal_less("9", "10"));
  CHECK(decimal_less("0.5", "0.50001"));
  CHECK_FALSE(decimal_less("010", "9"));
  CHECK_FALSE(decimal_less("1.50", "1.5"));
  CHECK_FALSE(decimal_less("1.5", "1.50"));
  for (const char* text : {"", ".", "1.", ".1", "-1", "1e3", "1,0", "12345678901234567890"}) {
    CAPTURE(text);
    CHECK_FALSE(is_decimal(text));
  }
}

TEST_CASE("addresses are numbers with a port") {
  CHECK(parse_address("localhost:0")->host == "localhost");
  CHECK(parse_address("[::]:1")->host == "::");
  for (const char* text :
       {"", ":80", "127.0.0.1", "127.0.0.1:", "127.0.0.1:x", "::1:80", "[::1]", "[]:80",
        "[127.0.0.1]:80", "example.com:80", "127.1:80", "127.0.0.1:-1", "127.0.0.1:+1"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_address(text));
  }
  CHECK(is_loopback("127.9.9.9"));
  CHECK(is_loopback("::1"));
  CHECK_FALSE(is_loopback("127.example.com"));
  CHECK_FALSE(is_loopback("0.0.0.0"));
}

TEST_CASE("URLs have a host and no more than a path") {
  for (const char* text : {"https://a.example", "http://[::1]:80/x", "https://a:65535/x/y-z%20"}) {
    CAPTURE(text);
    CHECK(check_url(text).empty());
  }
  for (const char* text :
       {"", "https://", "https:///x", "ftp://a", "https://a:0", "https://a:65536",
        "https://a:", "https://a b", "https://a/b c", "https://a/?x", "https://a/#x", "https://u@a",
        "https://-a", "https://a.", "https://[::1", "https://[a]", "https://[::1]x", "HTTPS://a",
        "https://a/é"}) {
    CAPTURE(text);
    CHECK_FALSE(check_url(text).empty());
  }
  CHECK_FALSE(check_url("https://a/" + std::string(1000, 'x')).empty());
  CHECK(url_host("http://[::1]:80/x") == "::1");
  CHECK(url_host("https://a.example:1") == "a.example");
}

TEST_CASE("networks have as many bits as their address") {
  CHECK(check_network("10.0.0.0/32").empty());
  CHECK(check_network("::/0").empty());
  for (const char* text : {"", "10.0.0.0/33", "::/129", "10.0.0.0/", "10.0.0.0/8x", "/8", "a/8"}) {
    CAPTURE(text);
    CHECK_FALSE(check_network(text).empty());
  }
}
