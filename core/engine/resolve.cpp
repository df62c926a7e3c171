// What a person decided about a payment or payout that the engine could not decide: kept in the
// history with who and why. A decision moves states along the same tables as everything else.
#include <algorithm>

#include "engine/engine.hpp"

namespace wesel {

namespace {

using std::string;

struct Decided {
  Status status;
  Change change;
  AttemptChange of_attempt;
};

constexpr Decided kDecided[] = {
    {Status::paid, Change::paid, AttemptChange::paid},
    {Status::completed, Change::completed, AttemptChange::completed},
    {Status::failed, Change::refused, AttemptChange::failed},
    {Status::expired, Change::expired, AttemptChange::expired},
    {Status::cancelled, Change::cancelled, AttemptChange::cancelled},
};

Error wrong_state(string why) { return {Fault::caller, "invalid_state", std::move(why), {}}; }

// Where the table leads; nothing: nowhere, or past what was certain.
bool leads_there(const Payment& p, const Decided& decided) {
  const Move& step = move(p.kind, p.status, decided.change);
  Status last = p.status;
  for (const auto& status : step.path)
    if (status) last = *status;
  return last == decided.status && last != p.status;
}

// Empty: it may be.
string objection(const Payment& p, const Resolution& r, const Decided* decided) {
  if (decided && p.attempts.empty()) return "no provider was asked for it";
  const Attempt* a = p.current_attempt();
  if (decided && a && a->status == AttemptStatus::processing) return "it is being sent right now";
  if (decided && !leads_there(p, *decided))
    return "it is " + string(name(p.status)) + " and cannot become " +
           string(name(decided->status));
  if (r.exception && !p.has_open_exception(*r.exception))
    return "it has no open exception " + string(name(*r.exception));
  return {};
}

void close(Payment& p, const Resolution& r, Time now) {
  for (Exception& e : p.exceptions) {
    if (e.resolved_at || (r.exception && e.type != *r.exception)) continue;
    e.resolved_at = now;
    e.resolution = r.resolution;
    e.note = r.note;
    e.resolved_by = r.by;
  }
}

// Money of another amount is on the attempt that it was told of, which may not be the current one.
int attempt_decided(const Payment& p, bool money) {
  for (auto e = p.exceptions.rbegin(); money && e != p.exceptions.rend(); ++e)
    if (e->type == ExceptionType::amount_mismatch && !e->resolved_at && !e->attempt.empty())
      return attempt_number(e->attempt);
  return p.current > 0 ? p.current : p.attempts.back().number;
}

void decide_status(Payment& p, const Decided& decided, const Resolution& r, Time now,
                   Changes& changes) {
  const bool money = decided.status == Status::paid || decided.status == Status::completed;
  Attempt* a = p.attempt(attempt_decided(p, money));
  apply(*a, decided.of_attempt, now);
  make_current(p, a->number, now);
  p.cancel_wanted = p.change_wanted = false;
  p.failure = {};
  if (has_money(*a)) {
    if (!a->paid_at) a->paid_at = now;
    if (!p.amount_paid && p.kind == Kind::payment) p.amount_paid = p.amount;
  } else if (decided.status == Status::failed || decided.status == Status::expired) {
    p.failure.code = decided.status == Status::failed ? "refused" : "expired";
    p.failure.message = "an operator decided: " + (r.resolution.empty() ? r.note : r.resolution);
  }
  apply(p, decided.change, now, changes);
}

}  // namespace

Result<Payment> resolve(Context& c, Payment payment, const Resolution& r) {
  const Decided* decided = nullptr;
  for (const Decided& one : kDecided)
    if (r.status == one.status) decided = &one;
  if (r.status && !decided)
    return Error{Fault::caller, "invalid_field",
                 "one of \"paid\", \"completed\", \"failed\", \"expired\", \"cancelled\"",
                 "/status"};
  auto held = hold(c, payment);
  if (!held) return held.error();
  string refused;
  auto changed =
      c.records.change(std::move(held->payment), "operator", [&](Payment& next, Changes& changes) {
        refused = objection(next, r, decided);
        if (!refused.empty()) return;
        const Time now = c.ports.clock.now();
        changes.more = {{"by", r.by}, {"resolution", r.resolution}, {"note", r.note}};
        if (decided) decide_status(next, *decided, r, now, changes);
        if (r.exception)
          announce(next, "exception", {{"exception", string(name(*r.exception))}}, changes);
        close(next, r, now);
      });
  if (!changed) return changed;
  if (!refused.empty()) return wrong_state(std::move(refused));
  return changed;
}

}  // namespace wesel
