#include "api/read_parts.hpp"

#include <algorithm>
#include <array>

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
constexpr string_view kChannelLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_";
constexpr string_view kReferenceLetters =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-.";

template <class List>
bool contains(const List& list, string_view what) {
  return std::find(list.begin(), list.end(), what) != list.end();
}

void read_way(Fields& in, Method& method) {
  method.type = in.required_text("type", kChannel);
  method.channel = in.text("channel", kChannel);
  if (!contains(kTypes, method.type))
    in.wrong("type",
             "one of virtual_account, qris, retail_outlet, e_wallet, bank_transfer, redirect");
  if (!only(method.channel, kChannelLetters))
    in.wrong("channel", "a code in upper case, such as \"BCA\"");
}

bool looks_like_email(string_view text) {
  const auto at = text.find('@');
  return at != text.npos && at > 0 && at + 1 < text.size() && text.find('@', at + 1) == text.npos &&
         text.find_first_of(" ,;<>\"") == text.npos && text.find('.', at) != text.npos;
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

string read_reference(Fields& in) {
  string reference = in.required_text("reference", limits::kReference);
  if (!only(reference, kReferenceLetters))
    in.wrong("reference", "may have letters, digits, '_', '-' and '.' only");
  return reference;
}

Currency read_money(Fields& in, Money& amount) {
  in.require("amount");
  const string code = in.required_text("currency", 10);
  Currency currency;
  if (const auto found = find_currency(code))
    currency = *found;
  else
    in.refuse(found.error().code, found.error().message, "currency");
  if (const auto money = in.money("amount", currency)) amount = *money;
  return currency;
}

Method read_method(Value part, Mistake& mistake) {
  Fields in(part, "/method", mistake);
  Method method;
  if (!part.is_object()) return method;
  read_way(in, method);
  method.display_name = in.text("display_name", limits::kName);
  if (contains(kWithChannel, method.type)) in.require("channel");
  in.finish();
  return method;
}

Method read_payout_method(Value part, Mistake& mistake) {
  Fields in(part, "/method", mistake);
  Method method;
  if (!part.is_object()) return method;
  read_way(in, method);
  in.require("channel");
  in.finish();
  return method;
}

string read_email(Fields& in) {
  string email = in.text("email", kEmail);
  if (!email.empty() && !looks_like_email(email)) in.wrong("email", "not an e-mail address");
  return email;
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

}  // namespace wesel
