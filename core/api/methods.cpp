// /v1/methods and /v1/currencies: what can be asked for.
#include "api/api.hpp"
#include "api/problem.hpp"
#include "api/write.hpp"
#include "wesel/json.hpp"

namespace wesel {

using std::string;

namespace {

Result<http::Response> get_methods(const Call& call) {
  const http::Query query = http::parse_query(call.request.query);
  if (!query.ok) return refuse("invalid_field", "the query is not well formed");
  for (const auto& [key, value] : query.pairs)
    if (key != "currency" && key != "amount" && key != "kind")
      return refuse("unknown_field", "only currency, amount and kind are known here", key);
  if (query.get("currency").empty())
    return refuse("missing_field", "currency is required", "currency");
  const auto currency = find_currency(query.get("currency"));
  if (!currency) return refuse(currency.error().code, currency.error().message, "currency");
  std::optional<Money> amount;
  if (!query.get("amount").empty()) {
    const auto money = parse_money(query.get("amount"), *currency);
    if (!money) return refuse("invalid_amount", money.error().message, "amount");
    amount = *money;
  }
  const auto kind = query.get("kind").empty() ? Kind::payment : find_kind(query.get("kind"));
  if (!kind) return refuse("invalid_field", "payment or payout", "kind");
  return list_response(method_views(*call.setup, call.visitor.caller, *kind, *currency, amount),
                       false);
}

Result<http::Response> get_currencies(const Call&) {
  std::vector<string> data;
  for (const Currency& currency : currencies())
    data.push_back(json::Object{}
                       .set("code", currency.text())
                       .set("decimals", static_cast<int>(currency.decimals))
                       .text());
  return list_response(data, false);
}

}  // namespace

void add_methods(Routes& routes) {
  routes.add("GET", "/v1/methods", get_methods);
  routes.add("GET", "/v1/currencies", get_currencies);
}

}  // namespace wesel
