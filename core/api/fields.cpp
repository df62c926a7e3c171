#include "api/fields.hpp"

#include <charconv>

#include "api/problem.hpp"
#include "base/limits.hpp"

#include "base/bytes.hpp"

namespace wesel {

using json::Value;
using std::string;
using std::string_view;

namespace {

// Quoted in messages, so it must be short and printable.
string shown(string_view name) {
  const string_view cut = name.substr(0, 60);
  for (const unsigned char c : cut)
    if (c < 0x20 || c >= 0x7f) return "(unprintable)";
  return string(cut);
}

bool has_control(string_view text) {
  for (const unsigned char c : text)
    if (c < 0x20 || c == 0x7f) return true;
  return false;
}

}  // namespace

void Mistake::note(string_view code, string message, string where) {
  if (!first) first = Error{Fault::caller, string(code), std::move(message), std::move(where)};
}

string pointer_segment(string_view name) {
  string out;
  for (const char c : shown(name)) {
    if (c == '~')
      out += "~0";
    else if (c == '/')
      out += "~1";
    else
      out += c;
  }
  return out;
}

Fields::Fields(Value object, string pointer, Mistake& mistake)
    : object_(object), pointer_(std::move(pointer)), mistake_(mistake) {
  if (object_ && !object_.is_object())
    mistake_.note("invalid_field", "must be an object", pointer_);
}

string Fields::at(string_view name) const { return pointer_ + '/' + pointer_segment(name); }

Value Fields::take(string_view name) {
  known_.insert(name);
  return object_[name];
}

Value Fields::part(string_view name) { return take(name); }

void Fields::require(string_view name) {
  if (!has(name)) mistake_.note("missing_field", "\"" + string(name) + "\" is required", at(name));
}

string Fields::text(string_view name, std::size_t longest) {
  const Value value = take(name);
  if (!value) return {};
  if (!value.is_string()) {
    wrong(name, "must be a string");
    return {};
  }
  const string_view text = value.text();
  if (text.empty()) wrong(name, "must not be empty; leave it out instead");
  if (utf8_length(text) > longest)
    wrong(name, "must have at most " + std::to_string(longest) + " characters");
  if (has_control(text)) wrong(name, "must not have control characters");
  return string(text);
}

string Fields::required_text(string_view name, std::size_t longest) {
  require(name);
  return text(name, longest);
}

std::optional<std::int64_t> Fields::integer(string_view name, std::int64_t least,
                                            std::int64_t most) {
  const Value value = take(name);
  if (!value) return {};
  const auto number = value.integer();
  if (!number || *number < least || *number > most) {
    wrong(name, "must be an integer from " + std::to_string(least) + " to " + std::to_string(most));
    return {};
  }
  return number;
}

std::optional<Money> Fields::money(string_view name, Currency currency) {
  const Value value = take(name);
  if (!value || !currency) return {};
  const bool whole = value.integer().has_value();
  if (!value.is_string() && !(whole && currency.decimals == 0)) {
    mistake_.note("invalid_amount",
                  "must be a string such as \"" + Money{100'000, currency}.text() + "\"", at(name));
    return {};
  }
  const Result<Money> money = parse_money(value.scalar(), currency);
  if (money) return *money;
  mistake_.note("invalid_amount", money.error().message, at(name));
  return {};
}

void Fields::finish() {
  if (!object_.is_object()) return;
  for (Value v = object_.first(); v; v = v.next())
    if (!known_.count(v.key())) {
      mistake_.note("unknown_field", "\"" + shown(v.key()) + "\" is not a field here", at(v.key()));
      return;
    }
}

Result<std::size_t> read_limit(std::string_view text) {
  if (text.empty()) return limits::kListDefault;
  std::size_t limit = 0;
  const auto [end, ec] = std::from_chars(text.data(), text.data() + text.size(), limit);
  if (ec != std::errc() || end != text.data() + text.size() || limit < 1 ||
      limit > limits::kListMax)
    return refuse("invalid_field", "an integer from 1 to 100", "limit");
  return limit;
}

}  // namespace wesel
