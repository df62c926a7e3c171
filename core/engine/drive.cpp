// The attempt loop: send, settle, and go on to the next candidate as the money rules allow. What
// may be done next is decided by a pure function inside the same commit that settles the last
// answer, so the next attempt is durable before a byte of it leaves.
#include <algorithm>

#include "domain/fee.hpp"
#include "engine/engine.hpp"

namespace wesel {

namespace {

using std::string;

enum class Step { rest, send, ask_first };

// The shortest time that a conversation with a provider is worth beginning for.
constexpr Millis kShortest{500};
// Kept back for each candidate that may still follow.
constexpr Millis kReserve{1000};

// How often an account was used for the method that is wanted now.
std::ptrdiff_t times_tried(const Payment& p, const string& account) {
  return std::count_if(p.attempts.begin(), p.attempts.end(), [&](const Attempt& a) {
    return a.number > p.earlier_attempts && a.account == account;
  });
}

bool tried(const Payment& p, const string& account) { return times_tried(p, account) > 0; }

int attempts_left(const Payment& p) {
  return p.decision.max_attempts - (static_cast<int>(p.attempts.size()) - p.earlier_attempts);
}

// Empty: none is left.
string next_candidate(const Payment& p) {
  if (attempts_left(p) <= 0) return {};
  for (const string& account : p.decision.order)
    if (!tried(p, account)) return account;
  return {};
}

int candidates_left(const Payment& p) {
  int left = 0;
  for (const string& account : p.decision.order) left += !tried(p, account);
  return std::min(left, attempts_left(p));
}

// Where every candidate was used, the last one may be tried once more, under a new id.
string once_more(const Payment& p, const Attempt& last) {
  if (last.status != AttemptStatus::abandoned) return {};
  return times_tried(p, last.account) < 2 ? last.account : string();
}

// May an attempt in doubt be left? Only when nobody can pay what nobody was shown.
bool may_leave(const Payment& p, const Attempt& a) {
  return p.kind == Kind::payment && a.unseen_safe && p.decision.when_unseen;
}

bool can_ask_first(const Setup& setup, const Payment& p, const Attempt& a) {
  const auto account = account_of(setup, p, a);
  const Offer* offer = offer_of(setup, p, a);
  return a.questions == 0 && account && account->can(query_kind(p)) && offer &&
         offer->query_by_reference;
}

// Decides and prepares what comes after the current attempt's last answer.
Step next_step(const Setup& setup, Payment& p, Time now, Millis left, Changes& changes) {
  Attempt* a = p.current_attempt();
  if (p.status != Status::processing || !a) return Step::rest;
  if (a->status == AttemptStatus::unknown) {
    if (!may_leave(p, *a)) return Step::rest;
    if (can_ask_first(setup, p, *a)) return left > kShortest ? Step::ask_first : Step::rest;
    apply(*a, AttemptChange::abandoned, now);
  }
  if (!is_behind(*a)) return Step::rest;
  string account = next_candidate(p);
  if (account.empty()) account = once_more(p, *a);
  const bool late = p.kind == Kind::payment && now >= p.expires_at;  // nobody waits for it now
  if (account.empty() || late) {
    fail_everywhere(p, now, changes);
    return Step::rest;
  }
  if (left < kShortest) return Step::rest;  // a worker goes on: the plan says at once
  begin_attempt(setup, p, account, now, left);
  return Step::send;
}

Answer account_is_gone() {
  Answer answer;
  answer.outcome = Outcome::not_sent;
  answer.message = "the account is no longer configured";
  return answer;
}

// Resting while nobody knows is told to the merchant, once.
Step advance(const Setup& setup, Payment& p, Time now, Millis left, Changes& changes) {
  const Step step = next_step(setup, p, now, left, changes);
  const Attempt* a = p.current_attempt();
  if (step == Step::rest && p.status == Status::processing && a &&
      a->status != AttemptStatus::processing)
    apply(p, Change::doubted, now, changes);
  return step;
}

// One conversation about a create, within the attempt's own deadline.
Answer send_create(Context& c, const Setup& setup, const Payment& p) {
  const Attempt& a = *p.current_attempt();
  const auto account = account_of(setup, p, a);
  if (!account) return account_is_gone();
  const Millis left = std::max(a.deadline - c.ports.clock.now(), kShortest);
  const Instant deadline = c.ports.clock.steady() + std::min(left, account->timeout());
  return run_flow(c.services(), *account, make_operation(create_kind(p), p, a, setup), deadline)
      .answer;
}

// Still in doubt after the question: it counts as asked, so that the next step leaves it.
void note_asked(Payment& p, int number, Time now) {
  Attempt* a = p.attempt(number);
  if (!a || a->questions > 0) return;
  a->questions = 1;
  a->asked_at = now;
}

}  // namespace

namespace {

// What it will cost there, should the provider not tell.
void keep_fee(const Offer& offer, const Payment& p, Attempt& a) {
  const auto fee = fee_of(offer, p.amount);
  if (!fee) return;
  a.fee = text(*fee, p.amount.currency);
  if (p.kind != Kind::payment) return;
  if (const auto rest = less(p.amount, *fee)) a.settlement = text(*rest, p.amount.currency);
}

}  // namespace

void begin_attempt(const Setup& setup, Payment& p, const string& account, Time now, Millis left) {
  Attempt a;
  a.number = static_cast<int>(p.attempts.size()) + 1;
  a.account = account;
  a.method = p.method;
  a.created_at = a.updated_at = now;
  Millis time = std::chrono::seconds(4);
  if (const auto found = setup.catalog->find(account)) time = found->timeout();
  p.attempts.push_back(a);
  p.current = a.number;
  const Millis spare = left - kReserve * std::max(0, candidates_left(p));
  p.attempts.back().deadline = now + std::max(kShortest, std::min(time, spare));
  const Offer* offer = offer_of(setup, p, a);
  if (!offer) return;
  p.attempts.back().unseen_safe = offer->unseen_safe;
  keep_fee(*offer, p, p.attempts.back());
}

namespace {

Result<Payment> run(Context& c, const SetupPtr& setup, Payment p, Step step, Instant end) {
  const auto left = [&] { return std::max(end - c.ports.clock.steady(), Millis(0)); };
  while (step != Step::rest) {
    const int number = p.current;
    const bool send = step == Step::send;
    Answer answer;
    if (send) {
      answer = send_create(c, *setup, p);
    } else {
      auto asked = ask(c, setup, std::move(p), number, "query");
      if (!asked) return asked.error();
      p = std::move(asked->payment);
    }
    auto settled = c.records.change(
        std::move(p), send ? "answer" : "query", [&](Payment& next, Changes& changes) {
          const Time now = c.ports.clock.now();
          if (send) settle_create(next, number, answer, now, changes);
          if (!send) note_asked(next, number, now);
          step = next.current == number ? advance(*setup, next, now, left(), changes) : Step::rest;
        });
    if (!settled) return settled;
    p = std::move(*settled);
  }
  return p;
}

}  // namespace

Result<Payment> drive(Context& c, const SetupPtr& setup, Payment p) {
  const Instant end = c.ports.clock.steady() + Millis(p.decision.within_ms);
  return run(c, setup, std::move(p), Step::send, end);
}

Result<Payment> go_on(Context& c, const SetupPtr& setup, Payment p) {
  const Millis within(p.decision.within_ms);
  const Instant end = c.ports.clock.steady() + within;
  Step step = Step::rest;
  auto moved = c.records.change(std::move(p), "clock", [&](Payment& next, Changes& changes) {
    const Attempt* a = next.current_attempt();
    const bool others = a && a->status == AttemptStatus::processing;  // not ours to send
    step = others ? Step::rest : advance(*setup, next, c.ports.clock.now(), within, changes);
  });
  if (!moved) return moved;
  return run(c, setup, std::move(*moved), step, end);
}

}  // namespace wesel
