// The routing decision: match a route, judge its candidates, order those that are kept. Pure; what
// it decided and why is in the Decision, which is stored with the payment.
#pragma once

#include <functional>

#include "domain/decision.hpp"
#include "domain/offer.hpp"
#include "routing/account_index.hpp"
#include "routing/facts.hpp"
#include "routing/rules.hpp"

namespace wesel {

// How an account is now, by its position in the AccountIndex. Empty: all are well.
using HealthOf = std::function<AccountHealth(std::size_t account)>;

enum class Availability {
  now,
  later,  // every candidate that could take it is out for a passing reason
  never,  // no route matched, or no candidate could take it as things are configured
};

struct Choice {
  Decision decision;
  Availability availability = Availability::never;
  const Route* route = nullptr;  // the matched one, in the RuleSet; null: none
};

// The rules must have been compiled with the names of these accounts.
Choice choose(const RuleSet& rules, const AccountIndex& accounts, const Facts& facts,
              const HealthOf& health = {});

}  // namespace wesel
