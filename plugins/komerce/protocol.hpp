// Komerce's protocol as functions of their arguments: what is sent, and what an answer or a
// callback says. Numbers in brackets are those of README.md. Nothing here awaits.
#pragma once

#include "wesel/outcome.hpp"

namespace komerce {

using namespace wesel::sdk;
using wesel::json::Value;

inline constexpr std::int64_t kShortestExpiry = 3600;  // of a virtual account, in seconds
inline constexpr std::uint32_t kQueryInterval = 3000;  // between status calls, in milliseconds

inline Amount idr(std::int64_t minor) { return {minor, 0, "IDR"}; }
// Of a number or a text; nothing if it is not a whole amount.
std::optional<Amount> idr(Value value);

std::string lower(std::string_view text);

// Nothing for a status that is not published (4).
std::optional<State> state_named(std::string_view status);

// A complete answer in Komerce's own format, whatever it says.
bool is_envelope(const Reply& reply);
std::string_view message_of(const Reply& reply);
Outcome with_words(Outcome outcome, const Reply& reply);

Json create_body(const Operation& op);
// Why a create was refused, or that nobody knows.
Outcome refusal_of(const Reply& reply);
bool can_be_paid(Value data);
// A payment as create and status answer it.
Outcome payment_of(const Operation& op, const Reply& reply);

bool is_signed(const Operation& op);
Event event_of(const Operation& op);

}  // namespace komerce
