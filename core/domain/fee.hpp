// What an account's configuration says that a payment costs there: exact, never rounded.
#pragma once

#include <compare>
#include <optional>
#include <string>

#include "domain/offer.hpp"

namespace wesel {

// Minor units, and hundred-millionths of one.
struct ExactAmount {
  std::int64_t minor = 0;
  std::int64_t fraction = 0;  // 0 .. 99'999'999
  friend auto operator<=>(const ExactAmount&, const ExactAmount&) = default;
};

// Nothing: not configured, or out of range.
std::optional<ExactAmount> fee_of(const Offer& offer, const Money& amount);

// What is left of an amount; nothing when the fee is more.
std::optional<ExactAmount> less(const Money& amount, const ExactAmount& fee);

// Main units, with as many decimals as needed but at least the currency's: "990", "122.2155".
std::string text(const ExactAmount& amount, Currency currency);

}  // namespace wesel
