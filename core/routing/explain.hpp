// Why a payment would go where it would go: each route up to the match with every condition's
// verdict, each candidate, the order. For people and for POST /v1/routing/explain.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "routing/choose.hpp"

namespace wesel {

struct ConditionVerdict {
  std::string attribute;            // "amount"; "any" and "none" for groups
  std::string wanted;               // as written: "{ max = 10000000 }"
  std::optional<std::string> seen;  // nothing: the payment has none
  bool holds = false;
};

struct RouteVerdict {
  std::string name;
  bool matched = false;
  std::vector<ConditionVerdict> conditions;
};

struct Explanation {
  std::vector<RouteVerdict> routes;  // up to the one that matched
  std::size_t more = 0;              // routes after it, not looked at
  Choice choice;
};

Explanation explain(const RuleSet& rules, const AccountIndex& accounts, const Facts& facts,
                    const HealthOf& health = {});

// As design/operations.md has it; "more" only where routes were left out.
std::string to_json(const Explanation& explanation);
// For a terminal.
std::string to_text(const Explanation& explanation);

}  // namespace wesel
