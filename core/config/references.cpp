// What no section can see alone: names that must exist or differ, and what one setting asks of
// another.
#include <map>

#include "config/sections.hpp"

namespace wesel::config {
namespace {

// Tells every second owner of a name.
class Unique {
 public:
  Unique(std::string what, Reading& reading) : what_(std::move(what)), reading_(reading) {}
  void add(const std::string& name, const Place& place) {
    if (name.empty()) return;
    const auto [first, fresh] = seen_.emplace(name, place);
    if (fresh) return;
    reading_.wrong(place, fmt::format("{} {} is there twice, first at {}; give each its own", what_,
                                      name, first->second.text()));
  }

 private:
  std::string what_;
  Reading& reading_;
  std::map<std::string, Place> seen_;
};

void check_known_merchant(const Config& config, std::string_view what, const Text& merchant,
                          Reading& reading) {
  if (find_merchant(config, *merchant) != nullptr) return;
  std::vector<std::string> ids;
  for (const Merchant& known : config.merchants) ids.push_back(known.id);
  const auto meant = nearest(*merchant, ids);
  reading.wrong(merchant.place,
                fmt::format("{} has merchant {:?}, which is not there; {}", what, *merchant,
                            meant ? fmt::format("{} may be meant", *meant)
                                  : "add [[merchants]] with that id"));
}

void check_http_webhook(const Config& config, const std::optional<Webhook>& webhook,
                        Reading& reading) {
  if (!webhook || !webhook->url->starts_with("http:")) return;
  if (!config.webhooks.allow_networks.empty()) return;
  reading.wrong(webhook->url.place,
                "merchants.webhook.url is not encrypted; write https, or name its network in "
                "webhooks.allow_networks");
}

void check_merchants(const Config& config, Reading& reading) {
  Unique ids("merchant", reading);
  Unique digests("the key with sha256", reading);
  for (const Merchant& merchant : config.merchants) {
    ids.add(merchant.id, merchant.place);
    Unique keys(fmt::format("key of merchant {}:", merchant.id), reading);
    for (const ApiKey& key : merchant.keys) {
      keys.add(key.id, key.place);
      digests.add(key.sha256, key.place);
    }
    check_http_webhook(config, merchant.webhook, reading);
    check_http_webhook(config, merchant.sandbox_webhook, reading);
  }
  Unique people("operator", reading);
  for (const Operator& person : config.operators) {
    people.add(person.id, person.place);
    Unique keys(fmt::format("key of operator {}:", person.id), reading);
    for (const OperatorKey& key : person.keys) {
      keys.add(key.id, key.place);
      digests.add(key.sha256, key.place);
    }
  }
}

void check_accounts(const Config& config, Reading& reading) {
  for (const AccountConfig& account : config.accounts) {
    if (!account.merchants && account.enabled && config.merchants.size() > 1) {
      reading.problems.push_back(
          {Severity::warning, account.place,
           fmt::format(
               "providers.{} takes the money of all {} merchants; write merchants = [\"…\"] "
               "if it should not",
               account.name, config.merchants.size())});
    }
    if (!account.merchants) continue;
    for (const Text& merchant : *account.merchants) {
      check_known_merchant(config, fmt::format("providers.{}.merchants", account.name), merchant,
                           reading);
    }
  }
}

void check_when(const Config& config, const When& when, Reading& reading) {
  for (const Condition& condition : when.all) {
    const auto* any = std::get_if<AnyOf>(&condition.matcher);
    if (condition.attribute != "merchant" || any == nullptr) continue;
    for (const std::string& id : any->values) {
      check_known_merchant(config, "routes.when", {id, condition.place}, reading);
    }
  }
  for (const When& inner : when.any) check_when(config, inner, reading);
  for (const When& inner : when.none) check_when(config, inner, reading);
}

void check_routes(const Config& config, Reading& reading) {
  Unique names("route", reading);
  std::vector<std::string> accounts;
  for (const AccountConfig& account : config.accounts) accounts.push_back(account.name);
  for (const Route& route : config.routes) {
    names.add(route.name, route.place);
    check_when(config, route.when, reading);
    for (const Text& account : route.use) {
      if (find_account(config, *account) != nullptr) continue;
      const auto meant = nearest(*account, accounts);
      reading.wrong(account.place,
                    fmt::format("routes.use has {:?}, which is no account; {}", *account,
                                meant ? fmt::format("{} may be meant", *meant)
                                      : fmt::format("add [providers.{}]", *account)));
    }
  }
}

void check_admin(const Config& config, Reading& reading) {
  const Address& admin = config.server.admin_listen;
  if (is_loopback(admin.host) || (config.server.tls && !config.operators.empty())) return;
  reading.wrong(admin.place,
                "server.admin_listen is open to others than this machine; write 127.0.0.1, or add "
                "[server.tls] and [[operators]]");
}

}  // namespace

void check_references(const Config& config, Reading& reading) {
  check_admin(config, reading);
  check_merchants(config, reading);
  check_accounts(config, reading);
  check_routes(config, reading);
}

}  // namespace wesel::config
