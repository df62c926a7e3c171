// Ids are time-ordered: 48 bits of milliseconds and 80 random bits in Crockford's base 32, after a
// prefix that says what it names. An attempt's id holds its payment's, so a callback finds its
// payment without another index.
#pragma once

#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "base/entropy.hpp"

namespace wesel {

// prefix is "pay", "po", "re" or "evt".
std::string make_id(std::string_view prefix, Time now, Entropy& entropy);

// att_<the payment's 26 characters><two digits>; number is 1..99. For payouts att_…'s 26 are the
// payout's.
std::string attempt_id(std::string_view payment_id, int number);
// The 26 characters and number of an attempt id; an empty view when it is none.
std::string_view attempt_body(std::string_view attempt_id);
int attempt_number(std::string_view attempt_id);

bool is_id(std::string_view text, std::string_view prefix);

}  // namespace wesel
