// A new payment or payout: choose, claim, record, attempt, settle.
#include "base/limits.hpp"
#include "engine/engine.hpp"

namespace wesel {

namespace {

using std::string;

Error error(const char* code, string message, string where = {}) {
  return {Fault::caller, code, std::move(message), std::move(where)};
}

// How the accounts are now, by their position in the index.
HealthOf health_of(const Setup& setup) {
  return [&setup](std::size_t i) {
    const Account& account = *setup.catalog->accounts()[i];
    AccountHealth health;
    health.quarantined = account.quarantined();
    health.full = account.full();
    return health;
  };
}

// A type or channel that no account knows is a mistake of the request, not of the rules.
Result<void> check_known(const Setup& setup, const NewPayment& r) {
  bool type = false, channel = false;
  for (const AccountOffers& account : setup.accounts->accounts())
    for (const Offer& offer : account.offers) {
      if (offer.kind != r.kind || offer.method != r.method.type) continue;
      type = true;
      channel |= offer.channel == r.method.channel;
    }
  if (!type)
    return error("invalid_field", "no account offers the method \"" + r.method.type + "\"",
                 "/method/type");
  if (!channel)
    return error("invalid_field",
                 r.method.channel.empty()
                     ? "this method needs a channel"
                     : "no account offers the channel \"" + r.method.channel + "\"",
                 "/method/channel");
  return {};
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
  if (auto known = check_known(setup, r); !known) return known;
  return check_pin(setup, r);
}

string left_out(const Decision& decision) {
  string text;
  for (const CandidateVerdict& candidate : decision.candidates) {
    text += text.empty() ? "" : "; ";
    text += candidate.account + ": ";
    for (std::size_t i = 0; i < candidate.reasons.size(); ++i)
      text += (i ? ", " : "") + render(candidate.reasons[i]);
  }
  return text;
}

Error nobody(const Choice& choice) {
  if (choice.availability == Availability::later)
    return {Fault::unavailable, "no_provider_available", left_out(choice.decision), {}};
  if (choice.decision.route.empty()) return error("no_route", "no route matches this payment");
  return error("no_route", "the route \"" + choice.decision.route +
                               "\" has no account for this payment: " + left_out(choice.decision));
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
  return replay(c, std::move(*existing), print, within);
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

constexpr std::chrono::hours kRepeatsKept{7 * 24};

Beside claim(const Payment& p, const std::optional<Repeat>& repeat, Time now) {
  Beside beside;
  if (repeat)
    beside.idempotency = IdempotencyRow{repeat->key, repeat->fingerprint, string(p.key()),
                                        to_ms(now + kRepeatsKept), to_ms(now)};
  return beside;
}

}  // namespace

Result<Created> create(Context& c, const Caller& caller, const NewPayment& request,
                       const std::optional<Repeat>& repeat) {
  const SetupPtr setup = c.setup();
  const Time now = c.ports.clock.now();
  if (request.method.type.empty())
    return error("not_supported", "a payment without a method is not supported yet", "/method");
  const auto fits = check_now(*setup, request, now);

  Payment p = make_payment(request, caller, now, c.ports.entropy);
  Choice choice;
  if (fits) choice = choose(*setup->rules, *setup->accounts, facts_of(p, now), health_of(*setup));
  if (choice.decision.order.empty()) {
    auto before = earlier(c, p, repeat);
    if (!before) return before.error();
    if (*before) return std::move(**before);
    return fits ? nobody(choice) : fits.error();
  }
  p.decision = std::move(choice.decision);
  const string first = p.decision.order.front();
  begin_attempt(*setup, p, first, now, Millis(p.decision.within_ms));

  const auto lease = c.leases.try_take(p.key());
  Changes changes{"create", {}};
  auto committed = c.records.insert(p, changes, claim(p, repeat, now));
  if (!committed) return committed.error();
  if (const auto* conflict = std::get_if<Conflict>(&*committed))
    return replay_conflict(c, *conflict, repeat, p.fingerprint, Millis(p.decision.within_ms));

  auto driven = drive(c, setup, std::move(p));
  if (!driven) return driven.error();
  return Created{std::move(*driven), false};
}

}  // namespace wesel
