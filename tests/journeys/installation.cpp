#include "journeys/installation.hpp"

#include <fmt/format.h>

#include <catch2/catch.hpp>
#include <fstream>

#include "base/bytes.hpp"

namespace wesel::journeys {

using std::string;

namespace {

// {0}: where the engine is. Their intervals are short, so that retries are quick.
constexpr const char* kSandboxes = R"(
[sandboxes.komerce]
listen = "127.0.0.1:0"
control_listen = "127.0.0.1:0"
api_key = "sandbox-komerce-key"
time_scale = 0.005
[sandboxes.komopay]
listen = "127.0.0.1:0"
control_listen = "127.0.0.1:0"
merchant_code = "SHOP"
secret = "komopay-secret"
time_scale = 0.005
[sandboxes.fazz]
listen = "127.0.0.1:0"
control_listen = "127.0.0.1:0"
api_key = "test_fazz_key"
secret_key = "fazz-secret"
signing_secret = "fazz-signing"
callback_url = "{0}/callbacks/fazz"
time_scale = 0.005
)";

constexpr const char* kServer = R"(
allow_inline_secrets = true
[server]
listen = "127.0.0.1:{port}"
admin_listen = "127.0.0.1:{admin}"
public_url = "http://127.0.0.1:{port}"
{server}
[store]
url = "sqlite:{store}"
[webhooks]
allow_networks = ["127.0.0.0/8"]
{webhooks}
[recovery]
{recovery}
[[merchants]]
id = "shop"
keys = [
  {{ id = "shop", sha256 = "{shop_key}", mode = "sandbox", scopes = ["payments", "payouts"] }},
  {{ id = "live", sha256 = "{live_key}", mode = "live" }}]
webhook = {{ url = "{shop_hooks}", secrets = ["{secret}"] }}
{shop}
[[merchants]]
id = "other"
keys = [{{ id = "other", sha256 = "{other_key}", mode = "sandbox" }}]
webhook = {{ url = "{other_hooks}", secrets = ["{secret}"] }}
)";

constexpr const char* kAccounts = R"(
[providers.komerce]
plugin = "komerce"
mode = "sandbox"
base_url = "{komerce_url}/user"
settings = {{ api_key = "sandbox-komerce-key" }}
methods_refresh = "{lists}"
balance_refresh = "{lists}"
{komerce}
[providers.komopay]
plugin = "komopay"
mode = "sandbox"
base_url = "{komopay_url}"
settings = {{ merchant_code = "SHOP", secret = "komopay-secret" }}
methods_refresh = "{lists}"
balance_refresh = "{lists}"
{komopay}
[[providers.komopay.methods]]
type = "virtual_account"
channels = {{ BCA = "BNK_000", BRI = "BNK_002" }}
[[providers.komopay.methods]]
type = "qris"
[[providers.komopay.methods]]
type = "e_wallet"
channels = {{ OVO = "ID_OVO", DANA = "ID_DANA" }}
[[providers.komopay.methods]]
kind = "payout"
type = "bank_transfer"
channels = {{ BCA = "BNK_000", BRI = "BNK_002" }}
[providers.fazz]
plugin = "fazz"
mode = "sandbox"
base_url = "{fazz_url}/api/v4"
settings = {{ api_key = "test_fazz_key", secret_key = "fazz-secret", signing_secret = "fazz-signing" }}
methods_refresh = "{lists}"
balance_refresh = "{lists}"
{fazz}
)";

constexpr const char* kRoutes = R"(
[[routes]]
name = "BCA virtual accounts"
when = { kind = "payment", method = "virtual_account", channel = "BCA" }
use = ["komerce", "fazz", "komopay"]
[[routes]]
name = "QRIS"
when = { kind = "payment", method = "qris" }
use = ["komerce", "fazz", "komopay"]
[[routes]]
name = "the rest"
use = ["komopay", "fazz", "komerce"]
)";

string digest(const char* key) { return to_hex(as_text(sha256(key))); }

}  // namespace

Reply Provider::control(const string& method, const string& target, const string& body) {
  return caller_->call(control_url_, method, target, {{"content-type", "application/json"}}, body);
}

void Provider::fault(const string& json) {
  const Reply reply = control("POST", "/_sandbox/faults", json);
  INFO(reply.body);
  REQUIRE(reply.status == 200);
}

void Provider::heal() { REQUIRE(control("DELETE", "/_sandbox/faults").status == 200); }

Reply Provider::entry(const string& reference, const char* ledger) {
  return control("GET", string("/_sandbox/") + ledger + "/" + percent_encode(reference));
}

int Provider::act(const string& reference, const string& action, const string& body,
                  const char* ledger) {
  const string target = string("/_sandbox/") + ledger + "/" + percent_encode(reference);
  return control("POST", target + "/" + action, body).status;
}

Reply Provider::call_api(const string& method, const string& target, http::Fields fields,
                         const string& body) {
  return caller_->call(url_, method, target, std::move(fields), body);
}

std::int64_t Provider::requests(const string& operation) {
  const Reply reply = control("GET", "/_sandbox/requests?limit=1");
  return reply["counts"][operation].integer().value_or(0);
}

string Order::text() const {
  json::Object customer;
  customer.set("name", "Budi").set("email", "budi@example.com").set("phone", "+6281234567890");
  json::Object method, out;
  method.set("type", type).set_if("channel", channel);
  out.set("reference", reference).set("amount", amount).set("currency", "IDR");
  out.set("method", method).set("customer", customer).set_if("provider", provider);
  return out.set_if("callback_url", callback_url).text();
}

string Payout::text() const {
  json::Object method, account, out;
  method.set("type", "bank_transfer").set("channel", channel);
  account.set("name", "Siti Rahma").set("number", "0123456789");
  out.set("reference", reference).set("amount", amount).set("currency", "IDR");
  out.set("method", method).set("account", account).set_if("provider", provider);
  out.set_if("callback_url", callback_url);
  if (!metadata.empty()) out.set_raw("metadata", metadata);
  return out.text();
}

Installation::Installation(Plan plan) {
  start_sandboxes();
  configure(plan);
  start();
}

void Installation::configure(const Plan& plan) {
  std::ofstream(folder_ / "wesel.toml") << config(plan);
}

Installation::~Installation() {
  engine_.kill_hard();  // before the hooks that it calls
  sandboxes_.kill_hard();
}

void Installation::start_sandboxes() {
  std::ofstream(folder_ / "sandboxes.toml") << fmt::format(kSandboxes, url());
  sandboxes_ = Process(
      {WESEL_BUILD_DIR "/bin/wesel-sandbox", "--config", (folder_ / "sandboxes.toml").string()},
      folder_ / "sandboxes.log", true);
  for (Provider* provider : {&komerce, &komopay, &fazz}) {
    const string door = sandboxes_.line(), control = sandboxes_.line();
    INFO(read_file(folder_ / "sandboxes.log"));
    REQUIRE(door.starts_with(provider->name_ + " http://"));
    REQUIRE(control.starts_with(provider->name_ + ".control http://"));
    provider->url_ = door.substr(door.find("http"));
    provider->control_url_ = control.substr(control.find("http"));
  }
}

string Installation::config(const Plan& plan) const {
  using fmt::arg;
  return fmt::format(
             kServer, arg("port", port_), arg("admin", admin_port_),
             arg("store", (folder_ / "wesel.db").string()), arg("webhooks", plan.webhooks),
             arg("server", plan.server), arg("recovery", plan.recovery), arg("shop", plan.shop),
             arg("shop_key", digest(plan.shop_key.empty() ? kShop : plan.shop_key.c_str())),
             arg("live_key", digest(kShopLive)), arg("other_key", digest(kOther)),
             arg("secret", kHookSecret),
             arg("shop_hooks", plan.shop_hooks.empty() ? hooks.url("/shop") : plan.shop_hooks),
             arg("other_hooks", hooks.url("/other"))) +
         fmt::format(kAccounts, arg("komerce_url", komerce.url_), arg("komerce", plan.komerce),
                     arg("komopay_url", komopay.url_), arg("komopay", plan.komopay),
                     arg("fazz_url", fazz.url_), arg("fazz", plan.fazz), arg("lists", plan.lists)) +
         plan.more + (plan.routes.empty() ? kRoutes : plan.routes);
}

void Installation::launch() {
  std::vector<string> words;
  if (!environment_.empty()) words.push_back("/usr/bin/env");
  words.insert(words.end(), environment_.begin(), environment_.end());
  for (const string& word : {string(WESEL_BUILD_DIR "/bin/wesel"), string("serve"),
                             string("--config"), (folder_ / "wesel.toml").string()})
    words.push_back(word);
  engine_ = Process(words, folder_ / "engine.log");
}

void Installation::start() {
  launch();
  const bool ready = eventually(
      [&] { return !engine_.running() || caller_.call(url(), "GET", "/readyz").status == 200; });
  INFO(log());
  REQUIRE(ready);
  REQUIRE(engine_.running());
}

Reply Installation::call(const string& method, const string& target, const string& body,
                         http::Fields fields, const string& key) {
  if (!key.empty()) fields.push_back({"authorization", "Bearer " + key});
  if (!body.empty() && http::find(fields, "content-type").empty())
    fields.push_back({"content-type", "application/json"});
  return caller_.call(url(), method, target, std::move(fields), body);
}

Reply Installation::operate(const string& method, const string& target, const string& body) {
  http::Fields fields;
  if (!body.empty()) fields.push_back({"content-type", "application/json"});
  return caller_.call("http://127.0.0.1:" + std::to_string(admin_port_), method, target,
                      std::move(fields), body);
}

Reply Installation::outside(const string& method, const string& target, const string& body,
                            http::Fields fields) {
  fields.push_back({"content-type", "application/json"});
  return caller_.call(url(), method, target, std::move(fields), body);
}

Reply Installation::once(const string& id, const string& status) {
  Reply reply;
  eventually([&] {
    reply = payment(id);
    return reply.text("status") == status;
  });
  return reply;
}

Provider& Installation::at(const string& name) {
  if (name == "komerce") return komerce;
  return name == "komopay" ? komopay : fazz;
}

}  // namespace wesel::journeys
