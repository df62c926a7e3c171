// Cancelling before money came. The provider is asked where it can cancel; its word decides.
#include "engine/engine.hpp"

namespace wesel {

namespace {

using std::string;

// A cancel in doubt is looked into this soon.
constexpr std::chrono::seconds kLookAgain{2};

Error not_cancellable(string why) { return {Fault::caller, "not_cancellable", std::move(why), {}}; }

// The provider cannot cancel: ours is cancelled, and money that still comes is paid_late.
Result<Cancelled> cancel_here(Context& c, Payment p, const string& reason) {
  auto changed = c.records.change(std::move(p), "cancel", [&](Payment& next, Changes& changes) {
    if (next.status != Status::pending && next.status != Status::requires_method) return;
    if (frozen(next)) return;
    const Time now = c.ports.clock.now();
    next.cancellation_reason = reason;
    if (Attempt* a = next.current_attempt(); a && apply(*a, AttemptChange::cancelled, now))
      a->provider_cancelled = false;
    apply(next, Change::cancelled, now, changes);
  });
  if (!changed) return changed.error();
  if (changed->status != Status::cancelled) return not_cancellable("it is no longer pending");
  return Cancelled{std::move(*changed)};
}

Result<Payment> keep_answer(Context& c, Payment p, int number, const string& reason,
                            const Answer& answer) {
  return c.records.change(std::move(p), "cancel", [&](Payment& next, Changes& changes) {
    const Time now = c.ports.clock.now();
    Attempt* a = next.attempt(number);
    if (!a || next.status != Status::pending) return;
    next.cancellation_reason = reason;
    const bool taken = answer.outcome == Outcome::accepted;
    const bool certain = taken ? answer.told.state != ProviderState::pending
                               : answer.outcome == Outcome::refused_here ||
                                     answer.outcome == Outcome::refused_everywhere;
    next.cancel_wanted = !certain;
    next.change_wanted = false;  // the later wish counts
    if (!certain) a->hurry_at = now + kLookAgain;
    if (taken) hear(next, number, answer.told, now, changes);
    if (next.status == Status::cancelled) next.cancel_wanted = false;
    if (next.status == Status::pending && certain) next.cancellation_reason.clear();
  });
}

}  // namespace

Result<Cancelled> cancel(Context& c, Payment payment, const string& reason) {
  if (payment.status == Status::processing)
    return Error{Fault::caller, "invalid_state", "it is still being sent to a provider", {}};
  auto held = hold(c, payment);
  if (!held) return held.error();
  Payment p = std::move(held->payment);
  if (p.status == Status::cancelled) return Cancelled{std::move(p)};
  if (p.status == Status::processing)
    return Error{Fault::caller, "invalid_state", "it is still being sent to a provider", {}};
  if (p.kind == Kind::payout) return not_cancellable("a payout cannot be called back");
  if (frozen(p))
    return Error{
        Fault::caller, "invalid_state", "another amount was paid: an operator decides", {}};
  if (p.status == Status::requires_method) return cancel_here(c, std::move(p), reason);
  if (p.status != Status::pending)
    return not_cancellable("it is " + string(name(p.status)) + " already");

  const SetupPtr setup = c.setup();
  const Attempt& a = *p.current_attempt();
  const int number = a.number;
  const auto account = account_of(*setup, p, a);
  const Offer* offer = offer_of(*setup, p, a);
  if (!account || !account->can(OperationKind::payment_cancel) || !offer || !offer->can_cancel)
    return cancel_here(c, std::move(p), reason);

  Operation operation = make_operation(OperationKind::payment_cancel, p, a, *setup);
  operation.reason = reason;
  const Answer answer =
      run_flow(c.services(), *account, operation, c.ports.clock.steady() + account->timeout())
          .answer;
  auto kept = keep_answer(c, std::move(p), number, reason, answer);
  if (!kept) return kept.error();
  const bool refused =
      answer.outcome == Outcome::refused_here || answer.outcome == Outcome::refused_everywhere;
  if (refused) {
    auto asked = ask(c, setup, std::move(*kept), number, "cancel");
    if (!asked) return asked.error();
    kept = std::move(asked->payment);
  }
  if (kept->status == Status::cancelled) return Cancelled{std::move(*kept)};
  if (kept->cancel_wanted) return Cancelled{std::move(*kept), true};
  if (kept->status == Status::pending)
    return not_cancellable("the provider refused: " + answer.message);
  return not_cancellable("it is " + string(name(kept->status)) + " already");
}

}  // namespace wesel
