#include "engine/settle.hpp"

#include "wesel/json.hpp"

namespace wesel {

using std::string;

namespace {

void enter(Payment& p, Status status, Time now, Changes& changes) {
  p.status = status;
  if (status == Status::paid && !p.paid_at) p.paid_at = now;
  if (status == Status::completed) p.completed_at = now;
  if (status == Status::cancelled) p.cancelled_at = now;
  announce(p, name(status), {}, changes);
}

void keep_words(Attempt& a, const Told& told) {
  if (a.provider_reference.empty()) a.provider_reference = told.provider_reference;
  if (a.instructions.type.empty() && !told.instructions.type.empty())
    a.instructions = told.instructions;
}

Failure failure_of(const char* code, const Answer& answer, bool retryable) {
  Failure f;
  f.code = code;
  f.message = answer.message;
  f.retryable = retryable;
  f.provider_code = answer.told.provider_code;
  f.provider_message = answer.told.provider_text;
  return f;
}

// Another attempt that money came on.
const Attempt* other_paid(const Payment& p, int number) {
  for (const Attempt& a : p.attempts)
    if (a.number != number && has_money(a)) return &a;
  return nullptr;
}

bool live(const Attempt& a) {
  return a.status == AttemptStatus::processing || a.status == AttemptStatus::pending ||
         a.status == AttemptStatus::unknown;
}

void keep_money(Payment& p, const Attempt& a, const Told& told, const Money& got) {
  p.amount_paid = got;
  if (told.paid_at) p.paid_at = told.paid_at;
  if (!told.fee.empty() && p.settlement == a.settlement) p.settlement.clear();
  if (!told.fee.empty()) p.fee = told.fee;
  if (!told.settlement.empty()) p.settlement = told.settlement;
  if (!told.fee_currency.empty()) p.fee_currency = told.fee_currency;
  if (!p.fee.empty() || !p.settlement.empty()) return;
  p.fee = a.fee;  // as configured, until the provider tells
  p.settlement = a.settlement;
}

void hear_pending(Payment& p, Attempt& a, Time now, Changes& changes) {
  if (!apply(a, AttemptChange::accepted, now)) return;
  if (a.number == p.current) apply(p, Change::accepted, now, changes);
}

bool waits_for_person(const Payment& p, const Attempt& a) {
  for (const Exception& e : p.exceptions)
    if (e.type == ExceptionType::amount_mismatch && !e.resolved_at &&
        e.attempt == p.attempt_id(a.number))
      return true;
  return false;
}

void hear_money(Payment& p, Attempt& a, const Told& told, Time now, Changes& changes) {
  const Money got = told.amount_paid.value_or(told.amount.value_or(p.amount));
  if (got != p.amount || (told.amount && *told.amount != p.amount)) {
    hear_pending(p, a, now, changes);  // no doubt that the provider has it
    const bool known = got.minor > 0;  // a provider may say no more than that it was another one
    const bool open = !has_money(a) && !other_paid(p, a.number);  // else the figure stands
    if (known && open && got.currency == p.amount.currency) p.amount_paid = got;
    raise(p, ExceptionType::amount_mismatch, a.number, p.amount.text(),
          known ? got.text() : "unknown", now, changes);
    return;
  }
  const bool done = told.state == ProviderState::completed;
  const bool first = !has_money(a);
  // Once another figure was told, which of them is right is for a person to say.
  if (first && waits_for_person(p, a)) return;
  if (a.status == AttemptStatus::completed) return;
  apply(a, done ? AttemptChange::completed : AttemptChange::paid, now);
  if (first) a.paid_at = told.paid_at.value_or(now);
  if ((first || a.number != p.current) && other_paid(p, a.number)) {
    if (first)
      raise(p, ExceptionType::paid_twice, a.number, p.amount.text(), got.text(), now, changes);
    return;
  }
  make_current(p, a.number, now);
  keep_money(p, a, told, got);
  p.cancel_wanted = p.change_wanted = false;
  p.failure = {};
  apply(p, done ? Change::completed : Change::paid, now, changes);
}

bool waits_for_another(const Payment& p, const Told& told) {
  return told.state == ProviderState::pending && told.amount && *told.amount != p.amount;
}

// Nothing of it is shown to anybody; known by its reference it can be cancelled.
void hear_other_amount(Payment& p, Attempt& a, const Told& told, Time now, Changes& changes) {
  if (a.provider_reference.empty()) a.provider_reference = told.provider_reference;
  if (live(a))
    raise(p, ExceptionType::amount_mismatch, a.number, p.amount.text(), told.amount->text(), now,
          changes);
}

struct End {
  Change change;
  AttemptChange of_attempt;
  const char* code;  // of the failure; empty: it is none
};

End end_of(ProviderState state) {
  switch (state) {
    case ProviderState::expired: return {Change::expired, AttemptChange::expired, "expired"};
    case ProviderState::cancelled: return {Change::cancelled, AttemptChange::cancelled, ""};
    case ProviderState::returned: return {Change::returned, AttemptChange::failed, "refused"};
    default: return {Change::refused, AttemptChange::failed, "refused"};
  }
}

void hear_end(Payment& p, Attempt& a, const Told& told, Time now, Changes& changes) {
  const End end = end_of(told.state);
  if (frozen(p)) return;
  const bool counts = a.number == p.current && a.status != AttemptStatus::abandoned;
  const bool contradicts = has_money(a);
  if (!contradicts) {
    if (!apply(a, end.of_attempt, now)) return;
    a.failure = {};
    a.failure.code = end.code;
    if (!a.failure.code.empty()) {
      a.failure.provider_code = told.provider_code;
      a.failure.provider_message = told.provider_text;
    }
  }
  if (!counts) return;
  if (end.change == Change::cancelled) a.provider_cancelled = true;
  if (end.change == Change::returned || contradicts) return apply(p, end.change, now, changes);
  if (end.change == Change::cancelled && !p.change_wanted)
    return apply(p, end.change, now, changes);
  if (!ended(p.status) && !a.failure.code.empty()) p.failure = a.failure;
  end_choice(p, end.change, now, changes);
}

}  // namespace

void announce(const Payment& p, std::string_view what, const Pairs& more, Changes& changes) {
  json::Object detail;
  detail.set("cause", changes.cause);
  for (const Pairs* pairs : std::initializer_list<const Pairs*>{&more, &changes.more})
    for (const auto& [key, value] : *pairs) detail.set_if(key, value);
  changes.events.push_back({string(name(p.kind)) + '.' + string(what), detail.text()});
}

void make_current(Payment& p, int number, Time now) {
  if (p.current == number) return;
  if (Attempt* old = p.current_attempt(); old && live(*old)) {
    apply(*old, AttemptChange::superseded, now);
    old->hurry_at = now;  // asked at once, and cancelled if it still waits
  }
  p.current = number;
  p.method = p.attempt(number)->method;
}

bool has_money(const Attempt& a) {
  return a.status == AttemptStatus::paid || a.status == AttemptStatus::completed;
}

bool frozen(const Payment& p) { return p.has_open_exception(ExceptionType::amount_mismatch); }

void raise(Payment& p, ExceptionType type, int attempt, string expected, string actual, Time now,
           Changes& changes) {
  const string id = attempt > 0 ? p.attempt_id(attempt) : string();
  for (const Exception& e : p.exceptions)
    if (e.type == type && e.attempt == id && e.actual == actual) return;
  p.exceptions.push_back({type, now, id, std::move(expected), std::move(actual), {}, {}, {}, {}});
  announce(p, "exception", {{"exception", string(name(type))}, {"attempt", id}}, changes);
}

void apply(Payment& p, Change change, Time now, Changes& changes) {
  const Move& step = move(p.kind, p.status, change);
  if (step.announces && p.sequence + static_cast<std::int64_t>(changes.events.size()) > 0) return;
  for (const auto& status : step.path)
    if (status) enter(p, *status, now, changes);
  if (step.exception)
    raise(p, *step.exception, p.current, string(name(p.status)), string(name(change)), now,
          changes);
}

bool apply(Attempt& a, AttemptChange change, Time now) {
  const AttemptStatus to = move(a.status, change);
  if (to == a.status) return false;
  a.status = to;
  a.updated_at = now;
  a.questions = 0;
  a.not_found = 0;
  if (to == AttemptStatus::pending || has_money(a)) a.failure = {};
  if (to != AttemptStatus::unknown && to != AttemptStatus::abandoned) a.doubt_since = {};
  return true;
}

void end_choice(Payment& p, Change change, Time now, Changes& changes) {
  const bool again = p.may_choose_again(now);
  p.change_wanted = p.cancel_wanted = false;
  if (!again) return apply(p, change, now, changes);
  apply(p, Change::choice_failed, now, changes);
  p.current = 0;
  p.method = {};
}

void hear(Payment& p, int number, const Told& told, Time now, Changes& changes) {
  Attempt* a = p.attempt(number);
  if (!a) return;
  if (waits_for_another(p, told)) return hear_other_amount(p, *a, told, now, changes);
  keep_words(*a, told);
  if (told.test && *told.test != p.mode) {
    raise(p, ExceptionType::needs_review, number, string(name(p.mode)), string(name(*told.test)),
          now, changes);
    return;
  }
  switch (told.state) {
    case ProviderState::none: return;
    case ProviderState::pending: return hear_pending(p, *a, now, changes);
    case ProviderState::paid:
    case ProviderState::completed: return hear_money(p, *a, told, now, changes);
    case ProviderState::failed:
    case ProviderState::expired:
    case ProviderState::cancelled:
    case ProviderState::returned: return hear_end(p, *a, told, now, changes);
  }
}

void settle_create(Payment& p, int number, const Answer& answer, Time now, Changes& changes) {
  Attempt* a = p.attempt(number);
  if (!a) return;
  switch (answer.outcome) {
    case Outcome::accepted: return hear(p, number, answer.told, now, changes);
    // Where nothing moves, a callback or a query was faster: what it told stands.
    case Outcome::refused_here:
      if (apply(*a, AttemptChange::refused, now)) a->failure = failure_of("refused", answer, true);
      return;
    case Outcome::refused_everywhere:
      if (!apply(*a, AttemptChange::refused, now)) return;
      a->failure = failure_of("invalid_request", answer, false);
      a->failure.param = answer.field;
      if (number != p.current) return;
      p.failure = a->failure;
      return end_choice(p, Change::refused, now, changes);
    case Outcome::not_sent:
      if (apply(*a, AttemptChange::not_sent, now))
        a->failure = failure_of("provider_unavailable", answer, true);
      return;
    case Outcome::unknown:
    case Outcome::not_found:
      if (!apply(*a, AttemptChange::doubted, now) && a->status != AttemptStatus::unknown) return;
      if (!a->doubt_since) a->doubt_since = now;
      a->failure = failure_of("outcome_unknown", answer, false);
      return;
  }
}

void fail_everywhere(Payment& p, Time now, Changes& changes) {
  Failure failure;
  failure.code = "provider_unavailable";
  failure.message = "no provider could be reached";
  failure.retryable = true;
  for (const Attempt& a : p.attempts)
    if (a.number > p.earlier_attempts && !a.failure.code.empty()) failure = a.failure;
  for (const Attempt& a : p.attempts)
    if (a.number > p.earlier_attempts && a.status == AttemptStatus::abandoned) {
      failure.code = "outcome_unknown";
      failure.message = "a provider did not say whether it took the payment; nobody was shown it";
      failure.retryable = true;
    }
  p.failure = std::move(failure);
  end_choice(p, Change::refused, now, changes);
}

}  // namespace wesel
