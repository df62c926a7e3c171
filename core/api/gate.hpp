// Who is calling and whether they may: API keys by their hash, their mode and scopes, tokens that
// such a key made, and how often a merchant may call.
#pragma once

#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "api/grant.hpp"
#include "engine/setup.hpp"
#include "http/message.hpp"

namespace wesel {

struct Visitor {
  Caller caller;
  std::string key_id;
  std::vector<std::string> scopes;  // empty: all
  std::optional<Grant> grant;       // a token's; an API key has none and may all of its scopes
  bool may(std::string_view scope) const;
};

// Codes unauthorized, rate_limited. Any thread.
class Gate {
 public:
  // Nothing is learned about why a key or token is refused.
  Result<Visitor> admit(const http::Request& request, const Setup& setup, Clock& clock);

 private:
  // A full bucket lets `burst` calls through at once, then `per_second`.
  struct Bucket {
    std::int64_t milli_tokens = 0;
    Instant filled_at;
  };
  bool take_token(const Merchant& merchant, bool browser, Instant now);

  std::mutex mutex_;
  std::map<std::string, Bucket, std::less<>> buckets_;
};

// Of the admin listener: on loopback no key is needed, but no page in a browser may talk to it;
// elsewhere one of the operators' keys is.
Result<std::string> admit_operator(const http::Request& request, const Setup& setup, bool loopback);

}  // namespace wesel
