// Who may serve a payment now: the routing decision with how the accounts are at this moment, and
// what to tell a merchant when it comes out empty.
#pragma once

#include "engine/new_payment.hpp"

namespace wesel {

// A type or channel that no account knows is a mistake of the request, not of the rules:
// invalid_field.
Result<void> check_method(const Setup& setup, Kind kind, const Method& method);

// How the accounts are now, and what their providers told of themselves that concerns this payment.
// Asks nobody. Valid while both live.
HealthOf health_of(const Setup& setup, const Payment& payment, Time now);

// At least one account in its order. Codes: no_route, no_provider_available.
Result<Decision> decide(const Setup& setup, const Payment& payment, Time now);

}  // namespace wesel
