// /v1/methods and /v1/currencies: what can be paid with now, merged over the accounts that take
// this merchant's money, with the names, logos and limits that the providers' own lists tell.
#include <algorithm>
#include <map>

#include "api/api.hpp"
#include "api/fields.hpp"
#include "api/problem.hpp"
#include "api/write.hpp"
#include "engine/lists.hpp"
#include "wesel/json.hpp"

namespace wesel {

using json::Array;
using json::Object;
using std::string;

namespace {

using Limit = std::optional<Money>;

// The stricter of what we and the provider say.
Limit stricter(const Limit& ours, const Limit& theirs, bool lower) {
  if (!ours || !theirs || ours->currency != theirs->currency) return ours ? ours : theirs;
  return (theirs->minor < ours->minor) == lower ? theirs : ours;
}

bool web_address(const string& text) {
  return text.starts_with("https://") || text.starts_with("http://");
}

// What several accounts offer under one name: the widest of their limits.
class Merged {
 public:
  void add(const Payable& one) {
    const ToldMethod told = one.line.value_or(ToldMethod{});
    if (told_name_.empty()) told_name_ = told.display_name;
    if (our_name_.empty()) our_name_ = one.offer->display_name;
    if (logo_.empty() && web_address(told.logo_url)) logo_ = told.logo_url;
    const Limit least = stricter(one.offer->minimum, told.minimum, false);
    const Limit most = stricter(one.offer->maximum, told.maximum, true);
    const bool first = accounts_.empty();
    if (first || !least || (minimum_ && least->minor < minimum_->minor)) minimum_ = least;
    if (first || !most || (maximum_ && most->minor > maximum_->minor)) maximum_ = most;
    const string& account = one.account->name();
    if (first || accounts_.back() != account) accounts_.push_back(account);
  }

  string view(const Offer& offer) const {
    const string& channel = offer.channel;
    Object out;
    out.set("type", offer.method);
    const auto set = [&](const char* key, const string& text) {
      text.empty() ? out.set_null(key) : out.set(key, text);
    };
    set("channel", channel);
    out.set("display_name", !told_name_.empty()  ? told_name_
                            : !our_name_.empty() ? our_name_
                                                 : channel);
    set("logo_url", logo_);
    set("min_amount", minimum_ ? minimum_->text() : "");
    set("max_amount", maximum_ ? maximum_->text() : "");
    out.set("currency", offer.currency.text());
    Array accounts;
    for (const string& account : accounts_) accounts.add(account);
    return out.set("providers", accounts).text();
  }

 private:
  string told_name_, our_name_, logo_;
  Limit minimum_, maximum_;
  std::vector<string> accounts_;
};

Result<Wanted> read_wanted(const Call& call) {
  const http::Query query = http::parse_query(call.request.query);
  if (!query.ok) return refuse("invalid_field", "the query is not well formed");
  for (const auto& [key, value] : query.pairs)
    if (key != "currency" && key != "amount" && key != "kind")
      return refuse("unknown_field", "only currency, amount and kind are known here",
                    pointer_segment(key));
  if (query.get("currency").empty())
    return refuse("missing_field", "currency is required", "currency");
  const auto currency = find_currency(query.get("currency"));
  if (!currency) return refuse(currency.error().code, currency.error().message, "currency");
  Wanted wanted{Kind::payment, *currency, {}};
  if (!query.get("amount").empty()) {
    const auto money = parse_money(query.get("amount"), *currency);
    if (!money) return refuse("invalid_amount", money.error().message, "amount");
    wanted.amount = *money;
  }
  const auto kind = query.get("kind").empty() ? Kind::payment : find_kind(query.get("kind"));
  if (!kind) return refuse("invalid_field", "payment or payout", "kind");
  wanted.kind = *kind;
  return wanted;
}

Result<http::Response> get_methods(Context& context, const Call& call) {
  const auto wanted = read_wanted(call);
  if (!wanted) return wanted.error();
  const Caller& caller = call.visitor.caller;
  const auto& grant = call.visitor.grant;
  if (grant && grant->amount && wanted->amount && wanted->amount != grant->amount)
    return refuse("forbidden", "this token is for another amount", "amount");
  // A list for each amount that a page thinks of would be a call to a provider each.
  const bool anybodys = grant && !grant->amount && wanted->amount;
  if (!anybodys) await_lists(context, *call.setup, caller, *wanted);
  std::map<std::pair<string, string>, std::pair<const Offer*, Merged>> merged;
  for (const Payable& one : payable(*call.setup, caller, *wanted, context.ports.clock.now())) {
    auto& [offer, all] = merged[{one.offer->method, one.offer->channel}];
    offer = one.offer;
    all.add(one);
  }
  std::vector<string> data;
  for (const auto& [key, one] : merged) data.push_back(one.second.view(*one.first));
  return list_response(data, false);
}

Result<http::Response> get_currencies(const Call&) {
  std::vector<string> data;
  for (const Currency& currency : currencies())
    data.push_back(Object{}
                       .set("code", currency.text())
                       .set("decimals", static_cast<int>(currency.decimals))
                       .text());
  return list_response(data, false);
}

}  // namespace

void add_methods(Routes& routes, Context& context) {
  routes.add("GET", "/v1/methods",
             [&context](const Call& call) { return get_methods(context, call); });
  routes.add("GET", "/v1/currencies", get_currencies);
}

}  // namespace wesel
