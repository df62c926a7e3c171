#include "watch.hpp"

#include <fmt/format.h>

#include "domain/lifecycle.hpp"
#include "engine/records.hpp"
#include "wesel/json.hpp"

namespace wesel::simulation {

using std::string;
using std::string_view;

namespace {

// Whether the lifecycle has this step: some change's path leads over it.
bool may_step(Kind kind, Status from, Status to) {
  for (int i = 0; i < kChanges; ++i) {
    Status at = from;
    for (const auto& next : move(kind, from, static_cast<Change>(i)).path) {
      if (!next) break;
      if (at == from && *next == to) return true;
      at = *next;
    }
  }
  return false;
}

bool has_come(Status status) { return status == Status::paid || status == Status::completed; }

// Whatever the tables say.
bool goes_back(Kind kind, Status from, Status to) {
  if (from == Status::completed) return true;
  if (from == Status::paid) return to != Status::completed;
  const bool late = kind == Kind::payout ? to == Status::completed : has_come(to);
  return ended(from) && !late;
}

bool for_ever(AttemptStatus status) {
  return status == AttemptStatus::refused || status == AttemptStatus::not_sent ||
         status == AttemptStatus::completed;
}

std::optional<Status> status_in(const EventRow& event) {
  const auto dot = event.type.find('.');
  return find_status(string_view(event.type).substr(dot + 1));
}

int pending_in(const Payment& p) {
  int pending = 0;
  for (const Attempt& a : p.attempts) pending += a.status == AttemptStatus::pending;
  return pending;
}

}  // namespace

void Watch::broke(string_view about, string law, string what) {
  world_.note(about, "BROKEN, " + law + ": " + what);
  broken_.push_back({string(about), std::move(law), std::move(what)});
}

const Payment* Watch::find(string_view key) const {
  const auto found = books_.find(key);
  return found == books_.end() || found->second.payment.id.empty() ? nullptr
                                                                   : &found->second.payment;
}

std::vector<Payment> Watch::for_review() const {
  std::vector<Payment> found;
  for (const auto& [key, book] : books_)
    for (const Exception& e : book.payment.exceptions)
      if (!e.resolved_at) {
        found.push_back(book.payment);
        break;
      }
  return found;
}

void Watch::committed(const Batch& batch) {
  for (const auto* rows : {&batch.insert, &batch.update})
    for (const PaymentRow& row : *rows) take(row, batch.events);
  for (const EventRow& event : batch.events)
    if (const Payment* p = find(event.payment); !p || p->sequence < event.sequence)
      broke(event.payment, "law 5", "event " + event.type + " without the change that it tells");
}

void Watch::take(const PaymentRow& row, const std::vector<EventRow>& events) {
  world_.story().name(row.key, row.reference);
  auto after = payment_of(row);
  if (!after) return broke(row.key, "law 1", "what was stored cannot be read");
  const auto found = books_.find(row.key);
  Book* before = found == books_.end() ? nullptr : &found->second;
  tell(before, *after, events);
  check_events(before, *after, events);
  if (before) check_attempts(before->payment, *after);
  if (before) check_exceptions(before->payment, *after);
  check_money(before ? before->payment : Payment(), *after);
  if (pending_in(*after) > 1) broke(row.key, "law 3", "two of its attempts wait for money");
  Book& book = books_[row.key];
  if (!before) book.chosen_at_once = !after->attempts.empty();
  book.payment = std::move(*after);
  book.body = row.body;
}

// Law 5, and the lifecycle: the events of a commit spell the way from one status to the next.
void Watch::check_events(const Book* before, const Payment& after,
                         const std::vector<EventRow>& events) {
  const string key(after.key());
  std::int64_t sequence = before ? before->payment.sequence : 0;
  Status at = before ? before->payment.status : after.status;
  const bool any = sequence > 0;
  for (const EventRow& event : events) {
    if (event.payment != key) continue;
    if (event.sequence != ++sequence) broke(key, "law 5", "an event is out of its order");
    const auto to = status_in(event);
    if (!to) continue;
    const bool announces = *to == Status::processing && at == *to && !any;
    if (!announces && (!may_step(after.kind, at, *to) || goes_back(after.kind, at, *to)))
      broke(key, "the lifecycle", fmt::format("{} after {}", name(*to), name(at)));
    at = *to;
  }
  if (at != after.status)
    broke(key, "law 5",
          fmt::format("it is {} now, and its events say {}", name(after.status), name(at)));
  if (sequence != after.sequence)
    broke(key, "law 5",
          fmt::format("its sequence is {}, and its events reach {}", after.sequence, sequence));
}

void Watch::check_attempts(const Payment& before, const Payment& after) {
  const string key(after.key());
  for (const Attempt& old : before.attempts) {
    const Attempt* a = after.attempt(old.number);
    const string id = before.attempt_id(old.number);
    if (!a || a->account != old.account) {
      broke(key, "the lifecycle", id + " is gone or elsewhere");
      continue;
    }
    const bool back = for_ever(old.status) && a->status != old.status;
    const bool lost = old.status == AttemptStatus::paid && a->status != AttemptStatus::paid &&
                      a->status != AttemptStatus::completed;
    if (back || lost)
      broke(key, "the lifecycle",
            fmt::format("{} goes from {} to {}", id, name(old.status), name(a->status)));
  }
}

// What a person has dealt with does not come back for the same reason.
void Watch::check_exceptions(const Payment& before, const Payment& after) {
  for (std::size_t i = before.exceptions.size(); i < after.exceptions.size(); ++i)
    for (const Exception& old : before.exceptions)
      if (const Exception& e = after.exceptions[i];
          old.type == e.type && old.attempt == e.attempt && old.actual == e.actual)
        broke(after.key(), "law 9",
              fmt::format("{} is raised again, of {}, which was resolved", name(e.type), e.actual));
}

// Never paid without money in a ledger.
void Watch::check_money(const Payment& before, const Payment& after) {
  if (!has_come(after.status) || has_come(before.status)) return;
  for (const Attempt& a : after.attempts) {
    const Held* held = held_by(after, a);
    if (held && held->times_paid > 0 && held->paid == held->amount) return;
  }
  broke(after.key(), "law 8", "it is paid, and no provider has the money");
}

const Held* Watch::held_by(const Payment& p, const Attempt& a) const {
  const auto ledger = ledgers_.find(a.account);
  if (ledger == ledgers_.end()) return nullptr;
  const auto held = ledger->second.held().find(p.attempt_id(a.number));
  return held == ledger->second.held().end() ? nullptr : &held->second;
}

void Watch::reopened(Store& disk) {
  for (const Batch& batch : std::exchange(in_doubt_, {}))
    for (const auto* rows : {&batch.insert, &batch.update})
      for (const PaymentRow& row : *rows) {
        const auto survivor = disk.payment(row.key);
        if (survivor && *survivor && (*survivor)->body == row.body) committed(batch);
      }
  for (const auto& [key, book] : books_) {
    const auto row = disk.payment(key);
    if (!row || !*row)
      broke(key, "law 1", "it was durable, and a death of the engine took it");
    else if ((*row)->body != book.body)
      broke(key, "law 1",
            fmt::format("version {} was durable, and after a death it is version {}",
                        book.payment.version, (*row)->version));
    const auto history = disk.history(key);
    if (!history || static_cast<std::int64_t>(history->size()) != book.payment.sequence)
      broke(key, "law 5", "a death of the engine took an event that was durable");
  }
}

void Watch::requested(const string& account, const http::Outbound& request) {
  if (!request.effect || (request.target != "/create" && request.target != "/payout")) return;
  const json::Document body = json::Document::parse(request.body);
  const string_view id = body["id"].text();
  const Payment* p = find(attempt_body(id));
  const Attempt* a = p ? p->attempt(attempt_number(id)) : nullptr;
  if (!a || a->account != account)
    broke(attempt_body(id), "law 2", string(id) + " is sent to " + account + " and is not durable");
  if (!a || p->kind != Kind::payout) return;
  for (const Attempt& other : p->attempts)
    if (other.number != a->number && other.status != AttemptStatus::refused &&
        other.status != AttemptStatus::not_sent)
      broke(p->key(), "payouts", "another attempt is sent while one may be under way");
}

// 2. No ledger holds what is not durable with us. Nobody's phone rings twice for one payment.
void Watch::held(const Nature& provider, const Held& held) {
  const string_view key = attempt_body(held.attempt);
  const auto found = books_.find(key);
  const Attempt* mine =
      found == books_.end() ? nullptr : found->second.payment.attempt(attempt_number(held.attempt));
  if (!mine || mine->account != provider.account)
    return broke(key, "law 2", provider.account + " holds " + held.attempt + ", and we do not");
  const Payment& p = found->second.payment;
  if (p.kind == Kind::payout)
    for (const Attempt& a : p.attempts)
      if (a.number != mine->number && held_by(p, a))
        broke(key, "payouts", "two providers hold one payout");
  if (mine->method.type != "e_wallet") return;
  int pushes = 0;
  for (const Attempt& a : p.attempts) pushes += a.method.type == "e_wallet" && held_by(p, a);
  if (pushes > found->second.may_show())
    broke(key, "law 3", "a second push reaches the phone of its customer");
}

void Watch::heard(const string& account, const Held& told) {
  const Payment* p = find(attempt_body(told.attempt));
  const Attempt* a = p ? p->attempt(attempt_number(told.attempt)) : nullptr;
  if (!a) return broke(attempt_body(told.attempt), "law 2", "a callback about nothing was taken");
  if (told.state != "paid") return;
  bool known = a->status == AttemptStatus::paid || a->status == AttemptStatus::completed;
  for (const Exception& e : p->exceptions)
    known |= told.paid != told.amount && e.type == ExceptionType::amount_mismatch;
  if (!known)
    broke(p->key(), "law 8",
          account + " told of money, was answered 200, and it is in none of our books");
}

void Watch::answered(const Payment& p) {
  const Payment* durable = find(p.key());
  if (!durable || durable->version < p.version)
    return broke(p.key(), "law 1", "a merchant was told what is not durable");
  const Attempt* a = p.current_attempt();
  if (p.status == Status::pending && a && a->instructions.type == "virtual_account")
    shown(p.key(), a->provider_reference);
}

// 3. One instruction at a time; another one only after the merchant asked for another method.
void Watch::shown(string_view key, const string& provider_reference) {
  const auto found = books_.find(key);
  if (found == books_.end() || !found->second.shown.insert(provider_reference).second) return;
  const Book& book = found->second;
  if (static_cast<int>(book.shown.size()) > book.may_show())
    return broke(key, "law 3", "two instructions were shown for one payment");
  int live = 0;
  for (const Attempt& a : book.payment.attempts)
    live += a.status == AttemptStatus::pending && book.shown.count(a.provider_reference);
  if (live > 1) broke(key, "law 3", "two instructions that were shown can be paid");
}

}  // namespace wesel::simulation
