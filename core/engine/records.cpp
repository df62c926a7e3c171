#include "engine/records.hpp"

#include "domain/payment_json.hpp"
#include "engine/engine.hpp"

namespace wesel {

namespace {

// Somebody faster each time, this often in a row, is a fault of ours.
constexpr int kTries = 100;

Error lost_race() {
  return {
      Fault::unavailable, "store_unavailable", "the payment changes faster than it is stored", {}};
}

PaymentRow row_of(const Payment& p) {
  PaymentRow row;
  row.key = p.key();
  row.scope = p.scope();
  row.reference = p.reference;
  row.version = p.version;
  row.status = name(p.status);
  if (const Attempt* a = p.current_attempt()) row.provider = a->account;
  row.created_ms = to_ms(p.created_at);
  row.due_ms = p.due_at ? to_ms(*p.due_at) : 0;
  for (const Exception& e : p.exceptions) row.review |= !e.resolved_at;
  row.body = to_text(p);
  return row;
}

// Without an endpoint there is nothing for the outbox to wake up for.
bool to_deliver(const Batch& batch) {
  return !batch.events.empty() && batch.events.front().next_ms > 0;
}

}  // namespace

Result<Payment> payment_of(const PaymentRow& row) {
  return payment_from_text(row.body, row.version);
}

bool has_endpoint(const Config& config, const Payment& p) {
  const Merchant* merchant = find_merchant(config, p.merchant);
  if (!merchant) return false;
  return merchant->webhook || (p.mode == Mode::sandbox && merchant->sandbox_webhook);
}

TermsOf Records::terms(const Payment& p, const SetupPtr& setup) const {
  return [&p, setup](const Attempt& a) {
    Terms terms;
    const auto account = account_of(*setup, p, a);
    if (!account) return terms;
    const Offer* offer = offer_of(*setup, p, a);
    terms.askable = account->can(query_kind(p)) &&
                    (!a.provider_reference.empty() || (offer && offer->query_by_reference));
    terms.tells_settlement = offer && offer->tells_settlement;
    return terms;
  };
}

Result<std::optional<Payment>> Records::load(std::string_view key) {
  auto row = ports_.store.payment(key);
  if (!row) return row.error();
  if (!*row) return std::optional<Payment>();
  auto payment = payment_of(**row);
  if (!payment) return payment.error();
  return std::optional<Payment>(std::move(*payment));
}

Batch Records::batch(Payment& p, const Changes& changes, Beside beside) {
  const SetupPtr setup = setup_();
  const Time now = ports_.clock.now();
  const bool told = has_endpoint(setup->config, p);
  Batch batch;
  for (const Draft& draft : changes.events) {
    EventRow event;
    event.id = make_id("evt", now, ports_.entropy).substr(4);
    event.scope = p.scope();
    event.payment = p.key();
    event.sequence = ++p.sequence;
    event.type = draft.type;
    event.created_ms = to_ms(now);
    event.state = told ? "pending" : "none";
    event.next_ms = told ? to_ms(now) : 0;
    event.detail = draft.detail;
    event.endpoint = p.callback_url;
    batch.events.push_back(std::move(event));
  }
  p.updated_at = now;
  ++p.version;
  plan(p, now, setup->config.recovery, terms(p, setup));
  (p.version == 1 ? batch.insert : batch.update).push_back(row_of(p));
  batch.callback = std::move(beside.callback);
  batch.idempotency = std::move(beside.idempotency);
  batch.matched_callbacks = std::move(beside.matched_callbacks);
  return batch;
}

void Records::ring(const Payment& p, bool events) {
  if (events) bells_.outbox->set();
  if (p.due_at && to_ms(*p.due_at) < bells_.sleeps_until_ms.load()) bells_.due->set();
}

Result<Committed> Records::insert(Payment& p, Changes& changes, Beside beside) {
  Batch writes = batch(p, changes, std::move(beside));
  const bool events = to_deliver(writes);
  auto committed = ports_.store.commit(std::move(writes));
  if (committed && std::holds_alternative<Done>(*committed)) ring(p, events);
  return committed;
}

Result<Payment> Records::change(Payment base, const std::string& cause, const Mutation& mutate,
                                Beside beside) {
  for (int i = 0; i < kTries; ++i) {
    Payment next = base;
    Changes changes;
    changes.cause = cause;
    mutate(next, changes);
    const bool beside_empty =
        !beside.callback && !beside.idempotency && beside.matched_callbacks.empty();
    if (changes.events.empty() && beside_empty && to_text(next) == to_text(base)) return base;
    Batch writes = batch(next, changes, beside);
    const bool events = to_deliver(writes);
    auto committed = ports_.store.commit(std::move(writes));
    if (!committed) return committed.error();
    if (std::holds_alternative<Done>(*committed)) {
      ring(next, events);
      return next;
    }
    Conflict& conflict = std::get<Conflict>(*committed);
    if (!conflict.payment) return lost_race();
    auto newer = payment_of(*conflict.payment);
    if (!newer) return newer.error();
    base = std::move(*newer);
  }
  return lost_race();
}

Result<void> Records::keep(CallbackRow callback) {
  Batch batch;
  batch.callback = std::move(callback);
  auto committed = ports_.store.commit(std::move(batch));
  if (!committed) return committed.error();
  return {};
}

}  // namespace wesel
