// Amounts and times as people in Indonesia write them.
#include "checkout/figures.hpp"

#include <catch2/catch.hpp>

using namespace wesel;
using namespace wesel::checkout;

namespace {

constexpr Language kId = Language::indonesian, kEn = Language::english;

}  // namespace

TEST_CASE("rupiah have dots, whoever reads them") {
  CHECK(amount_text("1", "IDR", kId) == "Rp1");
  CHECK(amount_text("999", "IDR", kId) == "Rp999");
  CHECK(amount_text("1000", "IDR", kEn) == "Rp1.000");
  CHECK(amount_text("100000", "IDR", kEn) == "Rp100.000");
  CHECK(amount_text("1234567890", "IDR", kId) == "Rp1.234.567.890");
  CHECK(amount_text("100000.42", "IDR", kEn) == "Rp100.000,42");
}

TEST_CASE("other currencies have their code and the reader's marks") {
  const Money money{104'205, *find_currency("USD")};
  CHECK(amount_text(money, kEn) == "USD 1,042.05");
  CHECK(amount_text(money, kId) == "USD 1.042,05");
  CHECK(amount_text(Money{5, *find_currency("KWD")}, kEn) == "KWD 0.005");
  CHECK(amount_text(Money{1000, *find_currency("JPY")}, kEn) == "JPY 1,000");
}

TEST_CASE("times are those of Jakarta") {
  const Time evening = *parse_time("2026-12-31T17:05:59Z");  // midnight has passed there
  CHECK(time_text(evening, kId) == "1 Januari 2027, 00.05 WIB");
  CHECK(time_text(evening, kEn) == "1 January 2027, 00:05 WIB (UTC+7)");
}
