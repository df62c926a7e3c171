// [server], [store], [webhooks], [recovery] and [log].
#include "config/sections.hpp"

namespace wesel::config {
namespace {

std::string check_server_secret(std::string_view text) {
  if (text.size() >= 32) return {};
  return "is too short; 32 bytes or more are wanted, such as from openssl rand -hex 32";
}

std::string check_pem_key(std::string_view text) {
  if (text.starts_with("-----BEGIN ")) return {};
  return R"(is no private key in PEM; write "file:/path/to/key.pem")";
}

// user:password@host
bool holds_password(std::string_view url) {
  const auto scheme = url.find("://");
  const auto at = url.find('@');
  if (scheme == std::string_view::npos || at == std::string_view::npos) return false;
  return url.substr(0, at).find(':', scheme + 3) != std::string_view::npos;
}

void read_tls(const toml_tree::Node& node, std::optional<TlsConfig>& out, Reading& reading) {
  Reader table(node, "server.tls", reading);
  TlsConfig tls;
  tls.place = table.place();
  if (table.need("certificate", R"("/etc/wesel/tls.pem")") != nullptr) {
    table.read("certificate", tls.certificate, check_filled);
  }
  if (table.need("key", R"("file:/etc/wesel/tls.key")") != nullptr) {
    table.read_secret("key", tls.key, check_pem_key);
  }
  table.finish();
  out = std::move(tls);
}

}  // namespace

void read_server(const toml_tree::Node& node, ServerConfig& server, Reading& reading) {
  Reader table(node, "server", reading);
  server.place = table.place();
  table.read("listen", server.listen);
  table.read("admin_listen", server.admin_listen);
  table.read("public_url", server.public_url, check_url);
  table.read("max_connections", server.max_connections, 1, 100'000);
  table.read("cors_origins", server.cors_origins, check_origin);
  if (Secret secret; table.read_secret("secret", secret, check_server_secret)) {
    server.secret = std::move(secret);
  }
  if (const auto* tls = table.find("tls")) read_tls(*tls, server.tls, reading);
  table.finish();
}

void read_store(const toml_tree::Node& node, StoreConfig& store, Reading& reading) {
  Reader table(node, "store", reading);
  store.place = table.place();
  const auto* url = table.find("url");
  const auto* text = url == nullptr ? nullptr : url->as<std::string>();
  if (url != nullptr) store.place = url->place;
  if (text == nullptr || holds_password(*text) || names_secret(*text)) {
    table.read_secret("url", store.url, check_store_url);
  } else if (std::string plain; table.read("url", plain, check_store_url)) {
    store.url = Secret(plain);
  }
  table.finish();
}

void read_webhooks(const toml_tree::Node& node, WebhooksConfig& webhooks, Reading& reading) {
  Reader table(node, "webhooks", reading);
  webhooks.place = table.place();
  table.read("schedule", webhooks.schedule);
  table.read("timeout", webhooks.timeout);
  table.read("allow_networks", webhooks.allow_networks, check_network);
  table.finish();
}

void read_recovery(const toml_tree::Node& node, RecoveryConfig& recovery, Reading& reading) {
  Reader table(node, "recovery", reading);
  recovery.place = table.place();
  table.read("schedule", recovery.schedule);
  table.read("horizon", recovery.horizon);
  table.read("pending_schedule", recovery.pending_schedule);
  table.read("expiry_grace", recovery.expiry_grace);
  table.finish();
}

void read_log(const toml_tree::Node& node, LogConfig& log, Reading& reading) {
  Reader table(node, "log", reading);
  log.place = table.place();
  table.choose("level", log.level, {"debug", "info", "warn", "error"});
  table.finish();
}

}  // namespace wesel::config
