// Whether an account can serve a payment, with every reason why not. Reasons that pass by
// themselves (breaker, quarantine, in-flight limit, opening hours) are told apart from those that
// only a change of payment or configuration mends.
#pragma once

#include "domain/decision.hpp"
#include "domain/offer.hpp"
#include "routing/account_index.hpp"
#include "routing/facts.hpp"

namespace wesel {

CandidateVerdict judge(const Facts& facts, const AccountOffers& account, const Serving& serving,
                       const AccountHealth& health);

// Whether the breaker is all that stands against a candidate.
bool only_breaker(const CandidateVerdict& verdict);

bool open_at(const OpenHours& hours, Time now);

}  // namespace wesel
