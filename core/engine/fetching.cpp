#include "engine/fetching.hpp"

#include <algorithm>
#include <atomic>

#include "base/limits.hpp"

namespace wesel {

namespace {

FlowResult ask(Context& c, Account& account, OperationKind kind,
               const std::optional<Money>& amount) {
  Operation question;
  question.kind = kind;
  question.amount = amount;
  try {
    return run_flow(c.services(), account, question, c.ports.clock.steady() + account.timeout());
  } catch (const std::exception&) {
    return {};  // a bug, which must not keep everybody else's from being fetched
  }
}

bool came(const FlowResult& result) { return result.answer.outcome == Outcome::accepted; }

void fetch_list(Context& c, Account& account, const MethodLists::Entry& entry) {
  FlowResult result = ask(c, account, OperationKind::methods, entry.amount);
  const std::optional<Money>& about = result.answer.told.amount;
  std::optional<MethodList> list;
  if (came(result) && (!entry.amount || !about || about == entry.amount))
    list = MethodList{std::move(result.methods), about};
  entry.list->end(std::move(list), c.ports.clock.now(), c.ports.clock.steady());
}

void fetch_balance(Context& c, Account& account) {
  FlowResult result = ask(c, account, OperationKind::balance, {});
  std::optional<std::vector<ToldBalance>> balances;
  if (came(result)) balances = std::move(result.balances);
  account.balance().end(std::move(balances), c.ports.clock.now(), c.ports.clock.steady());
}

// Takes the right to fetch it when it is due; else notes when it will be.
template <class T>
bool take(Fetched<T>& thing, const Pace& pace, Instant now, Instant& next) {
  const Instant due = thing.due(pace);
  if (due <= now) return thing.begin(now);
  next = std::min(next, due);
  return false;
}

bool fetch_list_of(Context& c, Account& account, Instant& next) {
  if (!account.can(OperationKind::methods) || account.methods_refresh() <= Millis(0)) return false;
  for (const MethodLists::Entry& entry : account.method_lists().all()) {
    const Pace pace = entry.amount ? pace_of_amount(account) : pace_of_list(account);
    if (!take(*entry.list, pace, c.ports.clock.steady(), next)) continue;
    c.bells.fetch->set();  // another worker may find more
    fetch_list(c, account, entry);
    return true;
  }
  return false;
}

bool fetch_balance_of(Context& c, Account& account, Instant& next) {
  if (!account.can(OperationKind::balance)) return false;
  if (!take(account.balance(), pace_of_balance(account), c.ports.clock.steady(), next))
    return false;
  c.bells.fetch->set();
  fetch_balance(c, account);
  return true;
}

bool pays_out(const Account& account) {
  const auto& offers = account.offers().offers;
  return std::any_of(offers.begin(), offers.end(),
                     [](const Offer& offer) { return offer.kind == Kind::payout; });
}

}  // namespace

Pace pace_of_list(const Account& account) {
  Pace pace = pace_of_amount(account);
  if (account.enabled()) pace.age = account.methods_refresh();
  return pace;
}

Pace pace_of_amount(const Account& account) {
  const Millis refresh = account.methods_refresh();
  return {Millis(0), std::min<Millis>(limits::kFetchPause, refresh),
          std::min<Millis>(limits::kMethodsApart, refresh)};
}

Pace pace_of_balance(const Account& account) {
  const Millis refresh = account.balance_refresh();
  const bool used = account.enabled() && pays_out(account);
  return {used ? refresh : Millis(0), std::min<Millis>(limits::kFetchPause, refresh),
          limits::kBalanceApart};
}

bool fetch_one(Context& c, Instant& next) {
  const SetupPtr setup = c.setup();
  const auto& accounts = setup->catalog->accounts();
  // Balances first: lists for amounts may be wanted without end.
  for (const auto& account : accounts)
    if (fetch_balance_of(c, *account, next)) return true;
  for (const auto& account : accounts)
    if (fetch_list_of(c, *account, next)) return true;
  return false;
}

struct Fetching::State {
  Context& context;
  const Millis at_most;
  std::atomic<bool> stopping{false};

  void work() {
    Signal& bell = *context.bells.fetch;
    while (!stopping) {
      bell.reset();  // first: stop() rings after it has said so
      if (stopping) break;
      const Instant now = context.ports.clock.steady();
      Instant next = now + at_most;
      if (!fetch_one(context, next)) bell.wait_until(next);
    }
    bell.set();  // for the other workers
  }
};

Fetching::Fetching(Context& context, Millis longest_sleep)
    : state_(std::make_shared<State>(context, longest_sleep)) {}

void Fetching::start() {
  for (int i = 0; i < limits::kFetchers; ++i)
    state_->context.ports.tasks.spawn("fetch", [state = state_] { state->work(); });
}

void Fetching::stop() {
  state_->stopping = true;
  state_->context.bells.fetch->set();
}

}  // namespace wesel
