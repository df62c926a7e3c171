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
  // "create", "answer", "callback", "query", "refresh", "cancel", "method", "simulated", "clock",
  // "operator"
  std::string cause;
  std::vector<Draft> events;
  Pairs more;  // goes into every event's detail
};

// The answer to a create.
void settle_create(Payment& payment, int attempt, const Answer& answer, Time now, Changes& changes);

// What the provider told about an attempt: in a create's or query's answer or in a callback.
void hear(Payment& payment, int attempt, const Told& told, Time now, Changes& changes);

// The doors to the lifecycle tables. False: the attempt stays as it is.
void apply(Payment& payment, Change change, Time now, Changes& changes);
bool apply(Attempt& attempt, AttemptChange change, Time now);

// Money on an attempt makes it the current one; what was current is superseded, asked at once, and
// cancelled if it still waits.
void make_current(Payment& payment, int attempt, Time now);

// The current attempt came to nothing: so does the payment, unless another method may be chosen.
void end_choice(Payment& payment, Change change, Time now, Changes& changes);

// Notes an event: `what` happened, and what else is worth keeping about it.
void announce(const Payment& payment, std::string_view what, const Pairs& more, Changes& changes);

// An exception for a person to see; the same one is not raised twice, dealt with or not.
void raise(Payment& payment, ExceptionType type, int attempt, std::string expected,
           std::string actual, Time now, Changes& changes);

// Nobody took it: the payment fails with what its attempts say.
void fail_everywhere(Payment& payment, Time now, Changes& changes);

// Money of another amount came: expiry, cancel and change of method wait for an operator.
bool frozen(const Payment& payment);

// Money surely came on this attempt.
bool has_money(const Attempt& attempt);

}  // namespace wesel
