// What the routing stories are told with: conditions as an operator would write them, accounts with
// offers, and a payment of 100000 IDR by BCA virtual account, made on a Friday at 10:30 in Jakarta.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "routing/choose.hpp"

namespace wesel::scene {

using std::string;
using Texts = std::vector<string>;

inline const Currency kIdr = *find_currency("IDR");
inline const Currency kUsd = *find_currency("USD");
inline const Time kNow = *parse_time("2026-01-02T03:30:00Z");

inline Money idr(std::int64_t minor) { return {minor, kIdr}; }

inline Condition is(string attribute, Texts values) {
  return {.attribute = std::move(attribute), .matcher = AnyOf{std::move(values)}};
}
inline Condition is(string attribute, const char* value) { return is(attribute, Texts{value}); }
inline Condition from(string attribute, string min, string max) {
  return {.attribute = std::move(attribute), .matcher = Range{std::move(min), std::move(max)}};
}
inline Condition amount(std::optional<string> min, std::optional<string> max,
                        string currency = "IDR") {
  return {.attribute = "amount",
          .matcher = Range{std::move(min), std::move(max)},
          .currency = std::move(currency)};
}
inline Condition starts(string attribute, string prefix) {
  return {.attribute = std::move(attribute), .matcher = Prefix{std::move(prefix)}};
}
inline Condition exists(string attribute, bool wanted = true) {
  return {.attribute = std::move(attribute), .matcher = Exists{wanted}};
}
inline Condition no(Condition condition) {
  condition.negated = !condition.negated;
  return condition;
}

inline When when(std::vector<Condition> all, std::vector<When> any = {},
                 std::vector<When> none = {}) {
  return {.all = std::move(all), .any = std::move(any), .none = std::move(none)};
}

inline Route route(string name, When condition, const Texts& use = {"komerce"}) {
  Route route{.name = std::move(name), .when = std::move(condition)};
  for (const string& account : use) route.use.push_back({account, {}});
  return route;
}

inline Offer offer(string method, string channel = {}) {
  return {.method = std::move(method), .channel = std::move(channel), .currency = kIdr};
}

inline AccountOffers account(string name,
                             std::vector<Offer> offers = {offer("virtual_account", "BCA")}) {
  return {.account = std::move(name), .mode = Mode::live, .offers = std::move(offers)};
}

inline Payment payment() {
  Payment payment;
  payment.id = "pay_01JABCDEFGHJKMNPQRSTVWXYZ0";
  payment.merchant = "acme";
  payment.mode = Mode::live;
  payment.amount = idr(100'000);
  payment.method = {"virtual_account", "BCA", ""};
  payment.created_at = kNow;
  payment.expires_at = kNow + std::chrono::hours(24);
  return payment;
}

// Rules over accounts, and what they decide.
class Desk {
 public:
  explicit Desk(std::vector<Route> routes,
                std::vector<AccountOffers> accounts = {account("komerce"), account("fazz"),
                                                       account("komopay")})
      : accounts_(std::move(accounts)),
        compiled_(compile(RuleSource{std::move(routes), "Asia/Jakarta", "v1", accounts_.names()})) {
  }

  const CompiledRules& compiled() const { return compiled_; }
  const RuleSet& rules() const { return *compiled_.rules; }
  const AccountIndex& accounts() const { return accounts_; }
  std::vector<AccountHealth> health = std::vector<AccountHealth>(3);

  Choice choose(const Payment& payment, Time now = kNow) const {
    return wesel::choose(rules(), accounts_, facts_of(payment, now),
                         [this](std::size_t i) { return health.at(i); });
  }
  string route(const Payment& payment, Time now = kNow) const {
    return choose(payment, now).decision.route;
  }

 private:
  AccountIndex accounts_;
  CompiledRules compiled_;
};

// "channel_not_offered BNI": code and detail.
inline Texts reasons(const CandidateVerdict& verdict) {
  Texts out;
  for (const Reason& reason : verdict.reasons)
    out.push_back(reason.detail.empty() ? reason.code : reason.code + " " + reason.detail);
  return out;
}

}  // namespace wesel::scene
