// What can be proved about rules without looking at payments: that a clause never holds, that one
// clause holds wherever another does. "No" means not proved, never the opposite.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "routing/predicate.hpp"

namespace wesel {

// No payment satisfies it.
bool never_holds(const Clause& clause);

// Every payment that satisfies `narrow` satisfies `wide`.
bool implies(const Clause& narrow, const Clause& wide);

// The conditions of `wide` itself that `narrow` does not imply; nothing when its groups are in
// the way too.
std::optional<std::vector<const Predicate*>> not_implied(const Clause& narrow, const Clause& wide);

// Both at once.
Clause both(const Clause& a, const Clause& b);

// Clauses that together hold wherever `clause` does, each with one value of the attribute, or for
// amounts one stretch between the ends that occur in `cuts`; empty where the values are endless.
std::vector<Clause> cases_of(const Clause& clause, const Attribute& attribute,
                             const std::vector<const Predicate*>& cuts);

}  // namespace wesel
