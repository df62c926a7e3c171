// The methods that a payment could be paid with now: those that the routes would find an account
// for, as things are. The page offers these and no others.
#pragma once

#include <vector>

#include "engine/setup.hpp"

namespace wesel::checkout {

// In the order in which the page shows them; channels by their name.
std::vector<Method> choices(const Setup& setup, const Payment& payment, Time now);

}  // namespace wesel::checkout
