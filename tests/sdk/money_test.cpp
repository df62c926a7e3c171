// Amounts go from text to minor units and back without losing or inventing anything.
#include "wesel/money.hpp"

#include <catch2/catch.hpp>

using namespace wesel::sdk;

TEST_CASE("exact decimal text becomes minor units") {
  CHECK(parse_amount("42.05", 2, "USD") == Amount{4205, 2, "USD"});
  CHECK(parse_amount("42.5", 2, "USD") == Amount{4250, 2, "USD"});
  CHECK(parse_amount("42", 2, "USD") == Amount{4200, 2, "USD"});
  CHECK(parse_amount("100000.0", 0, "IDR") == Amount{100000, 0, "IDR"});
  CHECK(parse_amount("100000", 0, "IDR") == Amount{100000, 0, "IDR"});
  CHECK(parse_amount("42.0500", 2, "USD") == Amount{4205, 2, "USD"});
  CHECK(parse_amount("007", 0, "IDR") == Amount{7, 0, "IDR"});
  CHECK(parse_amount("0", 0, "IDR") == Amount{0, 0, "IDR"});
  CHECK(parse_amount("9223372036854775807", 0, "IDR")->minor == INT64_MAX);
}

TEST_CASE("what would have to be rounded or guessed is refused") {
  for (const char* text :
       {"42.055", "", ".", "42.", ".5", "-1", "+1", "1e3", "1,000", " 1", "1 ", "0x10", "1.0.0",
        "1.00x", "x", "NaN", "92233720368547758.08", "99999999999999999999"}) {
    INFO(text);
    CHECK_FALSE(parse_amount(text, 2, "USD"));
  }
  CHECK_FALSE(parse_amount("100000.5", 0, "IDR"));
  CHECK_FALSE(parse_amount("9223372036854775808", 0, "IDR"));
  CHECK_FALSE(parse_amount("1", 19, "XXX"));
}

TEST_CASE("minor units become text with the currency's decimals") {
  CHECK(Amount{4205, 2, "USD"}.decimal() == "42.05");
  CHECK(Amount{5, 2, "USD"}.decimal() == "0.05");
  CHECK(Amount{0, 2, "USD"}.decimal() == "0.00");
  CHECK(Amount{100000, 0, "IDR"}.decimal() == "100000");
  CHECK(Amount{1, 3, "BHD"}.decimal() == "0.001");
  CHECK(Amount{-4205, 2, "USD"}.decimal() == "-42.05");
  CHECK(Amount{INT64_MIN, 0, "IDR"}.decimal() == "-9223372036854775808");
}

TEST_CASE("an amount reads others of its currency") {
  const Amount asked{4205, 2, "USD"};
  CHECK(asked.like("1.10") == Amount{110, 2, "USD"});
  CHECK_FALSE(asked.like("1.101"));
  CHECK(Amount{1, 0, "IDR"});
  CHECK_FALSE(Amount{});
}
