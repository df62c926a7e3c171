// The whole configuration as plain structs, defaults filled in, secrets resolved. Nothing here
// knows TOML; load.hpp makes one from files.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "base/secret.hpp"
#include "config/accounts.hpp"
#include "config/place.hpp"
#include "config/routes.hpp"

namespace wesel {

struct Address {
  std::string host;  // an IP address, without brackets, or "localhost"
  std::uint16_t port = 0;
  Place place;
};

struct TlsConfig {
  Text certificate;  // path of a PEM file, the chain
  Secret key;        // PEM
  Place place;
};

struct ServerConfig {
  Address listen{"127.0.0.1", 8080, {}};
  Address admin_listen{"127.0.0.1", 8081, {}};
  Text public_url;  // no slash at the end; empty: http://<listen>
  int max_connections = 10'000;
  std::vector<Text> cors_origins;
  std::optional<Secret> secret;  // at least 32 bytes; none: kept in the store
  std::optional<TlsConfig> tls;
  Place place;
};

struct StoreConfig {
  Secret url{"sqlite:/var/lib/wesel/wesel.db"};  // or "postgresql://…", which may hold a password
  Place place;
};

struct WebhooksConfig {
  std::vector<Millis> schedule;  // waits after each failed delivery
  Millis timeout = std::chrono::seconds(15);
  std::vector<Text> allow_networks;  // "127.0.0.0/8"
  Place place;
};

struct RecoveryConfig {
  std::vector<Millis> schedule;  // the last one repeats
  Millis horizon = std::chrono::hours(72);
  std::vector<Millis> pending_schedule;  // the last one repeats
  Millis expiry_grace = std::chrono::minutes(15);
  Place place;
};

struct LogConfig {
  std::string level = "info";  // debug, info, warn, error
  Place place;
};

struct ApiKey {
  std::string id;
  std::string sha256;               // of the whole key, lower-case hex
  std::string mode;                 // "live" or "sandbox"
  std::vector<std::string> scopes;  // "payments", "payouts"
  Place place;
};

struct Webhook {
  Text url;
  std::vector<Secret> secrets;  // "whsec_…", at least one; two during rotation
  Place place;
};

struct RateLimit {
  int per_second = 0;
  int burst = 0;
};

struct Merchant {
  std::string id;
  std::string name;  // as customers read it; empty: the id
  std::vector<ApiKey> keys;
  std::optional<Webhook> webhook;
  std::optional<Webhook> sandbox_webhook;  // none: test payments are told to `webhook`
  std::optional<RateLimit> rate_limit;
  Place place;
};

struct OperatorKey {
  std::string id;
  std::string sha256;  // of the whole key, lower-case hex
  Place place;
};

struct Operator {
  std::string id;
  std::vector<OperatorKey> keys;
  Place place;
};

struct Config {
  std::string file;  // the one that includes the others
  bool allow_inline_secrets = false;
  ServerConfig server;
  StoreConfig store;
  WebhooksConfig webhooks;
  RecoveryConfig recovery;
  LogConfig log;
  std::vector<Merchant> merchants;
  std::vector<Operator> operators;
  std::vector<AccountConfig> accounts;  // [providers.NAME], in the order written
  std::string timezone = "UTC";         // [routing], for hour and weekday
  std::vector<Route> routes;            // in the order written
};

// Null when there is none.
const AccountConfig* find_account(const Config& config, std::string_view name);
const Merchant* find_merchant(const Config& config, std::string_view id);

// Names the rules that made a decision: the same for equal routes and equal routing-relevant
// account settings, whatever the files look like otherwise. 16 hex digits.
std::string rules_version(const Config& config);

}  // namespace wesel
