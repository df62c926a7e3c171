#include "api/gate.hpp"

#include <algorithm>

#include "api/problem.hpp"
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

}  // namespace

bool Visitor::may(string_view scope) const {
  return scopes.empty() || std::find(scopes.begin(), scopes.end(), scope) != scopes.end();
}

bool Gate::take_token(const Merchant& merchant, Instant now) {
  if (!merchant.rate_limit) return true;
  const std::int64_t most = std::int64_t{merchant.rate_limit->burst} * 1000;
  const std::lock_guard lock(mutex_);
  const auto [found, fresh] = buckets_.try_emplace(merchant.id, Bucket{most, now});
  Bucket& bucket = found->second;
  const std::int64_t passed = (now - bucket.filled_at).count();
  bucket.milli_tokens =
      std::min(most, bucket.milli_tokens + passed * merchant.rate_limit->per_second);
  bucket.filled_at = now;
  if (bucket.milli_tokens < 1000) return false;
  bucket.milli_tokens -= 1000;
  return true;
}

Result<Visitor> Gate::admit(const http::Request& request, const Setup& setup, Instant now) {
  const string_view key = bearer(request);
  const Error refused = refuse("unauthorized", "an API key is needed: Authorization: Bearer <key>");
  if (key.empty()) return refused;
  // Found by its hash: how long that takes says nothing about any key.
  const auto found = setup.keys.find(to_hex(as_text(sha256(key))));
  if (found == setup.keys.end()) return refused;
  const auto& [merchant, known] = found->second;
  const auto mode = find_mode(known->mode);
  if (!mode) return refused;
  if (!take_token(*merchant, now)) return refuse("rate_limited", "too many requests");
  return Visitor{{merchant->id, *mode}, known->id, known->scopes};
}

Result<string> admit_operator(const http::Request& request, const Setup& setup, bool loopback) {
  const string_view host = host_name(http::find(request.fields, "host"));
  const string_view origin = http::find(request.fields, "origin");
  if (!origin.empty() && host_name(origin) != host)
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
