// What always holds (the money rules number it); checked against the providers' own ledgers.
#include "scenario.hpp"
#include "wesel/json.hpp"

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

}  // namespace

// 2. A provider's ledger never holds a payment whose attempt is not in ours.
void Scenario::check_ledgers() {
  for (const auto& [account, ledger] : ledgers_) {
    for (const string& crime : ledger.crimes()) broke(crime);
    for (const auto& [attempt, held] : ledger.held()) {
      const auto row = engine_.disk().payment(attempt_body(attempt));
      const auto payment = row && *row ? payment_of(**row) : Result<Payment>(Error{});
      if (!payment || !payment->attempt(attempt_number(attempt)))
        broke(account + " holds " + attempt + ", which is not in our books");
    }
  }
}

// 1. Every id that a merchant got exists. 3. At most one instrument is ever shown.
void Scenario::check_order(const Order& order) {
  const string scope = make_scope(order.merchant, Mode::sandbox, Kind::payment);
  const auto row = engine_.disk().payment_by_reference(scope, order.reference);
  if (!row || !*row) {
    if (!order.id.empty()) broke(order.reference + " was answered and is gone");
    return;
  }
  const auto payment = payment_of(**row);
  if (!payment) return broke(order.reference + " cannot be read");
  if (!order.id.empty() && payment->id != order.id) broke(order.id + " is not its reference's");
  if (order.shown.size() > 1) broke(order.reference + " had two instruments shown");
  check_payment(*payment);
  check_events(*payment);
}

// 7. Nothing stays unknown. 8. Our books equal the providers'.
void Scenario::check_payment(const Payment& p) {
  int paid_there = 0, paid_here = 0, live_pushes = 0;
  bool other_amount = false;
  for (const Attempt& a : p.attempts) {
    if (!at_rest(a)) broke(p.attempt_id(a.number) + " is " + string(name(a.status)) + " at rest");
    paid_here += has_money(a);
    const Held* held = held_by(ledgers_, p, a);
    if (!held) continue;
    live_pushes += p.method.type == "e_wallet";
    other_amount |= held->paid != 0 && held->paid != held->amount;
    const int paid = held->paid == held->amount ? held->times_paid : 0;
    paid_there += paid;
    if ((paid > 0) != has_money(a))
      broke(p.attempt_id(a.number) + " is " + string(name(a.status)) + " here and " + held->state +
            " there");
  }
  if (live_pushes > 1) broke(p.id + " was pushed to a phone twice");
  if (other_amount != p.has_open_exception(ExceptionType::amount_mismatch))
    broke(p.id + ": another amount is not told, or told wrongly");
  const bool open = p.status == Status::processing || p.status == Status::pending;
  if (open && !other_amount) broke(p.id + " is " + string(name(p.status)) + " at rest");
  const bool paid = p.status == Status::paid || p.status == Status::completed;
  if (paid != (paid_there > 0)) broke(p.id + " is " + string(name(p.status)) + ", wrongly");
  if (paid && p.amount_paid != p.amount) broke(p.id + " has another amount");
  bool twice = false;
  for (const Exception& e : p.exceptions) twice |= e.type == ExceptionType::paid_twice;
  if (twice != (paid_here > 1)) broke(p.id + ": paid twice is not told, or told wrongly");
}

// 5. Every change has one event; every event reaches the merchant, in order.
void Scenario::check_events(const Payment& p) {
  const auto history = engine_.disk().history(p.key());
  if (!history) return broke(p.id + " has no history");
  std::int64_t expected = 0;
  for (const EventRow& event : *history) {
    if (event.sequence != ++expected) broke(p.id + " has a gap in its events");
    if (event.state != "delivered") broke("event " + event.id + " is " + event.state + " at rest");
    if (!delivered_events_.count("evt_" + event.id)) broke("event " + event.id + " never arrived");
  }
  if (p.sequence != expected) broke(p.id + " counts its events wrongly");
}

int Scenario::webhook(const http::Outbound& request) {
  if (storm_ && world_.chance(20)) return 503;
  const json::Document body = json::Document::parse(request.body);
  const string payment(body["data"]["id"].text());
  const std::int64_t sequence = body["sequence"].integer().value_or(0);
  delivered_events_.insert(string(body["id"].text()));
  std::int64_t& last = delivered_[payment];
  if (sequence > last + 1) broke(payment + " skipped to event " + std::to_string(sequence));
  last = std::max(last, sequence);
  return 200;
}

}  // namespace wesel::simulation
