// One question to a provider about one attempt, never more often than it allows, and what the
// answer means: a state, "not found", the end of waiting, or nothing at all.
#include "engine/engine.hpp"

namespace wesel {

namespace {

using std::string;

// No provider's wish makes the questions follow each other faster.
constexpr std::chrono::seconds kAtOnce{1};
// When something woke a question that was not answered.
constexpr std::chrono::seconds kAgain{30};
constexpr std::chrono::minutes kAgainLater{5};
// Nor does one keep us from asking for longer.
constexpr std::chrono::minutes kPatience{10};

struct Question {
  std::shared_ptr<Account> account;  // null: it cannot be asked
  Millis interval{0};
};

Question question_about(const Setup& setup, const Payment& p, const Attempt& a) {
  Question q;
  const auto account = account_of(setup, p, a);
  const Offer* offer = offer_of(setup, p, a);
  if (offer) q.interval = offer->query_interval;
  const bool known = !a.provider_reference.empty() || (offer && offer->query_by_reference);
  if (account && known && account->can(query_kind(p))) q.account = account;
  return q;
}

bool answered(const Answer& answer) {
  return answer.outcome == Outcome::accepted || answer.outcome == Outcome::not_found;
}

void count_not_found(Attempt& a, Time now) {
  if (a.not_found_at && now - *a.not_found_at < kNotFoundApart) return;
  ++a.not_found;
  a.not_found_at = now;
}

// In doubt for longer than anybody should wait without a person knowing.
void notice_horizon(Payment& p, const Attempt& a, Millis horizon, Time now, Changes& changes) {
  if (a.status != AttemptStatus::unknown || !a.doubt_since) return;
  if (now - *a.doubt_since >= horizon)
    raise(p, ExceptionType::needs_review, a.number, "an outcome", "unknown", now, changes);
}

// Past its end and its grace, and the provider says that it is not paid.
void expire(Payment& p, Attempt& a, Millis grace, Time now, Changes& changes) {
  if (a.number != p.current || p.status != Status::pending || frozen(p)) return;
  if (now < p.expires_at + grace) return;
  if (!apply(a, AttemptChange::expired, now)) return;
  a.failure = {};
  a.failure.code = "expired";
  p.failure = a.failure;
  apply(p, Change::expired, now, changes);
}

void hurry(Attempt& a, Time when) {
  if (!a.hurry_at || when < *a.hurry_at) a.hurry_at = when;
}

void settle_question(Payment& p, int number, Time asked, const Answer& answer,
                     const RecoveryConfig& recovery, Time now, Changes& changes) {
  Attempt* a = p.attempt(number);
  if (!a) return;
  const auto before = a->asked_at;
  const bool hurried = a->hurry_at && *a->hurry_at <= asked;
  count_question(*a, asked, now, answered(answer));
  if (answer.told.poll_after > Millis(0))
    hurry(*a, now + std::max<Millis>(answer.told.poll_after, kAtOnce));
  // Whatever woke the question still waits for its answer.
  const bool lately = before && now - *before < 2 * kAgain;
  if (hurried && !answered(answer)) hurry(*a, now + (lately ? kAgainLater : kAgain));
  if (answer.outcome == Outcome::accepted) hear(p, number, answer.told, now, changes);
  if (answer.outcome == Outcome::not_found) count_not_found(*a, now);
  const bool accepted = answer.outcome == Outcome::accepted;
  const ProviderState state = answer.told.state;
  // Another amount that was dealt with does not count as paid.
  const bool other_amount = (state == ProviderState::paid || state == ProviderState::completed) &&
                            !has_money(*a) && !frozen(p);
  const bool unpaid = (accepted && (state == ProviderState::pending || other_amount)) ||
                      answer.outcome == Outcome::not_found;
  if (unpaid) expire(p, *a, recovery.expiry_grace, now, changes);
  notice_horizon(p, *a, recovery.horizon, now, changes);
}

// Nobody can be asked: only time passes.
Result<Asked> only_wait(Context& c, const SetupPtr& setup, Payment p, int number,
                        const string& cause) {
  auto changed = c.records.change(std::move(p), cause, [&](Payment& next, Changes& changes) {
    Attempt* a = next.attempt(number);
    if (!a) return;
    const Time now = c.ports.clock.now();
    count_question(*a, now, now, false);
    notice_horizon(next, *a, setup->config.recovery.horizon, now, changes);
  });
  if (!changed) return changed.error();
  return Asked{std::move(*changed)};
}

Result<Asked> ask_later(Context& c, Payment p, int number, const string& cause, Millis wait) {
  auto changed = c.records.change(std::move(p), cause, [&](Payment& next, Changes&) {
    const Time free = c.ports.clock.now() + wait;
    Attempt* a = next.attempt(number);
    if (!a) return;
    // Who asks again and again must not write each time.
    if (!a->hurry_at || *a->hurry_at > free + kAtOnce) a->hurry_at = free;
    if (!a->not_before || *a->not_before + kAtOnce < free) a->not_before = free;
  });
  if (!changed) return changed.error();
  return Asked{std::move(*changed), false, wait};
}

}  // namespace

Result<Asked> ask(Context& c, const SetupPtr& setup, Payment p, int number, const string& cause) {
  const Attempt* a = p.attempt(number);
  if (!a) return Asked{std::move(p)};
  const Question question = question_about(*setup, p, *a);
  if (!question.account) return only_wait(c, setup, std::move(p), number, cause);
  const Instant start = c.ports.clock.steady();
  const Millis wait = c.asks.claim(p.attempt_id(number), question.interval, start);
  if (wait > Millis(0)) return ask_later(c, std::move(p), number, cause, wait);

  const Time began = c.ports.clock.now();
  Operation operation = make_operation(query_kind(p), p, *a, *setup);
  operation.apart = question.interval;
  const FlowResult result =
      run_flow(c.services(), *question.account, operation, start + question.account->timeout());
  const Answer& answer = result.answer;
  const Millis rest = std::max(question.interval, std::min<Millis>(answer.retry_after, kPatience));
  if (rest > Millis(0)) c.asks.hold(operation.attempt_id, c.ports.clock.steady() + rest);
  auto changed = c.records.change(std::move(p), cause, [&](Payment& next, Changes& changes) {
    settle_question(next, number, began, answer, setup->config.recovery, c.ports.clock.now(),
                    changes);
  });
  if (!changed) return changed.error();
  return Asked{std::move(*changed), answered(answer)};
}

}  // namespace wesel
