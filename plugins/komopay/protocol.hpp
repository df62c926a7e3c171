// KomoPay's protocol as functions of their arguments: what is sent, and what an answer or a
// callback says. Numbers in brackets are those of README.md. Nothing here awaits.
#pragma once

#include "wesel/outcome.hpp"

namespace komopay {

using namespace wesel::sdk;
using wesel::json::Value;

// "VAPAY" of what is asked; empty where KomoPay has none.
string_view method_code(const Operation& op, Kind kind);
// "virtual_account" of "VAPAY"; empty for what is not offered.
string_view method_named(string_view code);
// The provider's name of the channel (4).
string_view operator_code(const Operation& op);
bool is_ovo(const Operation& op);

// "/payins/att_1"; our attempt's id is KomoPay's idPayin or idPayout.
std::string path_of(const Operation& op, Kind kind);
// What a virtual account is named by, and a phone as +62…: (6).
std::string account_name(const Operation& op);
std::string international(string_view phone);
Json money_object(const Amount& amount);
Json create_body(const Operation& op, Kind kind);

// Nothing in an answer without a token that fits a header.
string_view token_in(const Reply& reply);
// {"description": "..."}, where even that may be missing.
bool is_basic_error(const Reply& reply);
Outcome with_words(Outcome outcome, const Reply& reply);
// Why a create was refused, or that nobody knows.
Outcome refusal_of(const Operation& op, Kind kind, const Reply& reply);
// Why a token or an answer was not had. A reply that repeats the secret is not quoted.
Outcome no_answer(const Reply& reply, string_view secret = {});

// What a 2xx to a create says, and what one to a question says.
Outcome created(const Operation& op, Kind kind, const Reply& reply);
Outcome detail(const Operation& op, Kind kind, const Reply& reply);

Outcome accounts_in(const Operation& op, const Reply& reply);
// What methods are listed for: the amount that is asked about, or a usual one (16).
Amount amount_listed(const Operation& op);
Outcome methods_in(const Operation& op, const Reply& reply);
Outcome balances_in(const Operation& op, const Reply& reply);
Outcome events_in(const Operation& op);

}  // namespace komopay
