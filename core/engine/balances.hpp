// What an account has at its provider to pay out with: asked for by operators and in the
// background, never while a payout is made.
#pragma once

#include <optional>
#include <string>

#include "engine/engine.hpp"

namespace wesel {

// The balance as last told, where it surely does not suffice; nothing while it does or nobody
// knows.
std::optional<std::string> low_balance(const Account& account, const Money& wanted, Time now);

// Asks the provider, unless it was asked within limits::kBalanceApart. Codes: not_supported,
// no_provider_available (no answer).
Result<Account::Balance::CopyPtr> ask_balance(Context& context, Account& account);

}  // namespace wesel
