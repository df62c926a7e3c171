// Amounts as integers of minor units, read from and written as exact decimal text. Nothing is
// rounded and nothing passes through a double. It keeps no table of currencies: the operation and
// the author say how many decimals there are.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "wesel/block.hpp"

namespace wesel::sdk {

// 42.05 USD is {4205, 2, "USD"}. Without a currency: no amount told.
struct Amount {
  std::int64_t minor = 0;
  std::uint32_t decimals = 0;
  std::string currency;

  explicit operator bool() const { return !currency.empty(); }
  // Main units with all decimals of the currency: "42.05", "100000". As a JSON number:
  // Json{}.set("amount", json::Number{amount.decimal()}).
  std::string decimal() const;
  // Another text in this amount's currency; see parse_amount.
  std::optional<Amount> like(std::string_view text) const;

  friend bool operator==(const Amount&, const Amount&) = default;
};

// Of "42.05", "100000.0" or "100000": digits, and a fraction of which only zeros may go beyond the
// decimals. Nothing for all else: no sign, exponent or space, and nothing past int64.
std::optional<Amount> parse_amount(std::string_view text, std::uint32_t decimals,
                                   std::string_view currency);

inline Amount amount_of(const wesel_money& money) {
  return {money.minor, money.decimals, std::string(view(money.currency))};
}
inline wesel_money money_of(const Amount& amount) {
  return {amount.minor, amount.decimals, bytes(amount.currency)};
}

}  // namespace wesel::sdk
