// Looking a payment up, as stored or after asking its provider.
#include "engine/engine.hpp"

namespace wesel {

Result<Payment> find(Context& c, const Caller& caller, std::string_view id) {
  const Error not_found{Fault::caller, "not_found", "there is no such object", {}};
  if (!is_id(id, "pay") && !is_id(id, "po")) return not_found;
  auto found = c.records.load(id.substr(id.size() - 26));
  if (!found) return found.error();
  if (!*found) return not_found;
  const Payment& p = **found;
  if (p.id != id || p.merchant != caller.merchant || p.mode != caller.mode) return not_found;
  return std::move(**found);
}

Result<Held> hold(Context& c, const Payment& payment) {
  constexpr std::chrono::seconds kPatience{10};
  const Error busy{Fault::caller, "invalid_state", "it is being worked on right now", {}};
  auto lease = c.leases.take(payment.key(), c.ports.clock.steady() + kPatience);
  if (!lease) return busy;
  auto now = c.records.load(payment.key());
  if (!now) return now.error();
  if (!*now) return busy;
  return Held{std::move(*lease), std::move(**now)};
}

Result<Refreshed> refresh(Context& c, Payment p) {
  const Attempt* a = p.current_attempt();
  const bool open =
      p.status == Status::processing || p.status == Status::pending || p.status == Status::paid;
  // Somebody who is sending it right now knows more than the provider can say.
  const bool sending = a && a->status == AttemptStatus::processing;
  if (!a || !open || sending) return Refreshed{std::move(p)};
  const SetupPtr setup = c.setup();
  if (!c.records.terms(p, setup)(*a).askable) return Refreshed{std::move(p)};
  auto asked = ask(c, setup, std::move(p), a->number, "refresh");
  if (!asked) return asked.error();
  return Refreshed{std::move(asked->payment), asked->answered, asked->retry_after};
}

}  // namespace wesel
