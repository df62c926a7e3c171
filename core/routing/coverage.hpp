// Looks for payments that fall through: no route, or a route none of whose accounts would take it.
// It asks choose() about payments made from what accounts offer and from what routes name; only
// what choose() refused is told, with that payment as the example.
#pragma once

#include <vector>

#include "routing/check.hpp"

namespace wesel {

// Payments that some account would take and the rules do not bring there.
std::vector<Problem> find_lost_payments(const CheckInput& input);

// Methods, channels, currencies and amounts that a route names and none of its accounts takes.
std::vector<Problem> find_empty_promises(const CheckInput& input);

}  // namespace wesel
