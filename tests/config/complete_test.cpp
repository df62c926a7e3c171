// A file that says everything, and one that says nothing: what the structs hold afterwards.
#include "config/files.hpp"

using namespace wesel;
using namespace std::chrono_literals;

namespace {

const std::string kDigest(64, 'a');

const std::string kServer = R"(
[server]
listen = "0.0.0.0:9000"
admin_listen = "[::1]:9001"
public_url = "https://pay.example.com"
max_connections = 12
cors_origins = ["https://shop.example", "http://localhost:3000"]
secret = "env:WESEL_TEST_SECRET"

[store]
url = "postgresql://db.example/wesel"

[webhooks]
schedule = ["1s", "2m"]
timeout = "250ms"
allow_networks = ["127.0.0.0/8", "fd00::/8"]

[recovery]
schedule = ["3s"]
horizon = "3d"
pending_schedule = ["7m"]
expiry_grace = "1h"

[log]
level = "debug"
)";

}  // namespace

TEST_CASE("a file that says nothing gives the printed defaults") {
  const Config config = loaded("");
  CHECK(config.server.listen.host == "127.0.0.1");
  CHECK(config.server.listen.port == 8080);
  CHECK(config.server.admin_listen.port == 8081);
  CHECK(config.server.max_connections == 10'000);
  CHECK_FALSE(config.server.secret);
  CHECK_FALSE(config.server.tls);
  CHECK(config.store.url.reveal() == "sqlite:/var/lib/wesel/wesel.db");
  CHECK(config.webhooks.schedule ==
        std::vector<Millis>{5s, 5min, 30min, 2h, 5h, 10h, 14h, 20h, 24h});
  CHECK(config.webhooks.timeout == 15s);
  CHECK(config.recovery.schedule == std::vector<Millis>{2s, 10s, 30s, 2min, 10min, 1h});
  CHECK(config.recovery.horizon == 72h);
  CHECK(config.recovery.pending_schedule == std::vector<Millis>{5min, 30min, 1h});
  CHECK(config.recovery.expiry_grace == 15min);
  CHECK(config.log.level == "info");
  CHECK(config.timezone == "UTC");
  CHECK_FALSE(config.allow_inline_secrets);
}

TEST_CASE("the server's sections are read") {
  setenv("WESEL_TEST_SECRET", std::string(32, 's').c_str(), 1);
  const Config config = loaded(kServer);
  CHECK(config.server.listen.host == "0.0.0.0");
  CHECK(config.server.listen.port == 9000);
  CHECK(config.server.listen.place.line == 3);
  CHECK(config.server.admin_listen.host == "::1");
  CHECK(*config.server.public_url == "https://pay.example.com");
  CHECK(config.server.max_connections == 12);
  CHECK(texts(config.server.cors_origins) ==
        Texts{"https://shop.example", "http://localhost:3000"});
  CHECK(config.server.secret->reveal() == std::string(32, 's'));
  CHECK(config.store.url.reveal() == "postgresql://db.example/wesel");
  CHECK(config.webhooks.schedule == std::vector<Millis>{1s, 2min});
  CHECK(config.webhooks.timeout == 250ms);
  CHECK(texts(config.webhooks.allow_networks) == Texts{"127.0.0.0/8", "fd00::/8"});
  CHECK(config.recovery.schedule == std::vector<Millis>{3s});
  CHECK(config.recovery.horizon == 72h);
  CHECK(config.recovery.pending_schedule == std::vector<Millis>{7min});
  CHECK(config.recovery.expiry_grace == 1h);
  CHECK(config.log.level == "debug");
}

TEST_CASE("a certificate is a path and its key a secret") {
  const Folder folder;
  const std::string key = folder.write("tls.key", "-----BEGIN PRIVATE KEY-----\nabc\n");
  const Config config =
      loaded("[server.tls]\ncertificate = \"tls.pem\"\nkey = \"file:" + key + "\"\n");
  REQUIRE(config.server.tls);
  CHECK(*config.server.tls->certificate == "tls.pem");
  CHECK(config.server.tls->key.reveal() == "-----BEGIN PRIVATE KEY-----\nabc");
}

TEST_CASE("merchants and operators are read") {
  setenv("ACME_WHSEC", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", 1);
  const Config config = loaded(R"(
[[merchants]]
id = "acme"
name = "Toko Acmé"
keys = [
  { id = "k1", sha256 = ")" + kDigest +
                               R"(", mode = "live", scopes = ["payments", "payouts"] },
  { id = "k2", sha256 = ")" + std::string(64, 'b') +
                               R"(", mode = "sandbox" },
]
webhook.url = "https://shop.example/hooks"
webhook.secrets = ["env:ACME_WHSEC"]
webhook.sandbox = { url = "https://test.example/hooks", secrets = ["env:ACME_WHSEC"] }
rate_limit = { per_second = 200, burst = 400 }
[[merchants]]
id = "quiet"
rate_limit = { per_second = 5 }
[[operators]]
id = "ayu"
keys = [{ id = "o1", sha256 = ")" +
                               std::string(64, 'c') + "\" }]\n");
  REQUIRE(config.merchants.size() == 2);
  const Merchant& acme = config.merchants[0];
  CHECK(acme.name == "Toko Acmé");
  CHECK(config.merchants[1].name.empty());
  REQUIRE(acme.keys.size() == 2);
  CHECK(acme.keys[0].id == "k1");
  CHECK(acme.keys[0].sha256 == kDigest);
  CHECK(acme.keys[0].mode == "live");
  CHECK(acme.keys[0].scopes == Texts{"payments", "payouts"});
  CHECK(acme.keys[1].scopes == Texts{"payments"});
  CHECK(*acme.webhook->url == "https://shop.example/hooks");
  CHECK(acme.webhook->secrets.at(0).reveal() == "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
  CHECK(*acme.sandbox_webhook->url == "https://test.example/hooks");
  CHECK(acme.rate_limit->per_second == 200);
  CHECK(acme.rate_limit->burst == 400);
  CHECK(config.merchants[1].rate_limit->burst == 5);
  CHECK_FALSE(config.merchants[1].webhook);
  CHECK(find_merchant(config, "quiet") == &config.merchants[1]);
  CHECK(find_merchant(config, "other") == nullptr);
  CHECK(config.operators.at(0).keys.at(0).id == "o1");
}
