// Exact decimal text to minor units and back, digit by digit.
#include "wesel/money.hpp"

#include <limits>

namespace wesel::sdk {

namespace {

constexpr std::uint32_t kMostDecimals = 18;  // what an int64 can hold

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool push_digit(std::int64_t& value, char c) {
  constexpr auto kMost = std::numeric_limits<std::int64_t>::max();
  const int digit = c - '0';
  if (value > (kMost - digit) / 10) return false;
  value = value * 10 + digit;
  return true;
}

}  // namespace

std::optional<Amount> parse_amount(std::string_view text, std::uint32_t decimals,
                                   std::string_view currency) {
  if (decimals > kMostDecimals) return {};
  const std::size_t point = text.find('.');
  const std::string_view whole = text.substr(0, point);
  std::string_view fraction;
  if (point != text.npos) {
    fraction = text.substr(point + 1);
    if (fraction.empty()) return {};
  }
  if (whole.empty()) return {};
  std::int64_t minor = 0;
  for (const char c : whole)
    if (!is_digit(c) || !push_digit(minor, c)) return {};
  for (std::size_t i = 0; i < fraction.size() || i < decimals; ++i) {
    const char c = i < fraction.size() ? fraction[i] : '0';
    if (!is_digit(c)) return {};
    if (i >= decimals && c != '0') return {};  // it would have to be rounded
    if (i < decimals && !push_digit(minor, c)) return {};
  }
  return Amount{minor, decimals, std::string(currency)};
}

std::optional<Amount> Amount::like(std::string_view text) const {
  return parse_amount(text, decimals, currency);
}

std::string Amount::decimal() const {
  const bool negative = minor < 0;
  const auto size = negative ? 0 - static_cast<std::uint64_t>(minor) : std::uint64_t(minor);
  std::string text = std::to_string(size);
  if (decimals > 0) {
    if (text.size() <= decimals) text.insert(0, decimals + 1 - text.size(), '0');
    text.insert(text.size() - decimals, 1, '.');
  }
  return negative ? '-' + text : text;
}

}  // namespace wesel::sdk
