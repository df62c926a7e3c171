// Tokens as text: JSON Web Tokens (RFC 7519) of exactly one form, signed with HS256 by a key that
// only this installation can derive. Reading knows no other form and asks the header nothing. What
// a token allows is grant.hpp's, which API key it hangs on the gate's.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "api/grant.hpp"
#include "engine/setup.hpp"

namespace wesel {

struct Token {
  Caller caller;
  std::string key_id;
  std::string key_mark;  // mark_of() the key that made it
  Grant grant;
  std::int64_t issued_s = 0, expires_s = 0;  // since 1970
};

// Another one as soon as anything about the key is changed; says nothing about the key.
std::string mark_of(const Merchant& merchant, const ApiKey& key, const Secret& secret);

std::string write_token(const Token& token, const Secret& secret);

// Nothing unless write_token() made it with this secret and it holds now, to the millisecond.
std::optional<Token> read_token(std::string_view text, const Secret& secret, Time now);

}  // namespace wesel
