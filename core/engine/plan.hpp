// When the engine next has to look at a payment by itself: pure functions from what is stored and
// what the configuration says. Whatever this file forgets would be forgotten for ever, so every
// attempt that may still change has a time here.
#pragma once

#include <functional>

#include "config/config.hpp"
#include "domain/payment.hpp"

namespace wesel {

// What may be asked of the account that holds an attempt.
struct Terms {
  bool askable = false;           // the provider can be asked about this attempt now
  bool tells_settlement = false;  // `completed` follows `paid`
};
using TermsOf = std::function<Terms(const Attempt&)>;

// Sets every attempt's next_at and the payment's due_at.
void plan(Payment& payment, Time now, const RecoveryConfig& recovery, const TermsOf& terms_of);

// Whether a payment that still looks for a provider goes on without this attempt.
bool is_behind(const Attempt& attempt);

// Notes a question about an attempt that began at `asked` and is over now. One about an ended
// attempt counts only when it was due and was answered: a provider that is down at that hour is
// asked again. A hurry that arose meanwhile stays.
void count_question(Attempt& attempt, Time asked, Time now, bool answered);

// An interrupted attempt is looked at this long after its deadline.
inline constexpr std::chrono::seconds kAfterDeadline{2};
// Two answers "not found" count when they are this far apart.
inline constexpr std::chrono::seconds kNotFoundApart{30};
// Ended attempts are asked about twice more: late money is found even without its callback.
inline constexpr std::chrono::hours kLateQuestions[] = {std::chrono::hours(1),
                                                        std::chrono::hours(24)};

}  // namespace wesel
