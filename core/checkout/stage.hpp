// What a customer may do with a payment now: what the page shows is decided here and nowhere else.
#pragma once

#include <string>

#include "checkout/words.hpp"
#include "domain/payment.hpp"

namespace wesel::checkout {

enum class Stage {
  choose,     // how to pay
  prepare,    // being sent to a provider, or in doubt
  pay,        // as the instructions say
  over_time,  // nobody should pay any more; the provider has the last word
  held,       // another amount came: a person decides
  paid,
  failed,
  expired,
  cancelled,
};

// "over_time".
const char* name(Stage stage);

Stage stage_of(const Payment& payment, Time now);
// It may still become something else.
bool open(Stage stage);
// Whether the customer may choose how to pay: while nothing is shown, or where the customer chose
// before. A method that came with the payment is the merchant's to change.
bool may_choose(const Payment& payment, Time now);
// Until when what is shown may be paid.
Time end_of(const Payment& payment);
// Changes whenever the page would show something else: "pay.2".
std::string state_of(const Payment& payment, Time now);
// "Waiting for your payment".
const char* headline(Stage stage, const Words& words);

}  // namespace wesel::checkout
