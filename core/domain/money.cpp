#include "domain/money.hpp"

#include <algorithm>
#include <limits>

namespace wesel {

using std::string;
using std::string_view;

namespace {

// ISO 4217 with its minor units; IDR is used without decimals here.
constexpr auto kCurrencies = std::to_array<Currency>({
    {{"AED"}, 2}, {{"AUD"}, 2}, {{"BDT"}, 2}, {{"BHD"}, 3}, {{"BRL"}, 2}, {{"CAD"}, 2},
    {{"CHF"}, 2}, {{"CNY"}, 2}, {{"DKK"}, 2}, {{"EUR"}, 2}, {{"GBP"}, 2}, {{"HKD"}, 2},
    {{"IDR"}, 0}, {{"INR"}, 2}, {{"JPY"}, 0}, {{"KES"}, 2}, {{"KRW"}, 0}, {{"KWD"}, 3},
    {{"MXN"}, 2}, {{"MYR"}, 2}, {{"NGN"}, 2}, {{"NOK"}, 2}, {{"NZD"}, 2}, {{"PHP"}, 2},
    {{"PKR"}, 2}, {{"PLN"}, 2}, {{"SAR"}, 2}, {{"SEK"}, 2}, {{"SGD"}, 2}, {{"THB"}, 2},
    {{"TRY"}, 2}, {{"TWD"}, 2}, {{"USD"}, 2}, {{"VND"}, 0}, {{"ZAR"}, 2},
});

Error refuse(string why) { return {Fault::caller, "invalid_amount", std::move(why), {}}; }

bool digits(string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

std::span<const Currency> currencies() { return kCurrencies; }

Result<Currency> find_currency(string_view code) {
  const auto found =
      std::lower_bound(kCurrencies.begin(), kCurrencies.end(), code,
                       [](const Currency& c, string_view k) { return c.text() < k; });
  if (found == kCurrencies.end() || found->text() != code)
    return Error{Fault::caller,
                 "unsupported_currency",
                 "not a currency known here; GET /v1/currencies lists them",
                 {}};
  return *found;
}

string Money::text() const {
  string out = std::to_string(minor < 0 ? -minor : minor);
  const std::size_t decimals = currency.decimals;
  if (decimals > 0) {
    if (out.size() <= decimals) out.insert(0, decimals + 1 - out.size(), '0');
    out.insert(out.size() - decimals, 1, '.');
  }
  return minor < 0 ? "-" + out : out;
}

Result<Money> parse_money(string_view text, Currency currency) {
  const std::size_t dot = text.find('.');
  const string_view whole = text.substr(0, dot);
  const string_view fraction = dot == text.npos ? string_view() : text.substr(dot + 1);
  if (whole.empty() || !digits(whole) || !digits(fraction) ||
      (dot != text.npos && fraction.empty()))
    return refuse("an amount is digits with at most one '.', such as \"100000\" or \"42.05\"");
  if (whole.size() > 1 && whole[0] == '0') return refuse("an amount has no leading zeros");
  const string_view kept = fraction.substr(0, currency.decimals);
  const string_view beyond = fraction.substr(kept.size());
  if (beyond.find_first_not_of('0') != beyond.npos)
    return refuse(string(currency.text()) + " has " + std::to_string(currency.decimals) +
                  " decimals");
  string all(whole);
  all += kept;
  all.append(currency.decimals - kept.size(), '0');
  std::int64_t minor = 0;
  for (const char c : all) {
    if (minor > (std::numeric_limits<std::int64_t>::max() - (c - '0')) / 10)
      return refuse("the amount is too large");
    minor = minor * 10 + (c - '0');
  }
  if (minor == 0) return refuse("the amount must be more than zero");
  return Money{minor, currency};
}

}  // namespace wesel
