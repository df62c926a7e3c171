// Looks for rules that cannot mean what was intended: routes that can never match, routes that
// earlier ones shadow, payments that nobody would take, limits that contradict. Every claim is
// proved: an example is a payment that choose() was asked about.
#pragma once

#include <string>
#include <vector>

#include "config/problem.hpp"
#include "routing/account_index.hpp"
#include "routing/rules.hpp"

namespace wesel {

struct CheckInput {
  const RuleSet& rules;
  const AccountIndex& accounts;
  std::vector<std::string> merchants;  // the configured ones
  Place place;                         // for findings that no route or account has a place for
  Time now;
};

std::vector<Problem> check_rules(const CheckInput& input);

}  // namespace wesel
