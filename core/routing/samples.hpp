// Example payments for checking rules: complete ones, so that only what is varied decides.
#pragma once

#include <string>
#include <vector>

#include "routing/check.hpp"

namespace wesel {

struct Sample {
  Payment payment;
  Time now;
};

// What accounts offer, without the amounts, each combination once.
struct Combination {
  Mode mode = Mode::live;
  Kind kind = Kind::payment;
  std::string method, channel;
  Currency currency;

  friend bool operator==(const Combination&, const Combination&) = default;
};
std::vector<Combination> combinations(const AccountIndex& accounts);

Sample make_sample(const Combination& combination, const std::string& merchant, Money amount,
                   Time now);

// Amounts worth trying: the ends of what accounts offer, in this currency.
std::vector<Money> offered_amounts(const AccountIndex& accounts, const Combination& combination);
// The ends of what clauses ask for, and their neighbours.
std::vector<Money> asked_amounts(const std::vector<Clause>& clauses, Currency currency);

// Of the hours of a week, one for each answer that the clauses' conditions on hour and weekday
// give together; where there are none, `now` alone.
std::vector<Time> moments(const std::vector<Clause>& clauses, const RuleSet& rules, Time now);

// Gives country, email and metadata what the conditions ask for; whether all then hold is for
// match() to say. Looks at no groups.
void adapt(Sample& sample, const Clause& clause);

// "virtual_account BCA, 10000 IDR, merchant acme, live".
std::string describe(const Sample& sample, const RuleSet& rules);

}  // namespace wesel
