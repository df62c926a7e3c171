#include "engine/choice.hpp"

#include "engine/balances.hpp"
#include "engine/lists.hpp"

namespace wesel {

namespace {

using std::string;

Error refusal(const char* code, string message, string where = {}) {
  return {Fault::caller, code, std::move(message), std::move(where)};
}

string left_out(const Decision& decision) {
  string text;
  for (const CandidateVerdict& candidate : decision.candidates) {
    text += text.empty() ? "" : "; ";
    text += candidate.account + ": ";
    for (std::size_t i = 0; i < candidate.reasons.size(); ++i)
      text += (i ? ", " : "") + render(candidate.reasons[i]);
  }
  return text;
}

Error nobody(const Choice& choice) {
  if (choice.availability == Availability::later)
    return {Fault::unavailable, "no_provider_available", left_out(choice.decision), {}};
  if (choice.decision.route.empty()) return refusal("no_route", "no route matches this payment");
  return refusal("no_route",
                 "the route \"" + choice.decision.route +
                     "\" has no account for this payment: " + left_out(choice.decision));
}

}  // namespace

Result<void> check_method(const Setup& setup, Kind kind, const Method& method) {
  bool type = false, channel = false;
  for (const AccountOffers& account : setup.accounts->accounts())
    for (const Offer& offer : account.offers) {
      if (offer.kind != kind || offer.method != method.type) continue;
      type = true;
      channel |= offer.channel == method.channel;
    }
  if (!type)
    return refusal("invalid_field", "no account offers the method \"" + method.type + "\"",
                   "/method/type");
  if (!channel)
    return refusal("invalid_field",
                   method.channel.empty()
                       ? "this method needs a channel"
                       : "no account offers the channel \"" + method.channel + "\"",
                   "/method/channel");
  return {};
}

HealthOf health_of(const Setup& setup, const Payment& p, Time now) {
  return [&setup, &p, now](std::size_t i) {
    const Account& account = *setup.catalog->accounts()[i];
    AccountHealth health;
    health.quarantined = account.quarantined();
    health.full = account.full();
    const Offer* offer = find_offer(account.offers(), p.kind, p.method, p.amount.currency);
    health.switched_off = offer && switched_off(account, *offer, p.amount, now);
    if (p.kind == Kind::payout)
      health.low_balance = low_balance(account, p.amount, now).value_or("");
    return health;
  };
}

Result<Decision> decide(const Setup& setup, const Payment& p, Time now) {
  Choice choice = choose(*setup.rules, *setup.accounts, facts_of(p, now), health_of(setup, p, now));
  if (choice.decision.order.empty()) return nobody(choice);
  return std::move(choice.decision);
}

}  // namespace wesel
