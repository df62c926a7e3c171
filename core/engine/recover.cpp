// Whatever is due for one payment: what was cut off, what is in doubt, what should have come by
// now. Everything it needs is in the store, so it goes on after a restart as if nothing had been.
#include "engine/engine.hpp"
#include "wesel/json.hpp"

namespace wesel {

namespace {

using std::string;

Answer interrupted() {
  Answer answer;
  answer.outcome = Outcome::unknown;
  answer.message = "the engine stopped while it was being sent";
  return answer;
}

// Whether the current attempt was cut off: its deadline is past and nobody holds the payment.
bool cut_off(const Payment& p, Time now) {
  const Attempt* a = p.current_attempt();
  return a && a->status == AttemptStatus::processing && now >= a->deadline + kAfterDeadline;
}

std::vector<int> due_attempts(const Payment& p, Time now) {
  std::vector<int> due;
  for (const Attempt& a : p.attempts)
    if (a.status != AttemptStatus::processing && a.next_at && *a.next_at <= now)
      due.push_back(a.number);
  return due;
}

// Where creates are keyed by our reference, and it is surely not there: the same attempt again.
bool to_send_again(const Setup& setup, const Payment& p, const Attempt& a) {
  const Offer* offer = offer_of(setup, p, a);
  return a.number == p.current && a.status == AttemptStatus::unknown && a.not_found >= 2 && offer &&
         offer->create_replay_safe;
}

Result<Payment> send_again(Context& c, const SetupPtr& setup, Payment p, int number) {
  const Attempt& a = *p.attempt(number);
  const auto account = account_of(*setup, p, a);
  if (!account) return p;
  const Answer answer =
      run_flow(c.services(), *account, make_operation(create_kind(p), p, a, *setup),
               c.ports.clock.steady() + account->timeout())
          .answer;
  return c.records.change(std::move(p), "answer", [&](Payment& next, Changes& changes) {
    if (Attempt* again = next.attempt(number)) {
      again->not_found = 0;
      again->not_found_at = {};
    }
    // Whatever else it says now, the first copy may still be on its way.
    if (answer.outcome == Outcome::accepted)
      settle_create(next, number, answer, c.ports.clock.now(), changes);
  });
}

// Nobody should pay it any more, and the provider still waits for money.
bool to_cancel(const Setup& setup, const Payment& p, const Attempt& a) {
  const auto account = account_of(setup, p, a);
  const Offer* offer = offer_of(setup, p, a);
  if (!account || !account->can(OperationKind::payment_cancel) || !offer || !offer->can_cancel)
    return false;
  const bool left = a.status == AttemptStatus::abandoned || a.status == AttemptStatus::superseded;
  const bool wanted = a.number == p.current && a.status == AttemptStatus::pending &&
                      (p.cancel_wanted || p.change_wanted);
  return !a.provider_reference.empty() && !a.provider_cancelled.value_or(false) && (left || wanted);
}

Result<Payment> cancel_there(Context& c, const SetupPtr& setup, Payment p, int number) {
  const Attempt& a = *p.attempt(number);
  const auto account = account_of(*setup, p, a);
  const Answer answer =
      run_flow(c.services(), *account, make_operation(OperationKind::payment_cancel, p, a, *setup),
               c.ports.clock.steady() + account->timeout())
          .answer;
  const bool refused =
      answer.outcome == Outcome::refused_here || answer.outcome == Outcome::refused_everywhere;
  return c.records.change(std::move(p), "cancel", [&](Payment& next, Changes& changes) {
    Attempt* there = next.attempt(number);
    const bool current = number == next.current;
    if (!there) return;
    // A refusal ends the wish: what is shown stays.
    if (refused && current) next.cancel_wanted = next.change_wanted = false;
    if (answer.outcome != Outcome::accepted) {
      const bool wanted = current && (next.cancel_wanted || next.change_wanted);
      if (wanted) there->hurry_at = c.ports.clock.now() + kNotFoundApart;
      return;
    }
    if (answer.told.state == ProviderState::cancelled) there->provider_cancelled = true;
    if (current) next.cancel_wanted = false;
    hear(next, number, answer.told, c.ports.clock.now(), changes);
  });
}

Result<Payment> look_after(Context& c, const SetupPtr& setup, Payment p, int number) {
  auto asked = ask(c, setup, std::move(p), number, "query");
  if (!asked) return asked.error();
  p = std::move(asked->payment);
  const Attempt* a = p.attempt(number);
  if (!asked->answered || !a) return p;
  if (to_send_again(*setup, p, *a)) return send_again(c, setup, std::move(p), number);
  if (to_cancel(*setup, p, *a)) return cancel_there(c, setup, std::move(p), number);
  return p;
}

// Callbacks that came before their payment was known here: each asks for its attempt to be looked
// at, and may tell under which name the provider knows it.
Result<Payment> match_orphans(Context& c, Payment p) {
  for (std::size_t i = 0; i < p.attempts.size(); ++i) {
    const int number = p.attempts[i].number;
    const auto rows = c.ports.store.orphan_callbacks(p.attempt_id(number));
    if (!rows) return rows.error();
    string reference;
    Beside beside;
    for (const CallbackRow& row : *rows) {
      if (row.account != p.attempts[i].account) continue;
      beside.matched_callbacks.push_back(row.id);
      const json::Document message = json::Document::parse(row.message);
      if (reference.empty()) reference = message["provider_reference"].text();
    }
    if (beside.matched_callbacks.empty()) continue;
    auto changed = c.records.change(
        std::move(p), "callback",
        [&](Payment& next, Changes&) {
          Attempt& a = *next.attempt(number);
          a.hurry_at = c.ports.clock.now();
          if (a.provider_reference.empty()) a.provider_reference = reference;
        },
        std::move(beside));
    if (!changed) return changed;
    p = std::move(*changed);
  }
  return p;
}

Result<Payment> expire_unchosen(Context& c, Payment p) {
  return c.records.change(std::move(p), "clock", [&](Payment& next, Changes& changes) {
    const Time now = c.ports.clock.now();
    if (next.status != Status::requires_method || now < next.expires_at || frozen(next)) return;
    apply(next, Change::expired, now, changes);
  });
}

}  // namespace

Result<void> recover(Context& c, std::string_view key) {
  const auto lease = c.leases.try_take(key);
  if (!lease) return {};
  auto found = c.records.load(key);
  if (!found) return found.error();
  if (!*found) return {};
  const SetupPtr setup = c.setup();
  Result<Payment> p = std::move(**found);
  if (cut_off(*p, c.ports.clock.now()))
    p = c.records.change(std::move(*p), "clock", [&](Payment& next, Changes& changes) {
      const Time now = c.ports.clock.now();
      if (cut_off(next, now)) settle_create(next, next.current, interrupted(), now, changes);
    });
  if (p) p = match_orphans(c, std::move(*p));
  if (!p) return p.error();
  for (const int number : due_attempts(*p, c.ports.clock.now())) {
    p = look_after(c, setup, std::move(*p), number);
    if (!p) return p.error();
  }
  if (p->status == Status::processing) p = go_on(c, setup, std::move(*p));
  if (p && p->status == Status::requires_method) p = expire_unchosen(c, std::move(*p));
  if (!p) return p.error();
  return {};
}

}  // namespace wesel
