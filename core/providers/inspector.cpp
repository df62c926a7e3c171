#include "providers/inspector.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace wesel {

using std::string;
using std::string_view;

namespace {

constexpr std::int64_t kYear9999 = 253'402'300'799'999;

bool digits(string_view text, std::size_t longest) {
  return !text.empty() && text.size() <= longest &&
         text.find_first_not_of("0123456789") == text.npos;
}

bool is_decimal(string_view text) {
  if (text.starts_with('-')) text.remove_prefix(1);
  const std::size_t dot = text.find('.');
  return digits(text.substr(0, dot), 24) && (dot == text.npos || digits(text.substr(dot + 1), 18));
}

}  // namespace

void Inspector::fail(Breach breach, string detail) {
  if (ok()) found_ = {breach, std::move(detail)};
}

string Inspector::text(wesel_bytes bytes, string_view field, std::size_t longest) {
  if (const string_view fault = text_fault(bytes, longest); !fault.empty()) {
    fail(Breach::bad_text, fmt::format("{} is {}", field, fault));
    return {};
  }
  return string(to_view(bytes));
}

string Inspector::reference(wesel_bytes bytes, string_view field) {
  string out = text(bytes, field, limits::kPluginReference);
  if (std::any_of(out.begin(), out.end(), [](unsigned char c) { return c < 0x20 || c == 0x7f; }))
    fail(Breach::bad_text, fmt::format("{} holds control characters", field));
  return out;
}

bool Inspector::flag(std::uint32_t value, string_view field) {
  if (value > 1) fail(Breach::bad_flag, fmt::format("{} is {}", field, value));
  return value == 1;
}

std::optional<Money> Inspector::money(const wesel_money& money, string_view field) {
  if (money.currency.size == 0) return std::nullopt;
  Money out;
  const string_view fault = money_fault(money, out);
  if (fault.empty()) return out;
  fail(Breach::bad_money, fmt::format("{}: {}", field, fault));
  return std::nullopt;
}

std::optional<Time> Inspector::time(std::int64_t ms, string_view field) {
  if (ms == 0) return std::nullopt;
  if (ms < 0 || ms > kYear9999) fail(Breach::bad_time, fmt::format("{} is {}", field, ms));
  return from_ms(ms);
}

string Inspector::decimal(wesel_bytes bytes, string_view field) {
  string out = text(bytes, field);
  if (!out.empty() && !is_decimal(out)) fail(Breach::bad_decimal, string(field));
  return out;
}

string Inspector::currency(wesel_bytes bytes, string_view field) {
  string out = text(bytes, field);
  const bool code = out.size() == 3 && std::all_of(out.begin(), out.end(),
                                                   [](char c) { return c >= 'A' && c <= 'Z'; });
  if (!out.empty() && !code) fail(Breach::bad_money, fmt::format("{} is no currency code", field));
  return out;
}

ProviderState Inspector::state(std::uint32_t number) {
  if (number <= WESEL_STATE_RETURNED) return static_cast<ProviderState>(number);
  fail(Breach::bad_state, fmt::format("state is {}", number));
  return ProviderState::none;
}

std::optional<Mode> Inspector::mode(std::uint32_t number) {
  if (number == WESEL_MODE_SANDBOX) return Mode::sandbox;
  if (number == WESEL_MODE_LIVE) return Mode::live;
  if (number != WESEL_MODE_NONE) fail(Breach::bad_mode, fmt::format("test is {}", number));
  return std::nullopt;
}

bool Inspector::list(const void* items, std::size_t count, string_view field, std::size_t longest) {
  if (count == 0) return false;
  if (count <= longest && items != nullptr) return true;
  fail(Breach::bad_list,
       fmt::format("{}: {} entries{}", field, count, items == nullptr ? " at null" : ""));
  return false;
}

}  // namespace wesel
