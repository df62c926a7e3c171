// Sandbox only: makes a payment end as a merchant wants to see it end. Through the provider's
// sandbox where it has an API for that, else applied by the engine itself.
#include "engine/engine.hpp"

namespace wesel {

namespace {

ProviderState state_of(Status wanted) {
  switch (wanted) {
    case Status::paid: return ProviderState::paid;
    case Status::completed: return ProviderState::completed;
    case Status::expired: return ProviderState::expired;
    case Status::failed: return ProviderState::failed;
    default: return ProviderState::none;
  }
}

bool possible(const Payment& p, Status wanted) {
  if (p.status == Status::pending) return true;
  return p.status == Status::paid && wanted == Status::completed;
}

// Through the provider's own sandbox. What it was asked is its to do: what it refused or left in
// doubt we do not pretend. `asked` is false where the plugin has no such call.
Result<Payment> at_provider(Context& c, const SetupPtr& setup, Account& account, Payment p,
                            ProviderState wanted, bool& asked) {
  const Attempt& a = *p.current_attempt();
  Operation operation = make_operation(OperationKind::payment_simulate, p, a, *setup);
  operation.wanted_state = wanted;
  const int number = a.number;
  const FlowResult result =
      run_flow(c.services(), account, operation, c.ports.clock.steady() + account.timeout());
  asked = result.answer.outcome == Outcome::accepted || result.requests > 0;
  if (result.answer.outcome != Outcome::accepted) return p;
  auto now = ask(c, setup, std::move(p), number, "simulated");
  if (!now) return now.error();
  return std::move(now->payment);
}

}  // namespace

Result<Payment> simulate(Context& c, Payment p, Status wanted) {
  if (p.mode != Mode::sandbox)
    return Error{Fault::caller, "not_supported", "only test payments can be simulated", {}};
  const ProviderState state = state_of(wanted);
  if (state == ProviderState::none)
    return Error{Fault::caller, "invalid_field",
                 "one of \"paid\", \"completed\", \"expired\", \"failed\"", "/status"};
  if (!possible(p, wanted) || !p.current_attempt())
    return Error{Fault::caller,
                 "invalid_state",
                 "the payment is " + std::string(name(p.status)) + " and cannot become " +
                     std::string(name(wanted)),
                 {}};
  const SetupPtr setup = c.setup();
  const int number = p.current;
  const auto account = account_of(*setup, p, *p.current_attempt());
  if (account && account->can(OperationKind::payment_simulate)) {
    bool asked = false;
    auto changed = at_provider(c, setup, *account, std::move(p), state, asked);
    if (!changed || asked) return changed;
    p = std::move(*changed);
  }
  return c.records.change(std::move(p), "simulated", [&](Payment& next, Changes& changes) {
    Told told;
    told.state = state;
    hear(next, number, told, c.ports.clock.now(), changes);
  });
}

}  // namespace wesel
