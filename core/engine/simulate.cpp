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

// Whether the provider's own sandbox did it.
Result<Payment> at_provider(Context& c, const SetupPtr& setup, Account& account, Payment p,
                            ProviderState wanted, bool& done) {
  const Attempt& a = *p.current_attempt();
  Operation operation = make_operation(OperationKind::payment_simulate, p, a, *setup);
  operation.wanted_state = wanted;
  const int number = a.number;
  const FlowResult result =
      run_flow(c.services(), account, operation, c.ports.clock.steady() + account.timeout());
  done = result.answer.outcome == Outcome::accepted;
  if (!done) return p;
  auto asked = ask(c, setup, std::move(p), number, "simulated");
  if (!asked) return asked.error();
  return std::move(asked->payment);
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
    bool done = false;
    auto changed = at_provider(c, setup, *account, std::move(p), state, done);
    if (!changed || done) return changed;
    p = std::move(*changed);
  }
  return c.records.change(std::move(p), "simulated", [&](Payment& next, Changes& changes) {
    Told told;
    told.state = state;
    hear(next, number, told, c.ports.clock.now(), changes);
  });
}

}  // namespace wesel
