// Who paid and from where, as the provider tells it: asked each time, kept nowhere.
#pragma once

#include <optional>

#include "engine/engine.hpp"

namespace wesel {

struct PayerAccounts {
  std::optional<BankAccount> asked;  // as the merchant sent it
  std::optional<BankAccount> used;   // as the provider saw it
  Millis retry_after{0};             // more than zero: sooner than the provider allows, not asked
};
// Codes: not_supported; invalid_state (nobody was asked for it yet, or the provider does not know
// it); no_provider_available (no answer).
Result<PayerAccounts> payer_accounts(Context& context, const Payment& payment);

}  // namespace wesel
