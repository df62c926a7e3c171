// Fazz's protocol as functions of their arguments: what is sent, and what an answer or a callback
// says. Numbers in brackets are those of README.md. Nothing here awaits.
#pragma once

#include "wesel/outcome.hpp"

namespace fazz {

using namespace wesel::sdk;
using wesel::json::Value;

inline Amount idr(std::int64_t minor) { return {minor, 0, "IDR"}; }

Json payment_body(const Operation& op);
Json payout_body(const Operation& op);
Json task_body(std::string_view action, const Amount& amount);

// What an object of that type tells. Without a state it does not tell enough: go and ask (4).
Event told_by(Value data, std::string_view type);
// An answer's "data" to a create or query, which must be about this attempt.
Outcome outcome_of(const Operation& op, Value data);

// With the provider's words where an answer has them in Fazz's own format.
Outcome with_words(Outcome outcome, const Reply& reply);
// Why what would have an effect was not done, or that nobody knows (5).
Outcome refusal_of(const Reply& reply);

bool is_signed(const Operation& op, std::string_view signing_secret);

}  // namespace fazz
