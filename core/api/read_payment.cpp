#include "api/read_payment.hpp"

#include <algorithm>

#include "base/limits.hpp"
#include "http/address.hpp"
#include "http/transport.hpp"

namespace wesel {

using json::Value;
using std::string;
using std::string_view;

namespace {

constexpr std::int64_t kMostOfOne = 1'000'000;  // of one item

bool looks_like_phone(string_view text) {
  const bool international = text.starts_with('+');
  const string_view digits = text.substr(international ? 1 : 0);
  return digits.size() >= 7 && digits.size() <= 15 && only(digits, kDigits) &&
         (international ? digits[0] != '0' : digits[0] == '0');
}

Customer read_customer(Value part, Mistake& mistake) {
  Fields in(part, "/customer", mistake);
  Customer c;
  c.name = in.text("name", limits::kName);
  c.email = read_email(in);
  c.phone = in.text("phone", 20);
  c.ip = in.text("ip", 45);
  c.country = in.text("country", 2);
  if (!c.phone.empty() && !looks_like_phone(c.phone))
    in.wrong("phone", "a phone number such as \"+6281234567890\" or \"081234567890\"");
  if (!c.ip.empty() && !http::is_address(c.ip)) in.wrong("ip", "not an IP address");
  if (!c.country.empty() && (c.country.size() != 2 || !only(c.country, kUpperLetters)))
    in.wrong("country", "two upper-case letters, ISO 3166-1, such as \"ID\"");
  in.finish();
  return c;
}

std::vector<Item> read_items(Value part, Currency currency, Mistake& mistake) {
  std::vector<Item> items;
  if (!part) return items;
  if (!part.is_array() || part.size() == 0 || part.size() > limits::kItems) {
    mistake.note("invalid_field",
                 "must be a list of 1 to " + std::to_string(limits::kItems) + " items", "/items");
    return items;
  }
  for (Value v = part.first(); v; v = v.next()) {
    Fields in(v, "/items/" + std::to_string(items.size()), mistake);
    Item item;
    item.name = in.required_text("name", limits::kName);
    item.quantity = in.integer("quantity", 1, kMostOfOne).value_or(1);
    item.price = in.money("price", currency);
    in.finish();
    items.push_back(std::move(item));
  }
  return items;
}

// Prices on all items or on none; then they add up.
void check_sum(const std::vector<Item>& items, Money amount, Mistake& mistake) {
  const auto priced = std::count_if(items.begin(), items.end(),
                                    [](const Item& item) { return item.price.has_value(); });
  if (priced == 0) return;
  std::int64_t sum = 0;
  bool fits = priced == static_cast<std::ptrdiff_t>(items.size());
  for (const Item& item : items) {
    std::int64_t line = 0;
    fits = fits && item.price && !__builtin_mul_overflow(item.price->minor, item.quantity, &line) &&
           !__builtin_add_overflow(sum, line, &sum);
    if (!fits) break;
  }
  if (!fits || sum != amount.minor)
    mistake.note("invalid_field", "the items' prices must add up to the amount", "/items");
}

// Whether the moment is near enough, engine/create says: a repeat may come when it no longer is.
void read_expiry(Fields& in, NewPayment& out) {
  using namespace std::chrono;
  if (const auto seconds_left =
          in.integer("expires_in", limits::kExpiryMin.count(), limits::kExpiryMax.count()))
    out.expires_in = seconds(*seconds_left);
  const string text = in.text("expires_at", 40);
  if (text.empty()) return;
  const auto time = parse_time(text);
  if (!time) return in.wrong("expires_at", time.error().message);
  if (in.has("expires_in")) return in.wrong("expires_at", "not beside expires_in");
  out.expires_at = *time;
}

string read_return_url(Fields& in) {
  string text = in.text("return_url", limits::kUrl);
  if (!text.empty() && !http::parse_url(text)) in.wrong("return_url", "not an http(s) URL");
  return text;
}

}  // namespace

Result<Method> read_method_body(string_view body) {
  const auto document = read_json(body);
  if (!document) return document.error();
  Mistake mistake;
  Fields in(document->root(), "", mistake);
  in.require("method");
  Method method = read_method(in.part("method"), mistake);
  in.finish();
  if (mistake.first) return *mistake.first;
  return method;
}

Result<NewPayment> read_payment(string_view body, const ReadContext& context) {
  const auto document = read_json(body);
  if (!document) return document.error();
  Mistake mistake;
  Fields in(document->root(), "", mistake);
  NewPayment out;
  out.reference = read_reference(in);
  const Currency currency = read_money(in, out.amount);
  out.method = read_method(in.part("method"), mistake);
  out.customer = read_customer(in.part("customer"), mistake);
  out.items = read_items(in.part("items"), currency, mistake);
  if (!mistake.first) check_sum(out.items, out.amount, mistake);
  out.description = in.text("description", limits::kDescription);
  read_expiry(in, out);
  out.return_url = read_return_url(in);
  out.callback_url = read_callback_url(in, context);
  out.metadata = read_metadata(in.part("metadata"), mistake);
  out.pin = in.text("provider", limits::kName);
  in.finish();
  if (mistake.first) return *mistake.first;
  return out;
}

}  // namespace wesel
