// What holds once the weather is fine and everything has come to rest (the money rules number it);
// checked against the providers' own ledgers.
#include <fmt/format.h>

#include "scenario.hpp"

namespace wesel::simulation {

using std::string;

namespace {

bool at_rest(const Attempt& a) {
  return a.status != AttemptStatus::processing && a.status != AttemptStatus::unknown;
}

const Held* held_by(const std::map<string, Ledger>& ledgers, const Payment& p, const Attempt& a) {
  const auto ledger = ledgers.find(a.account);
  if (ledger == ledgers.end()) return nullptr;
  const auto held = ledger->second.held().find(p.attempt_id(a.number));
  return held == ledger->second.held().end() ? nullptr : &held->second;
}

bool has_come(Status status) { return status == Status::paid || status == Status::completed; }

}  // namespace

void Scenario::check_rest() {
  watch_.reopened(engine_.disk());
  for (const auto& [account, ledger] : ledgers_)
    for (const string& crime : ledger.crimes()) watch_.broke("", "law 2", crime);
  for (const auto& [reference, order] : orders_) check_order(order);
}

// 1. Every id that a merchant got exists.
void Scenario::check_order(const Order& order) {
  const string scope = make_scope(order.merchant, Mode::sandbox, order.kind);
  const auto row = engine_.disk().payment_by_reference(scope, order.reference);
  if (!row || !*row) {
    if (!order.id.empty()) watch_.broke(order.reference, "law 1", "it was answered and is gone");
    return;
  }
  const auto payment = payment_of(**row);
  if (!payment) return watch_.broke(order.reference, "law 1", "it cannot be read");
  if (!order.id.empty() && payment->id != order.id)
    watch_.broke(order.reference, "law 4", order.id + " is not its reference's");
  if (order.kind == Kind::payment) check_payment(*payment);
  if (order.kind == Kind::payout) check_payout(*payment);
  check_events(*payment);
}

// 7. Nothing stays unknown. 8. Our books equal the providers'.
void Scenario::check_payment(const Payment& p) {
  const string key(p.key());
  int paid_there = 0, paid_here = 0;
  bool other_amount = false, mismatch = false, twice = false;
  for (const Attempt& a : p.attempts) {
    const string id = p.attempt_id(a.number);
    if (!at_rest(a)) watch_.broke(key, "law 7", fmt::format("{} is {} still", id, name(a.status)));
    paid_here += has_money(a);
    const Held* held = held_by(ledgers_, p, a);
    if (!held) continue;
    other_amount |= held->paid != 0 && held->paid != held->amount;
    const int paid = held->paid == held->amount ? held->times_paid : 0;
    paid_there += paid;
    if ((paid > 0) != has_money(a))
      watch_.broke(key, "law 8",
                   fmt::format("{} is {} here and {} there", id, name(a.status), held->state));
  }
  for (const Exception& e : p.exceptions) {
    twice |= e.type == ExceptionType::paid_twice;
    mismatch |= e.type == ExceptionType::amount_mismatch;
  }
  if (other_amount != mismatch)
    watch_.broke(key, "law 8", "another amount is not told, or told wrongly");
  if (twice != (paid_here > 1))
    watch_.broke(key, "law 8", "paid twice is not told, or told wrongly");
  const bool open = p.status == Status::processing || p.status == Status::pending ||
                    p.status == Status::requires_method;
  if (open && !p.has_open_exception(ExceptionType::amount_mismatch))
    watch_.broke(key, "law 7", fmt::format("it is {} still", name(p.status)));
  check_outcome(p, paid_there > 0);
}

// The same, of money out.
void Scenario::check_payout(const Payment& p) {
  bool sent = false, returned = false, told = false;
  for (const Attempt& a : p.attempts) {
    if (!at_rest(a))
      watch_.broke(p.key(), "law 7",
                   fmt::format("{} is {} still", p.attempt_id(a.number), name(a.status)));
    const Held* held = held_by(ledgers_, p, a);
    sent |= held && held->times_paid > 0;
    returned |= held && held->state == "returned";
  }
  for (const Exception& e : p.exceptions) told |= e.type == ExceptionType::returned;
  const bool may_fail = returned && p.status == Status::failed;  // it came back before we asked
  if (p.status != (sent ? Status::completed : Status::failed) && !may_fail)
    watch_.broke(p.key(), "law 8",
                 fmt::format("it is {}, and was {}", name(p.status), sent ? "sent" : "never sent"));
  if (returned && !told && p.status == Status::completed)
    watch_.broke(p.key(), "law 8", "the money came back, and nobody is told");
}

void Scenario::check_outcome(const Payment& p, bool paid_there) {
  if (has_come(p.status) != paid_there)
    watch_.broke(p.key(), "law 8",
                 fmt::format("it is {}, and money {}", name(p.status),
                             paid_there ? "is with a provider" : "is with none"));
  if (has_come(p.status) && p.amount_paid != p.amount)
    watch_.broke(p.key(), "law 8", "it is paid with another amount");
}

// 5. Every change has one event; every event reaches the merchant, in order.
void Scenario::check_events(const Payment& p) {
  const auto history = engine_.disk().history(p.key());
  if (!history) return watch_.broke(p.key(), "law 5", "it has no history");
  std::int64_t expected = 0;
  for (const EventRow& event : *history) {
    if (event.sequence != ++expected) watch_.broke(p.key(), "law 5", "a gap in its events");
    if (event.state != "delivered")
      watch_.broke(p.key(), "law 5",
                   fmt::format("event {} is {} at rest", event.type, event.state));
    if (!delivered_events_.count("evt_" + event.id))
      watch_.broke(p.key(), "law 5", fmt::format("event {} never arrived", event.type));
  }
  if (p.sequence != expected) watch_.broke(p.key(), "law 5", "its events are counted wrongly");
}

void Scenario::count_ends() {
  for (const auto& [account, ledger] : ledgers_)
    for (const auto& [attempt, held] : ledger.held()) tally_.money += held.paid;
  for (const auto& [reference, order] : orders_) {
    const Payment* p =
        order.id.empty() ? nullptr : watch_.find(order.id.substr(order.id.size() - 26));
    if (!p) continue;
    ++tally_.payments;
    tally_.attempts += static_cast<std::int64_t>(p->attempts.size());
    ++tally_.ends[string(name(p->status))];
    for (const Exception& e : p->exceptions) ++tally_.exceptions[string(name(e.type))];
  }
}

}  // namespace wesel::simulation
