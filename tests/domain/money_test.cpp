// An amount is read exactly or refused: nothing is rounded, nothing wraps, and what is written is
// read back as the same money.
#include "domain/money.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <limits>

using namespace wesel;
using std::string;

namespace {

Currency currency(const char* code) { return find_currency(code).value(); }

std::int64_t minor(const string& text, const char* code) {
  return parse_money(text, currency(code)).value().minor;
}

void refused(const string& text, const char* code) {
  CAPTURE(text, code);
  const auto money = parse_money(text, currency(code));
  REQUIRE_FALSE(money);
  CHECK(money.error().code == "invalid_amount");
  CHECK(money.error().fault == Fault::caller);
}

}  // namespace

TEST_CASE("an amount becomes whole minor units") {
  CHECK(minor("100000", "IDR") == 100'000);
  CHECK(minor("1", "JPY") == 1);
  CHECK(minor("42.05", "USD") == 4'205);
  CHECK(minor("42.5", "USD") == 4'250);
  CHECK(minor("42", "USD") == 4'200);
  CHECK(minor("0.01", "USD") == 1);
  CHECK(minor("0.001", "KWD") == 1);
  CHECK(minor("1.25", "BHD") == 1'250);
}

TEST_CASE("decimals beyond the currency's are taken only when they are zeros") {
  CHECK(minor("100000.00", "IDR") == 100'000);
  CHECK(minor("42.050000000000", "USD") == 4'205);
  refused("100000.50", "IDR");
  refused("100000.01", "IDR");
  refused("42.055", "USD");
  refused("0.0001", "KWD");
  refused("42.0500000000001", "USD");
}

TEST_CASE("what a float would spoil stays exact") {
  CHECK(minor("0.29", "USD") == 29);
  CHECK(minor("1.15", "USD") == 115);
  CHECK(minor("4.35", "USD") == 435);
  CHECK(minor("9007199254740993", "IDR") == 9'007'199'254'740'993);  // 2^53 + 1
  CHECK(minor("90071992547409.93", "USD") == 9'007'199'254'740'993);
}

TEST_CASE("the largest amount fits and one more is refused") {
  CHECK(minor("9223372036854775807", "IDR") == std::numeric_limits<std::int64_t>::max());
  CHECK(minor("92233720368547758.07", "USD") == std::numeric_limits<std::int64_t>::max());
  refused("9223372036854775808", "IDR");
  refused("9223372036854775810", "IDR");
  refused("92233720368547758.08", "USD");
  refused("92233720368547759", "USD");
  refused("18446744073709551617", "IDR");  // 2^64 + 1 would wrap to 1
  refused(string(10'000, '9'), "IDR");
}

TEST_CASE("what is no amount is refused") {
  const string text =
      GENERATE(as<string>{}, "", " ", "0", "0.00", "-1", "+1", "1,000", "1.000,00", "1 000", " 1",
               "1 ", "1.", ".5", ".", "1..0", "1.0.0", "01", "00", "00.50", "1e3", "1E3", "0x10",
               "Infinity", "NaN", "null", "1\n", "\xd9\xa1", "1_000", "--1", "$1");
  refused(text, "USD");
  refused(string("1\0", 2), "USD");
  refused(string("1\0"
                 "2",
                 3),
          "USD");
}

TEST_CASE("money is written with exactly its currency's decimals") {
  CHECK(Money{100'000, currency("IDR")}.text() == "100000");
  CHECK(Money{4'205, currency("USD")}.text() == "42.05");
  CHECK(Money{4'200, currency("USD")}.text() == "42.00");
  CHECK(Money{5, currency("USD")}.text() == "0.05");
  CHECK(Money{5, currency("KWD")}.text() == "0.005");
  CHECK(Money{0, currency("USD")}.text() == "0.00");
  CHECK(Money{-5, currency("USD")}.text() == "-0.05");
  CHECK(Money{std::numeric_limits<std::int64_t>::max(), currency("KWD")}.text() ==
        "9223372036854775.807");
}

TEST_CASE("written money is read back as the same") {
  for (const Currency& each : currencies())
    for (const std::int64_t amount :
         {std::int64_t{1}, std::int64_t{10}, std::int64_t{999}, std::int64_t{100'000},
          std::numeric_limits<std::int64_t>::max()}) {
      const Money money{amount, each};
      CAPTURE(money.text(), each.text());
      CHECK(parse_money(money.text(), each).value() == money);
    }
}

TEST_CASE("currencies are found by their exact code") {
  CHECK(currency("IDR").decimals == 0);
  CHECK(currency("USD").decimals == 2);
  CHECK(currency("BHD").decimals == 3);
  for (const Currency& each : currencies()) CHECK(find_currency(each.text()).value() == each);
  CHECK(std::is_sorted(currencies().begin(), currencies().end(),
                       [](const Currency& a, const Currency& b) { return a.text() < b.text(); }));
  for (const char* code : {"", "idr", "ID", "IDRX", "XXX", "ZZZ", "AAA", "IDR "}) {
    CAPTURE(code);
    const auto found = find_currency(code);
    REQUIRE_FALSE(found);
    CHECK(found.error().code == "unsupported_currency");
  }
}

TEST_CASE("money in two currencies is never equal") {
  CHECK(Money{100, currency("USD")} == Money{100, currency("USD")});
  CHECK_FALSE(Money{100, currency("USD")} == Money{100, currency("SGD")});
  CHECK_FALSE(Money{100, currency("USD")} == Money{101, currency("USD")});
}
