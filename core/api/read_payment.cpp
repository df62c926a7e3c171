#include "api/read_payment.hpp"

#include <algorithm>
#include <array>

#include "api/fields.hpp"
#include "base/limits.hpp"
#include "http/address.hpp"
#include "http/transport.hpp"

namespace wesel {

using json::Value;
using std::string;
using std::string_view;

namespace {

constexpr auto kTypes = std::to_array<string_view>(
    {"virtual_account", "qris", "retail_outlet", "e_wallet", "bank_transfer", "redirect"});
constexpr auto kWithChannel =
    std::to_array<string_view>({"virtual_account", "retail_outlet", "e_wallet"});
constexpr std::size_t kEmail = 254;  // RFC 5321
constexpr std::size_t kChannel = 40;
constexpr std::int64_t kMostOfOne = 1'000'000;  // of one item

bool only(string_view text, string_view allowed) {
  return text.find_first_not_of(allowed) == text.npos;
}

constexpr string_view kUpper = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
constexpr string_view kDigits = "0123456789";
constexpr string_view kChannelLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_";
constexpr string_view kReferenceLetters =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-.";

string read_reference(Fields& in) {
  string reference = in.required_text("reference", limits::kReference);
  if (!only(reference, kReferenceLetters))
    in.wrong("reference", "may have letters, digits, '_', '-' and '.' only");
  return reference;
}

Method read_method(Value part, Mistake& mistake) {
  Fields in(part, "/method", mistake);
  Method method;
  if (!part.is_object()) return method;
  method.type = in.required_text("type", kChannel);
  method.channel = in.text("channel", kChannel);
  method.display_name = in.text("display_name", limits::kName);
  if (std::find(kTypes.begin(), kTypes.end(), method.type) == kTypes.end())
    in.wrong("type",
             "one of virtual_account, qris, retail_outlet, e_wallet, bank_transfer, "
             "redirect");
  if (!only(method.channel, kChannelLetters))
    in.wrong("channel", "a code in upper case, such as \"BCA\"");
  const bool needs =
      std::find(kWithChannel.begin(), kWithChannel.end(), method.type) != kWithChannel.end();
  if (needs) in.require("channel");
  in.finish();
  return method;
}

bool looks_like_email(string_view text) {
  const auto at = text.find('@');
  return at != text.npos && at > 0 && at + 1 < text.size() && text.find('@', at + 1) == text.npos &&
         text.find_first_of(" ,;<>\"") == text.npos && text.find('.', at) != text.npos;
}

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
  c.email = in.text("email", kEmail);
  c.phone = in.text("phone", 20);
  c.ip = in.text("ip", 45);
  c.country = in.text("country", 2);
  if (!c.email.empty() && !looks_like_email(c.email)) in.wrong("email", "not an e-mail address");
  if (!c.phone.empty() && !looks_like_phone(c.phone))
    in.wrong("phone", "a phone number such as \"+6281234567890\" or \"081234567890\"");
  if (!c.ip.empty() && !http::is_address(c.ip)) in.wrong("ip", "not an IP address");
  if (!c.country.empty() && (c.country.size() != 2 || !only(c.country, kUpper)))
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

Pairs read_metadata(Value part, Mistake& mistake) {
  Pairs out;
  if (!part) return out;
  if (!part.is_object() || part.size() > limits::kMetadataKeys) {
    mistake.note("invalid_field",
                 "must be an object of at most " + std::to_string(limits::kMetadataKeys) + " keys",
                 "/metadata");
    return out;
  }
  Fields in(part, "/metadata", mistake);
  for (Value v = part.first(); v; v = v.next()) {
    if (v.key().empty() || v.key().size() > limits::kMetadataKey)
      in.wrong(v.key(), "keys have 1 to " + std::to_string(limits::kMetadataKey) + " characters");
    out.emplace_back(v.key(), in.text(v.key(), limits::kMetadataValue));
  }
  std::sort(out.begin(), out.end());
  return out;
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

// What can be said of the URL itself; addresses are checked again at every delivery.
string read_callback_url(Fields& in, const ReadContext& context) {
  string text = in.text("callback_url", limits::kUrl);
  if (text.empty()) return text;
  const auto url = http::parse_url(text);
  if (!url) {
    in.wrong("callback_url", "not an https URL");
    return text;
  }
  if (!context.can_sign)
    in.wrong("callback_url", "needs the merchant's webhook secret, which is not configured");
  if (url->user_info) in.wrong("callback_url", "must not carry a user or password");
  const auto allowed = http::Networks::parse(context.allow_networks);
  const bool literal = http::is_address(url->host);
  const bool inside = allowed && literal && allowed->contains(url->host);
  const bool named_inside = allowed && !allowed->empty() && !literal;
  if (literal && !inside && http::private_address(url->host))
    in.wrong("callback_url", "must not point to a private, loopback or link-local address");
  if (url->scheme != "https" && !inside && !named_inside) in.wrong("callback_url", "must be https");
  return text;
}

}  // namespace

Result<json::Document> read_json(string_view body) {
  json::Document document = json::Document::parse(body);
  if (!document.ok())
    return Error{Fault::caller,
                 "invalid_json",
                 "the body is not acceptable JSON: " + document.problem(),
                 {}};
  if (!document.root().is_object())
    return Error{Fault::caller, "invalid_json", "the body must be a JSON object", {}};
  return document;
}

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
  in.require("amount");
  const string code = in.required_text("currency", 10);
  Currency currency;
  if (const auto found = find_currency(code))
    currency = *found;
  else
    mistake.note(found.error().code, found.error().message, "/currency");
  if (const auto amount = in.money("amount", currency)) out.amount = *amount;
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
