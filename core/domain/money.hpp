// Money is an integer of minor units with its currency, from the first parse to the last byte.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace wesel {

struct Currency {
  std::array<char, 4> code{};  // ISO 4217, zero-terminated; empty: none
  std::uint8_t decimals = 0;

  std::string_view text() const { return code.data(); }
  explicit operator bool() const { return code[0] != 0; }
  friend bool operator==(const Currency& a, const Currency& b) { return a.code == b.code; }
};

// Every currency wesel knows, by code. IDR has no decimals here.
std::span<const Currency> currencies();
Result<Currency> find_currency(std::string_view code);

struct Money {
  std::int64_t minor = 0;
  Currency currency;

  // Main units, as many decimals as the currency has: "42.05", "100000".
  std::string text() const;
  friend bool operator==(const Money&, const Money&) = default;
};

// Exact, or refused with code invalid_amount: digits with at most the currency's decimals (more
// only when they are zeros), no sign, no exponent, no leading '+', positive, in range.
Result<Money> parse_money(std::string_view text, Currency currency);

}  // namespace wesel
