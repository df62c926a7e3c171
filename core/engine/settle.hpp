// What an answer, a callback or the clock means for a payment: pure functions over plain data.
// They change the payment in place and list the events that the change must be told with; nothing
// here talks to anybody.
#pragma once

#include <string>
#include <vector>

#include "domain/lifecycle.hpp"
#include "domain/outcome.hpp"
#include "domain/payment.hpp"

namespace wesel {

// An event before it has an id and a sequence.
struct Draft {
  std::string type;    // "payment.paid"
  std::string detail;  // JSON of what else is worth keeping; may be empty
};

struct Changes {
  std::string cause;  // "answer", "callback", "query", "cancel", "simulated", "clock", "operator"
  std::vector<Draft> events;
};

// The answer to a create.
void settle_create(Payment& payment, int attempt, const Answer& answer, Time now, Changes& changes);

// What the provider told about an attempt: in a create's or query's answer or in a callback.
void hear(Payment& payment, int attempt, const Told& told, Time now, Changes& changes);

// The one door to the lifecycle table.
void apply(Payment& payment, Change change, Time now, Changes& changes);

// An exception for a person to see; the same one is not raised twice while it is open.
void raise(Payment& payment, ExceptionType type, int attempt, std::string expected,
           std::string actual, Time now, Changes& changes);

// Nobody took it: the payment fails with what its attempts say.
void fail_everywhere(Payment& payment, Time now, Changes& changes);

// Money of another amount came: expiry, cancel and change of method wait for an operator.
bool frozen(const Payment& payment);

// Money surely came on this attempt.
bool has_money(const Attempt& attempt);

}  // namespace wesel
