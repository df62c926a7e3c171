#include "api/gate.hpp"

#include <algorithm>

#include "api/problem.hpp"
#include "api/token.hpp"
#include "base/bytes.hpp"
#include "http/address.hpp"

namespace wesel {

using std::string;
using std::string_view;

namespace {

string_view bearer(const http::Request& request) {
  const string_view value = http::find(request.fields, "authorization");
  constexpr string_view kScheme = "bearer ";
  if (value.size() <= kScheme.size()) return {};
  const bool same = std::equal(kScheme.begin(), kScheme.end(), value.begin(), [](char a, char b) {
    return a == (b >= 'A' && b <= 'Z' ? static_cast<char>(b - 'A' + 'a') : b);
  });
  return same ? value.substr(kScheme.size()) : string_view();
}

// The name in a Host field or an Origin, without port.
string_view host_name(string_view host) {
  if (const auto scheme = host.find("://"); scheme != host.npos) host.remove_prefix(scheme + 3);
  if (host.starts_with('[')) return host.substr(1, host.find(']') - 1);
  return host.substr(0, host.rfind(':'));
}

KeyOwner key_of(const Token& token, const Setup& setup) {
  const Merchant* merchant = find_merchant(setup.config, token.caller.merchant);
  if (!merchant) return {};
  for (const ApiKey& key : merchant->keys)
    if (key.id == token.key_id &&
        equal_secrets(mark_of(*merchant, key, setup.secret), token.key_mark))
      return {merchant, &key};
  return {};
}

// By its hash: how long that takes says nothing about any key.
KeyOwner key_of(string_view text, const Setup& setup) {
  const auto found = setup.keys.find(to_hex(as_text(sha256(text))));
  return found == setup.keys.end() ? KeyOwner{} : found->second;
}

}  // namespace

bool Visitor::may(string_view scope) const {
  return scopes.empty() || std::find(scopes.begin(), scopes.end(), scope) != scopes.end();
}

bool Gate::take_token(const Merchant& merchant, bool browser, Instant now) {
  if (!merchant.rate_limit) return true;
  const std::int64_t most = std::int64_t{merchant.rate_limit->burst} * 1000;
  const std::lock_guard lock(mutex_);
  // A page with a token must not use up what the merchant's own servers may do.
  const string name = merchant.id + (browser ? "/tokens" : "");
  const auto [found, fresh] = buckets_.try_emplace(name, Bucket{most, now});
  Bucket& bucket = found->second;
  const std::int64_t passed = (now - bucket.filled_at).count();
  bucket.milli_tokens =
      std::min(most, bucket.milli_tokens + passed * merchant.rate_limit->per_second);
  bucket.filled_at = now;
  if (bucket.milli_tokens < 1000) return false;
  bucket.milli_tokens -= 1000;
  return true;
}

Result<Visitor> Gate::admit(const http::Request& request, const Setup& setup, Clock& clock) {
  const string_view text = bearer(request);
  const Error refused =
      refuse("unauthorized", "an API key or a token is needed: Authorization: Bearer <key>");
  if (text.empty()) return refused;
  KeyOwner owner = key_of(text, setup);
  std::optional<Token> token;
  if (!owner.key) {
    token = read_token(text, setup.secret, clock.now());
    if (!token) return refused;
    owner = key_of(*token, setup);
  }
  if (!owner.key) return refused;
  const auto& [merchant, key] = owner;
  const auto mode = find_mode(key->mode);
  if (!mode || (token && token->caller.mode != *mode)) return refused;
  if (!take_token(*merchant, token.has_value(), clock.steady()))
    return refuse("rate_limited", "too many requests");
  Visitor visitor{{merchant->id, *mode}, key->id, key->scopes, {}};
  if (token) visitor.grant = std::move(token->grant);
  return visitor;
}

Result<string> admit_operator(const http::Request& request, const Setup& setup, bool loopback) {
  const string_view host = host_name(http::find(request.fields, "host"));
  const string_view origin = http::find(request.fields, "origin");
  const auto scheme = origin.find("://");
  const bool same =
      scheme != origin.npos && origin.substr(scheme + 3) == http::find(request.fields, "host");
  if (!origin.empty() && !same)
    return refuse("forbidden", "pages of other origins may not call this");
  if (loopback) {
    if (host != "localhost" && !http::is_address(host))
      return refuse("forbidden", "call this by its address or as localhost");
    return string("loopback");
  }
  const string digest = to_hex(as_text(sha256(bearer(request))));
  for (const Operator& one : setup.config.operators)
    for (const OperatorKey& key : one.keys)
      if (equal_secrets(key.sha256, digest)) return one.id;
  return refuse("unauthorized", "an operator's key is needed: Authorization: Bearer <key>");
}

}  // namespace wesel
