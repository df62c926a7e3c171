#include "providers/blocks.hpp"

#include "base/bytes.hpp"

namespace wesel {

using std::string_view;

wesel_money to_block(const std::optional<Money>& money) {
  if (!money) return {0, 0, {nullptr, 0}};
  return {money->minor, money->currency.decimals, to_bytes(money->currency.text())};
}

string_view text_fault(wesel_bytes bytes, std::size_t longest) {
  if (bytes.size == 0) return {};
  if (bytes.data == nullptr) return "null with a size";
  if (bytes.size > longest) return "too long";
  if (!valid_utf8(to_view(bytes))) return "not UTF-8";
  return {};
}

string_view money_fault(const wesel_money& money, Money& out) {
  if (!text_fault(money.currency, 3).empty()) return "currency is no code of three letters";
  const auto currency = find_currency(to_view(money.currency));
  if (!currency) return "unknown currency";
  if (money.minor < 0) return "negative";
  if (money.decimals > 18) return "more than 18 decimals";
  std::int64_t minor = money.minor;
  for (std::uint32_t have = money.decimals; have < currency->decimals; ++have)
    if (__builtin_mul_overflow(minor, 10, &minor)) return "too large";
  for (std::uint32_t have = money.decimals; have > currency->decimals; --have) {
    if (minor % 10 != 0) return "more decimals than the currency has";
    minor /= 10;
  }
  out = {minor, *currency};
  return {};
}

bool is_name(string_view text) {
  return !text.empty() && text.size() <= 64 &&
         text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") == text.npos;
}

}  // namespace wesel
