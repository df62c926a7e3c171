// A new payment or payout: choose, claim, record, attempt, settle.
#include "base/limits.hpp"
#include "engine/choice.hpp"
#include "engine/engine.hpp"

namespace wesel {

namespace {

using std::string;

Error error(const char* code, string message, string where = {}) {
  return {Fault::caller, code, std::move(message), std::move(where)};
}

Result<void> check_expiry(const NewPayment& r, Time now) {
  if (!r.expires_at) return {};
  if (*r.expires_at >= now + limits::kExpiryMin && *r.expires_at <= now + limits::kExpiryMax)
    return {};
  return error("invalid_field", "must lie between a minute and 30 days from now", "/expires_at");
}

Result<void> check_pin(const Setup& setup, const NewPayment& r) {
  if (r.pin.empty() || setup.catalog->find(r.pin)) return {};
  return error("invalid_field", "there is no account of this name", "/provider");
}

// What depends on the moment: a request that was taken before is answered all the same.
Result<void> check_now(const Setup& setup, const NewPayment& r, Time now) {
  if (auto expiry = check_expiry(r, now); !expiry) return expiry;
  if (!r.method.type.empty())
    if (auto known = check_method(setup, r.kind, r.method); !known) return known;
  return check_pin(setup, r);
}

// How long a call about it may take.
Millis within_of(const Payment& p) { return Millis(p.decision.within_ms); }

Beside claim(const Payment& p, const std::optional<Repeat>& repeat, Time now) {
  Beside beside;
  if (repeat)
    beside.idempotency = IdempotencyRow{repeat->key, repeat->fingerprint, string(p.key()),
                                        to_ms(now + limits::kIdempotencyKept), to_ms(now)};
  return beside;
}

// The same request again: the object as it is now, after whoever makes it is done.
Result<Created> replay(Context& c, Payment p, const string& print, Millis within) {
  if (p.fingerprint != print)
    return error("reference_conflict", "this reference was used for another request", "/reference");
  const string key(p.key());
  if (p.status == Status::processing) {
    c.leases.wait(key, c.ports.clock.steady() + within);
    auto now = c.records.load(key);
    if (!now) return now.error();
    if (*now) p = std::move(**now);
  }
  return Created{std::move(p), true};
}

Result<Created> replay_by_key(Context& c, const IdempotencyRow& row, const Repeat& repeat,
                              const string& print, Millis within) {
  if (row.fingerprint != repeat.fingerprint)
    return error("idempotency_key_reused", "this Idempotency-Key was used for another request");
  auto found = c.records.load(row.payment);
  if (!found) return found.error();
  if (!*found) return Error{Fault::bug, "internal", "an Idempotency-Key without its object", {}};
  return replay(c, std::move(**found), print, within);
}

Result<Created> replay_conflict(Context& c, const Conflict& conflict,
                                const std::optional<Repeat>& repeat, const string& print,
                                Millis within) {
  if (conflict.idempotency && repeat)
    return replay_by_key(c, *conflict.idempotency, *repeat, print, within);
  if (!conflict.payment)
    return Error{Fault::unavailable, "store_unavailable", "the store refused without a reason", {}};
  auto existing = payment_of(*conflict.payment);
  if (!existing) return existing.error();
  auto replayed = replay(c, std::move(*existing), print, within);
  if (!replayed || !repeat) return replayed;
  Batch batch;  // a key that was first seen here stands for this object from now on
  batch.idempotency = claim(replayed->payment, repeat, c.ports.clock.now()).idempotency;
  if (auto kept = c.ports.store.commit(std::move(batch)); !kept) return kept.error();
  return replayed;
}

// A request that nobody would take now may still be one that was taken before.
Result<std::optional<Created>> earlier(Context& c, const Payment& p,
                                       const std::optional<Repeat>& repeat) {
  Conflict conflict;
  if (repeat) {
    auto row = c.ports.store.idempotency(repeat->key);
    if (!row) return row.error();
    if (*row && (*row)->expires_ms > to_ms(c.ports.clock.now()))
      conflict.idempotency = std::move(*row);
  }
  auto row = c.ports.store.payment_by_reference(p.scope(), p.reference);
  if (!row) return row.error();
  conflict.payment = std::move(*row);
  if (!conflict.payment && !conflict.idempotency) return std::optional<Created>();
  auto replayed = replay_conflict(c, conflict, repeat, p.fingerprint, Millis(p.decision.within_ms));
  if (!replayed) return replayed.error();
  return std::optional<Created>(std::move(*replayed));
}

// Its first attempt, or none before a method is chosen.
Result<void> begin(const Setup& setup, const NewPayment& request, Payment& p, Time now) {
  if (auto fits = check_now(setup, request, now); !fits) return fits;
  if (p.method.type.empty()) {
    p.status = Status::requires_method;
    return {};
  }
  auto decision = decide(setup, p, now);
  if (!decision) return decision.error();
  p.decision = std::move(*decision);
  begin_attempt(setup, p, p.decision.order.front(), now, within_of(p));
  return {};
}

}  // namespace

Result<Created> create(Context& c, const Caller& caller, const NewPayment& request,
                       const std::optional<Repeat>& repeat) {
  const SetupPtr setup = c.setup();
  const Time now = c.ports.clock.now();
  Payment p = make_payment(request, caller, now, c.ports.entropy);
  if (auto refused = begin(*setup, request, p, now); !refused) {
    auto before = earlier(c, p, repeat);
    if (!before) return before.error();
    if (*before) return std::move(**before);
    return refused.error();
  }

  const auto lease = c.leases.try_take(p.key());
  Changes changes{"create", {}, {}};
  auto committed = c.records.insert(p, changes, claim(p, repeat, now));
  if (!committed) return committed.error();
  if (const auto* conflict = std::get_if<Conflict>(&*committed))
    return replay_conflict(c, *conflict, repeat, p.fingerprint, within_of(p));
  if (p.status == Status::requires_method) return Created{std::move(p), false};

  auto driven = drive(c, setup, std::move(p));
  if (!driven) return driven.error();
  return Created{std::move(*driven), false};
}

}  // namespace wesel
