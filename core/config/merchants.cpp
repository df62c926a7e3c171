// [[merchants]] and [[operators]]: who may call, and where merchants are told.
#include <algorithm>
#include <set>

#include "base/bytes.hpp"
#include "base/limits.hpp"
#include "config/sections.hpp"

namespace wesel::config {
namespace {

using toml_tree::Node;

constexpr std::string_view kDigestExample = R"("…", the line that `wesel keys new` prints)";

// As customers read it.
std::string check_shown_name(std::string_view text) {
  if (utf8_length(text) > limits::kName) {
    return fmt::format("is longer than {} characters; write a shorter one", limits::kName);
  }
  return check_filled(text);
}

std::vector<std::string> read_scopes(Reader& table) {
  std::vector<Text> scopes;
  if (!table.read("scopes", scopes)) return {"payments"};
  if (scopes.empty())
    table.wrong("scopes", table.find("scopes")->place,
                R"(is empty; write ["payments"], ["payouts"] or both)");
  std::vector<std::string> names;
  for (const Text& scope : scopes) {
    if (*scope != "payments" && *scope != "payouts") {
      table.wrong("scopes", scope.place,
                  fmt::format(R"(has {:?}; write "payments" or "payouts")", *scope));
    }
    names.push_back(*scope);
  }
  return names;
}

ApiKey read_api_key(const Node& node, Reading& reading) {
  Reader table(node, "merchants.keys", reading);
  ApiKey key;
  key.place = table.place();
  if (table.need("id", R"("k1")") != nullptr) table.read("id", key.id, check_name);
  if (table.need("sha256", kDigestExample) != nullptr) {
    table.read("sha256", key.sha256, check_sha256);
  }
  if (table.need("mode", R"("sandbox" or "live")") != nullptr) {
    table.choose("mode", key.mode, {"live", "sandbox"});
  }
  key.scopes = read_scopes(table);
  table.finish();
  return key;
}

OperatorKey read_operator_key(const Node& node, Reading& reading) {
  Reader table(node, "operators.keys", reading);
  OperatorKey key;
  key.place = table.place();
  if (table.need("id", R"("k1")") != nullptr) table.read("id", key.id, check_name);
  if (table.need("sha256", kDigestExample) != nullptr) {
    table.read("sha256", key.sha256, check_sha256);
  }
  table.finish();
  return key;
}

// `url` and `secrets` of one endpoint; nothing when there is no url.
std::optional<Webhook> read_endpoint(Reader& table) {
  Webhook webhook;
  webhook.place = table.place();
  const bool has_url = table.find("url") != nullptr;
  const bool has_secrets = table.find("secrets") != nullptr;
  table.read("url", webhook.url, check_url);
  table.read_secrets("secrets", webhook.secrets, check_webhook_secret);
  if (has_url && !has_secrets) table.need("secrets", R"(["env:NAME"], each a "whsec_…")");
  if (!has_url && has_secrets) table.need("url", R"("https://shop.example/hooks")");
  const auto* list = has_secrets ? table.find("secrets")->as<toml_tree::Array>() : nullptr;
  if (list != nullptr && list->empty()) {
    table.wrong("secrets", table.find("secrets")->place, R"(is empty; write ["env:NAME"])");
  }
  return has_url ? std::optional(webhook) : std::nullopt;
}

void read_webhook(const Node& node, Merchant& merchant, Reading& reading) {
  Reader table(node, "merchants.webhook", reading);
  const std::size_t before = reading.problems.size();
  merchant.webhook = read_endpoint(table);
  if (const auto* sandbox = table.find("sandbox")) {
    Reader inner(*sandbox, "merchants.webhook.sandbox", reading);
    merchant.sandbox_webhook = read_endpoint(inner);
    inner.finish();
  }
  table.finish();
  const bool any = merchant.webhook || merchant.sandbox_webhook;
  if (!any && reading.problems.size() == before) {
    table.need("url", R"("https://shop.example/hooks")");
  }
}

void read_rate_limit(const Node& node, Merchant& merchant, Reading& reading) {
  Reader table(node, "merchants.rate_limit", reading);
  RateLimit limit;
  if (table.need("per_second", "200") != nullptr) {
    table.read("per_second", limit.per_second, 1, 1'000'000);
  }
  limit.burst = limit.per_second;
  table.read("burst", limit.burst, 1, 1'000'000);
  table.finish();
  merchant.rate_limit = limit;
}

}  // namespace

Merchant read_merchant(const Node& node, Reading& reading) {
  Reader table(node, "merchants", reading);
  Merchant merchant;
  merchant.place = table.place();
  if (table.need("id", R"("acme")") != nullptr) table.read("id", merchant.id, check_name);
  table.read("name", merchant.name, check_shown_name);
  for (const Node& key : table.list("keys")) merchant.keys.push_back(read_api_key(key, reading));
  if (const auto* webhook = table.find("webhook")) read_webhook(*webhook, merchant, reading);
  if (const auto* limit = table.find("rate_limit")) read_rate_limit(*limit, merchant, reading);
  table.finish();
  return merchant;
}

Operator read_operator(const Node& node, Reading& reading) {
  Reader table(node, "operators", reading);
  Operator person;
  person.place = table.place();
  if (table.need("id", R"("ayu")") != nullptr) table.read("id", person.id, check_name);
  for (const Node& key : table.list("keys")) person.keys.push_back(read_operator_key(key, reading));
  table.finish();
  return person;
}

}  // namespace wesel::config
