// What is derived from the installation's secret: the URLs that providers and customers are given,
// unguessable because each carries a keyed hash, the key a provider signs one attempt's callbacks
// with, and what tokens are signed by. Each purpose has keys of its own.
#pragma once

#include <string>
#include <string_view>

#include "base/secret.hpp"

namespace wesel {

// <public_url>/callbacks/<account>/<attempt>/<mac>
std::string callback_url(std::string_view public_url, std::string_view account,
                         std::string_view attempt_id, const Secret& secret);
bool callback_url_is_ours(std::string_view account, std::string_view attempt_id,
                          std::string_view mac, const Secret& secret);

// 32 bytes, the same at create and at callback of one attempt.
std::string callback_key(std::string_view attempt_id, const Secret& secret);

// <public_url>/pay/<token>
std::string checkout_url(std::string_view public_url, std::string_view payment_id,
                         const Secret& secret);
// The payment that a token opens; empty: none.
std::string payment_of_token(std::string_view token, const Secret& secret);

// 32 bytes that sign the tokens of POST /v1/tokens.
std::string token_key(const Secret& secret);
// Tells API keys apart in tokens without saying anything about them.
std::string key_mark(std::string_view key, const Secret& secret);

}  // namespace wesel
