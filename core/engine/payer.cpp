#include "engine/payer.hpp"

namespace wesel {

Result<PayerAccounts> payer_accounts(Context& c, const Payment& p) {
  const auto refusal = [](const char* code, std::string why) {
    return Error{Fault::caller, code, std::move(why), {}};
  };
  const Attempt* a = p.current_attempt();
  if (!a || a->status == AttemptStatus::processing)
    return refusal("invalid_state", "no provider has it yet");
  const SetupPtr setup = c.setup();
  const auto account = account_of(*setup, p, *a);
  if (!account || !account->can(OperationKind::payment_accounts))
    return refusal("not_supported", "its provider does not tell who paid");
  const Offer* offer = offer_of(*setup, p, *a);
  if (a->provider_reference.empty() && !(offer && offer->query_by_reference))
    return refusal("invalid_state", "its provider is not known to have it");
  const Instant start = c.ports.clock.steady();
  const Millis wait =
      c.asks.claim(p.attempt_id(a->number), offer ? offer->query_interval : Millis(0), start);
  if (wait > Millis(0)) return PayerAccounts{{}, {}, wait};

  FlowResult told = run_flow(c.services(), *account,
                             make_operation(OperationKind::payment_accounts, p, *a, *setup),
                             start + account->timeout());
  if (told.answer.outcome == Outcome::not_found)
    return refusal("invalid_state", "its provider does not know it");
  if (told.answer.outcome != Outcome::accepted)
    return Error{
        Fault::unavailable, "no_provider_available", a->account + " did not tell; try again", {}};
  return PayerAccounts{std::move(told.account_asked), std::move(told.account_used)};
}

}  // namespace wesel
