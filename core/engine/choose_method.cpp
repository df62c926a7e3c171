// The customer's or merchant's choice of how to pay, the first one or another one: check, choose,
// cancel what was shown, record, attempt. Nothing is shown beside what may still be paid.
#include "base/limits.hpp"
#include "engine/choice.hpp"
#include "engine/engine.hpp"

namespace wesel {

namespace {

using std::string;

// A cancel in doubt is looked into this soon; one that was never answered for, this long after.
constexpr std::chrono::seconds kLookAgain{2};

Error wrong_state(string why) { return {Fault::caller, "invalid_state", std::move(why), {}}; }

Result<void> check_state(const Payment& p) {
  if (p.kind != Kind::payment) return wrong_state("a payout has no choice of method");
  if (p.status == Status::processing) return wrong_state("it is still being sent to a provider");
  if (p.status != Status::pending && p.status != Status::requires_method)
    return wrong_state("it is " + string(name(p.status)) + " already");
  if (frozen(p)) return wrong_state("another amount was paid: an operator decides");
  if (p.cancel_wanted) return wrong_state("it is being cancelled");
  const auto attempts = static_cast<int>(p.attempts.size());
  if (p.choices >= limits::kMethodChanges || attempts + p.decision.max_attempts > limits::kAttempts)
    return wrong_state("its method was changed too often");
  return {};
}

bool can_cancel_there(const Setup& setup, const Payment& p, const Attempt& a) {
  const auto account = account_of(setup, p, a);
  const Offer* offer = offer_of(setup, p, a);
  return account && account->can(OperationKind::payment_cancel) && offer && offer->can_cancel;
}

// Durable before the cancel leaves: should we die, a cancelled attempt means that another method is
// wanted, not that the payment is over.
Result<Payment> want_change(Context& c, const Setup& setup, Payment p) {
  const int number = p.current;
  const auto account = account_of(setup, p, *p.current_attempt());
  return c.records.change(std::move(p), "method", [&](Payment& next, Changes&) {
    if (next.status != Status::pending || next.current != number) return;
    next.change_wanted = true;
    next.attempt(number)->hurry_at = c.ports.clock.now() + account->timeout() + kLookAgain;
  });
}

// What the provider said about the cancel. Whatever it is, the old attempt is not left in doubt
// silently: `change_wanted` stays where nobody knows.
Result<Payment> keep_answer(Context& c, Payment p, int number, const Answer& answer) {
  return c.records.change(std::move(p), "method", [&](Payment& next, Changes& changes) {
    const Time now = c.ports.clock.now();
    Attempt* a = next.attempt(number);
    const bool told = answer.outcome == Outcome::accepted;
    const bool certain = told && answer.told.state != ProviderState::pending;
    a->hurry_at = now + kLookAgain;
    if (certain && answer.told.state == ProviderState::cancelled)
      a->provider_cancelled = true;  // no end of the payment: settled with the new attempt
    else if (told)
      hear(next, number, answer.told, now, changes);
  });
}

Result<Payment> no_longer_wanted(Context& c, Payment p) {
  return c.records.change(std::move(p), "method",
                          [](Payment& next, Changes&) { next.change_wanted = false; });
}

// Until what is shown can no longer be paid, as far as the provider can see to that. An error says
// why another method cannot be taken.
Result<Payment> clear_way(Context& c, const SetupPtr& setup, Payment p) {
  const Attempt* a = p.current_attempt();
  if (p.status != Status::pending || !a || !can_cancel_there(*setup, p, *a)) return p;
  const int number = a->number;
  auto wanted = want_change(c, *setup, std::move(p));
  if (!wanted || wanted->status != Status::pending || wanted->current != number) return wanted;
  a = wanted->attempt(number);
  const auto account = account_of(*setup, *wanted, *a);
  const Answer answer = run_flow(c.services(), *account,
                                 make_operation(OperationKind::payment_cancel, *wanted, *a, *setup),
                                 c.ports.clock.steady() + account->timeout())
                            .answer;
  auto kept = keep_answer(c, std::move(*wanted), number, answer);
  if (!kept) return kept;
  const bool refused =
      answer.outcome == Outcome::refused_here || answer.outcome == Outcome::refused_everywhere;
  bool known = true;
  if (refused) {
    auto asked = ask(c, setup, std::move(*kept), number, "method");
    if (!asked) return asked.error();
    kept = std::move(asked->payment);
    known = asked->answered;
  }
  a = kept->attempt(number);
  if (a->provider_cancelled.value_or(false) || kept->status != Status::pending) return kept;
  if (refused && known) {
    if (auto settled = no_longer_wanted(c, std::move(*kept)); !settled) return settled;
    return wrong_state("the provider does not cancel what was shown: " + answer.message);
  }
  if (a->unseen_safe && !refused)
    return kept;  // left behind, watched, and cancelled where it turns up
  return wrong_state("whether the provider cancelled what was shown is not known yet");
}

// The new choice and its first attempt.
void begin_choice(const Setup& setup, Payment& p, const Method& method, const Decision& decision,
                  Time now, Changes& changes) {
  if (Attempt* old = p.current_attempt(); old && apply(*old, AttemptChange::superseded, now)) {
    const bool gone = old->provider_cancelled.value_or(false);
    old->provider_cancelled = gone;
    old->hurry_at = {};
    if (!gone) old->hurry_at = now;  // and is cancelled if it still waits
  }
  p.method = method;
  p.decision = decision;
  p.failure = {};
  p.change_wanted = false;
  p.earlier_attempts = static_cast<int>(p.attempts.size());
  ++p.choices;
  begin_attempt(setup, p, decision.order.front(), now, Millis(decision.within_ms));
  apply(p, Change::method_chosen, now, changes);
}

}  // namespace

Result<Payment> choose_method(Context& c, Payment payment, const Method& method) {
  if (payment.status == Status::processing)
    return wrong_state("it is still being sent to a provider");
  auto held = hold(c, payment);
  if (!held) return held.error();
  Payment p = std::move(held->payment);
  const bool settled = p.status == Status::pending && !p.cancel_wanted && !p.change_wanted;
  if (settled && p.method == method) return p;
  if (auto fine = check_state(p); !fine) return fine.error();

  const SetupPtr setup = c.setup();
  const Time now = c.ports.clock.now();
  if (now >= p.expires_at) return wrong_state("it has expired");
  if (auto known = check_method(*setup, p.kind, method); !known) return known.error();
  Payment wanted = p;
  wanted.method = method;
  auto decision = decide(*setup, wanted, now);
  if (!decision) return decision.error();

  auto cleared = clear_way(c, setup, std::move(p));
  if (!cleared) return cleared;
  const int cleared_of = cleared->current;
  bool begun = false;
  auto recorded =
      c.records.change(std::move(*cleared), "method", [&](Payment& next, Changes& changes) {
        begun = next.current == cleared_of && check_state(next).has_value();
        if (begun) begin_choice(*setup, next, method, *decision, c.ports.clock.now(), changes);
      });
  if (!recorded) return recorded;
  if (!begun) return wrong_state("it is " + string(name(recorded->status)) + " already");
  return drive(c, setup, std::move(*recorded));
}

}  // namespace wesel
