#include "api/token.hpp"

#include "api/fields.hpp"
#include "base/bytes.hpp"
#include "base/limits.hpp"
#include "engine/links.hpp"

namespace wesel {

using std::string;
using std::string_view;

namespace {

// {"alg":"HS256","typ":"JWT"}. Compared, never parsed: there is no algorithm to be talked into.
constexpr string_view kHeader = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.";
constexpr std::int64_t kLastSecond = 253'402'300'799;  // of the year 9999

string signature_of(string_view text, const Secret& secret) {
  return to_base64_url(as_text(hmac_sha256(token_key(secret), text)));
}

// What was signed. The last part is compared as text and the middle one has one spelling only, so
// nothing can be added, padded or respelled.
std::optional<string> payload_of(string_view text, const Secret& secret) {
  const auto dot = text.rfind('.');
  if (text.size() > limits::kTokenBytes || dot == text.npos) return {};
  const string_view head = text.substr(0, dot);
  if (!equal_secrets(text.substr(dot + 1), signature_of(head, secret))) return {};
  if (!head.starts_with(kHeader)) return {};
  const auto payload = from_base64_url(head.substr(kHeader.size()));
  return payload ? std::optional<string>(*payload) : std::nullopt;
}

std::vector<string> read_operations(json::Value list, Mistake& mistake) {
  std::vector<string> out;
  for (json::Value v = list.first(); v; v = v.next()) {
    if (!find_operation(v.text())) mistake.note("invalid_field", "unknown", "/operations");
    out.emplace_back(v.text());
  }
  return out;
}

void read_limits(Fields& in, Grant& grant) {
  grant.payment = in.text("payment", limits::kReference);
  grant.reference = in.text("reference", limits::kReference);
  const string code = in.text("currency", 3);
  const auto currency = find_currency(code);
  if (currency) grant.amount = in.money("amount", *currency);
  if (!code.empty() && !grant.amount) in.wrong("amount", "with its currency");
}

}  // namespace

string mark_of(const Merchant& merchant, const ApiKey& key, const Secret& secret) {
  string all = merchant.id + '\0' + key.id + '\0' + key.sha256 + '\0' + key.mode;
  for (const string& scope : key.scopes) all += '\0' + scope;
  return key_mark(all, secret);
}

string write_token(const Token& token, const Secret& secret) {
  json::Array operations;
  for (const string& operation : token.grant.operations) operations.add(operation);
  json::Object claims;
  claims.set("jti", token.grant.id).set("iat", token.issued_s).set("exp", token.expires_s);
  claims.set("merchant", token.caller.merchant).set("mode", name(token.caller.mode));
  claims.set("key", token.key_id).set("key_mark", token.key_mark);
  claims.set("operations", operations);
  claims.set_if("payment", token.grant.payment).set_if("reference", token.grant.reference);
  if (const auto& amount = token.grant.amount)
    claims.set("amount", amount->text()).set("currency", amount->currency.text());
  const string text = string(kHeader) + to_base64_url(claims.text());
  return text + '.' + signature_of(text, secret);
}

std::optional<Token> read_token(string_view text, const Secret& secret, Time now) {
  const auto payload = payload_of(text, secret);
  if (!payload) return {};
  const auto document = json::Document::parse(*payload);
  Mistake mistake;
  Fields in(document.root(), "", mistake);
  Token token;
  token.grant.id = in.required_text("jti", limits::kName);
  token.issued_s = in.integer("iat", 0, kLastSecond).value_or(kLastSecond);
  token.expires_s = in.integer("exp", 0, kLastSecond).value_or(0);
  token.caller.merchant = in.required_text("merchant", limits::kName);
  const auto mode = find_mode(in.required_text("mode", limits::kName));
  token.key_id = in.required_text("key", limits::kName);
  token.key_mark = in.required_text("key_mark", limits::kName);
  token.grant.operations = read_operations(in.part("operations"), mistake);
  read_limits(in, token.grant);
  in.finish();
  if (!document.ok() || !document.root().is_object() || mistake.first || !mode) return {};
  token.caller.mode = *mode;
  const std::int64_t now_ms = to_ms(now);
  if (now_ms < token.issued_s * 1000 || now_ms >= token.expires_s * 1000) return {};
  if (token.expires_s - token.issued_s > limits::kTokenTime.count()) return {};
  return token;
}

}  // namespace wesel
