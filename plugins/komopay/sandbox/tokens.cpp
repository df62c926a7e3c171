// KomoPay's tokens: issued for a list of operations, checked on every other call. HS256 with a key
// that lives as long as the sandbox does.
#include <algorithm>

#include "asked.hpp"

namespace wesel::sandbox {

namespace {

using json::Document;
using json::Object;
using json::Value;
using namespace komopay;

constexpr std::int64_t kShortest = 60, kLongest = 3'600, kUsual = 1'800;

std::int64_t unix_now() {
  return std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
}

bool has_operation_shape(std::string_view text) {
  const std::size_t space = text.find(' ');
  if (space == std::string_view::npos || text.size() > 1000) return false;
  const std::string_view method = text.substr(0, space), path = text.substr(space + 1);
  const bool verb = method == "POST" || method == "GET" || method == "PATCH" || method == "PUT" ||
                    method == "DELETE";
  return verb && path.size() > 1 && path[0] == '/' && path.find(' ') == std::string_view::npos;
}

}  // namespace

std::optional<Response> Komopay::check_merchant(const Document& body, Millis& validity) const {
  if (!body.ok() || !body.root().is_object()) return basic(400, "invalid JSON");
  const std::string_view code = body["merchantCode"].text(), secret = body["secret"].text();
  if (code.empty()) return basic(400, "merchantCode is required");
  if (secret.empty() || secret.size() > 1000) return basic(400, "secret is required");
  const Value asked = body["validitySecs"];
  const std::int64_t seconds = asked ? asked.integer().value_or(0) : kUsual;
  if (seconds < kShortest || seconds > kLongest) return basic(400, "validitySecs is out of range");
  validity = std::chrono::seconds(seconds);
  if (code != settings_.merchant_code) return business("MERCHANT_NOT_FOUND", "merchantCode");
  if (!same_secret(secret, settings_.secret)) return basic(403, "access denied");
  return std::nullopt;
}

Response Komopay::issue_token(const Request& request) {
  const Document body = Document::parse(request.body);
  Millis validity{0};
  if (auto refusal = check_merchant(body, validity)) return *refusal;
  const Value operations = body["operations"];
  if (!operations) return token("", body, validity);
  if (!operations.is_array() || operations.size() == 0) return basic(400, "operations is invalid");
  json::Array allowed;
  for (Value one = operations.first(); one; one = one.next()) {
    if (!has_operation_shape(one.text())) return basic(400, "operations is invalid");
    if (!known_operation(std::string(one.text()))) {
      return business("OPERATION_INVALID", "operations");
    }
    allowed.add(one.text());
  }
  return token(allowed.text(), body, validity);
}

Response Komopay::issue_token_by_action(const Request& request) {
  const Document body = Document::parse(request.body);
  Millis validity{0};
  if (auto refusal = check_merchant(body, validity)) return *refusal;
  const std::string id(body["idPayment"].text());
  if (!good_id(id)) return basic(400, "idPayment is required");
  if (body["action"].text().empty()) return basic(400, "action is required");
  if (body["action"].text() != "PAYIN_CREATE") return business("OPERATION_INVALID", "action");
  const json::Array allowed = json::Array{}
                                  .add("POST /payins/!availablePaymentOptions")
                                  .add("POST /payins/" + id)
                                  .add("GET /payins/" + id);
  return token(allowed.text(), body, validity);
}

Response Komopay::token(const std::string& operations, const Document& body,
                        Millis validity) const {
  Object claims;
  if (!operations.empty()) claims.set_raw("operations", operations);
  if (body["money"]) {
    Money money;
    const json::Document wrapped = Document::parse(
        Object{}
            .set("money", Object{}
                              .set("amount", json::Number{body["money"]["amount"].scalar()})
                              .set("currencyCode", body["money"]["currencyCode"].text()))
            .text());
    if (auto refusal = read_money(wrapped.root(), money)) return *refusal;
    claims.set("money", money.json());
  }
  const std::int64_t now = unix_now();
  claims.set("exp", now + validity.count() / 1000)
      .set("jti", random_uuid())
      .set("iat", now)
      .set("sub", settings_.merchant_code);
  const std::string signed_part =
      base64url(R"({"alg":"HS256","typ":"JWT"})") + '.' + base64url(claims.text());
  const std::string signature = base64url(hmac_sha256(signing_key_, signed_part));
  return {200, Object{}.set("token", signed_part + '.' + signature).text()};
}

std::string Komopay::claims(const Request& request) const {
  const std::string_view header = request.header("authorization");
  if (!header.starts_with("Bearer ")) return {};
  const std::string_view token = header.substr(7);
  const std::size_t first = token.find('.'), last = token.rfind('.');
  if (first == std::string_view::npos || first == last) return {};
  const std::string expected = base64url(hmac_sha256(signing_key_, token.substr(0, last)));
  if (!same_secret(expected, token.substr(last + 1))) return {};
  return base64url_decoded(token.substr(first + 1, last - first - 1)).value_or("");
}

std::optional<Response> Komopay::check_token(const Request& request) const {
  const Document claims = Document::parse(this->claims(request));
  if (!claims.ok() || claims["exp"].integer().value_or(0) <= unix_now()) {
    return basic(401, "unauthorized");
  }
  const Value operations = claims["operations"];
  if (!operations) return std::nullopt;
  const std::string wanted = request.method + ' ' + request.path;
  for (Value one = operations.first(); one; one = one.next()) {
    if (one.text() == wanted) return std::nullopt;
  }
  return basic(403, "operation is not allowed by the token");
}

bool Komopay::token_fits_money(const Request& request, const Money& money) const {
  const Document claims = Document::parse(this->claims(request));
  const Value allowed = claims["money"];
  if (!allowed) return true;
  return allowed["currencyCode"].text() == money.currency &&
         Amount::parse(allowed["amount"].scalar()) == money.amount;
}

bool Komopay::known_operation(const std::string& operation) const {
  Request asked;
  asked.method = operation.substr(0, operation.find(' '));
  asked.path = operation.substr(operation.find(' ') + 1);
  return has_route(asked);
}

}  // namespace wesel::sandbox
