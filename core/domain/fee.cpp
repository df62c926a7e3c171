#include "domain/fee.hpp"

namespace wesel {

namespace {
constexpr std::int64_t kWhole = 100'000'000;  // percent_micro is 10^-8 of the amount
constexpr std::size_t kFractionDigits = 8;
}  // namespace

std::optional<ExactAmount> fee_of(const Offer& offer, const Money& amount) {
  if (!offer.fee) return std::nullopt;
  const std::int64_t rate = offer.fee->percent_micro;
  // amount * rate / kWhole without overflow: at most 100 %, so neither product passes 10^18.
  const std::int64_t remainder = amount.minor % kWhole * rate;
  const std::int64_t share = amount.minor / kWhole * rate + remainder / kWhole;
  ExactAmount fee{offer.fee->fixed.minor, remainder % kWhole};
  if (__builtin_add_overflow(fee.minor, share, &fee.minor)) return std::nullopt;
  return fee;
}

std::optional<ExactAmount> less(const Money& amount, const ExactAmount& fee) {
  ExactAmount rest{amount.minor - fee.minor, -fee.fraction};
  if (rest.fraction < 0) {
    --rest.minor;
    rest.fraction += kWhole;
  }
  if (rest.minor < 0) return std::nullopt;
  return rest;
}

std::string text(const ExactAmount& amount, Currency currency) {
  std::string out = Money{amount.minor, currency}.text();
  if (amount.fraction == 0) return out;
  std::string digits = std::to_string(amount.fraction);
  digits.insert(0, kFractionDigits - digits.size(), '0');
  digits.erase(digits.find_last_not_of('0') + 1);
  return out + (currency.decimals == 0 ? "." : "") + digits;
}

}  // namespace wesel
