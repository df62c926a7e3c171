#include "engine/lists.hpp"

#include <algorithm>

#include "base/limits.hpp"
#include "engine/balances.hpp"
#include "engine/fetching.hpp"
#include "routing/eligibility.hpp"

namespace wesel {

namespace {

bool takes(const AccountOffers& account, const Caller& caller) {
  if (!account.enabled || account.mode != caller.mode) return false;
  const auto& merchants = account.merchants;
  return merchants.empty() ||
         std::find(merchants.begin(), merchants.end(), caller.merchant) != merchants.end();
}

bool has_list(const Account& account, const Caller& caller) {
  return account.can(OperationKind::methods) && account.methods_refresh() > Millis(0) &&
         takes(account.offers(), caller);
}

// What has the right kind, currency and amount, and is open.
bool fits(const Offer& offer, const Wanted& wanted, Time now) {
  if (offer.kind != wanted.kind || offer.currency != wanted.currency) return false;
  if (offer.hours && !open_at(*offer.hours, now)) return false;
  if (!wanted.amount) return true;
  const std::int64_t minor = wanted.amount->minor;
  return (!offer.minimum || minor >= offer.minimum->minor) &&
         (!offer.maximum || minor <= offer.maximum->minor);
}

bool fits(const ToldMethod& line, const std::optional<Money>& amount) {
  const auto same = [&](const std::optional<Money>& limit) {
    return amount && limit && limit->currency == amount->currency;
  };
  return !(same(line.minimum) && amount->minor < line.minimum->minor) &&
         !(same(line.maximum) && amount->minor > line.maximum->minor);
}

std::optional<ToldMethod> line_of(const Account& account, const Offer& offer,
                                  const std::optional<Money>& amount, Time now) {
  const MethodLists& lists = account.method_lists();
  auto told = lists.current(amount, account.methods_refresh(), now);
  if (!told) told = lists.usual().last();  // another amount's, but good for names
  const ToldMethod* line = told ? find_line(told->value, offer) : nullptr;
  return line ? std::optional(*line) : std::nullopt;
}

void add(std::vector<std::shared_ptr<Signal>>& arrivals, std::shared_ptr<Signal> arrival) {
  if (arrival) arrivals.push_back(std::move(arrival));
}

}  // namespace

bool switched_off(const Account& account, const Offer& offer, const std::optional<Money>& amount,
                  Time now) {
  const auto told = account.method_lists().current(amount, account.methods_refresh(), now);
  return told && switched_off(told->value, offer);
}

void await_lists(Context& c, const Setup& setup, const Caller& caller, const Wanted& wanted) {
  const Instant until = c.ports.clock.steady() + limits::kMethodsWait;
  const auto wait_for = [&](const std::vector<std::shared_ptr<Signal>>& arrivals) {
    if (!arrivals.empty()) c.bells.fetch->set();
    for (const auto& arrival : arrivals) arrival->wait_until(until);
  };
  std::vector<std::shared_ptr<Signal>> arrivals;
  for (const auto& account : setup.catalog->accounts())
    if (has_list(*account, caller) && !account->method_lists().usual().last())
      add(arrivals,
          account->method_lists().usual().want(c.ports.tasks, pace_of_list(*account), until));
  wait_for(arrivals);
  if (!wanted.amount || wanted.kind != Kind::payment) return;
  arrivals.clear();
  const Time now = c.ports.clock.now();
  for (const auto& account : setup.catalog->accounts()) {
    MethodLists& lists = account->method_lists();
    if (!has_list(*account, caller) || !lists.by_amount()) continue;
    const auto told = lists.of(*wanted.amount)->last();
    if (told && now - told->at < account->methods_refresh()) continue;
    add(arrivals, lists.of(*wanted.amount)->want(c.ports.tasks, pace_of_amount(*account), until));
  }
  wait_for(arrivals);
}

std::vector<Payable> payable(const Setup& setup, const Caller& caller, const Wanted& wanted,
                             Time now) {
  std::vector<Payable> out;
  for (const auto& account : setup.catalog->accounts()) {
    if (!takes(account->offers(), caller) || account->quarantined()) continue;
    if (wanted.kind == Kind::payout && wanted.amount && low_balance(*account, *wanted.amount, now))
      continue;
    for (const Offer& offer : account->offers().offers) {
      if (!fits(offer, wanted, now) || switched_off(*account, offer, wanted.amount, now)) continue;
      Payable one{account.get(), &offer, line_of(*account, offer, wanted.amount, now)};
      if (!one.line || fits(*one.line, wanted.amount)) out.push_back(std::move(one));
    }
  }
  return out;
}

}  // namespace wesel
