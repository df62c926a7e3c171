// The files in config/ load as they are, without a single problem.
#include <algorithm>

#include "base/bytes.hpp"
#include "config/files.hpp"

using namespace wesel;

namespace {

Config sample(const std::string& name) {
  const auto result = load(std::string(WESEL_SOURCE_DIR) + "/config/" + name);
  CHECK(complaints(result).empty());
  REQUIRE(result.config);
  return *result.config;
}

}  // namespace

TEST_CASE("the production sample loads once its secrets are there") {
  for (const char* name : {"KOMERCE_KEY", "FAZZ_API_KEY", "FAZZ_SECRET_KEY", "FAZZ_SIGNING_SECRET",
                           "KOMOPAY_MERCHANT_CODE", "KOMOPAY_SECRET"}) {
    setenv(name, "given", 1);
  }
  setenv("WESEL_SECRET", std::string(64, 'a').c_str(), 1);
  setenv("ACME_WHSEC", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", 1);
  const Config config = sample("wesel.toml");
  CHECK(config.accounts.size() == 3);
  CHECK(config.routes.size() == 4);
  CHECK(config.routes[0].split.size() == 2);
  CHECK_FALSE(config.allow_inline_secrets);
}

TEST_CASE("the sandbox sample loads as it is") {
  const Config config = sample("sandbox.toml");
  CHECK(config.store.url.reveal() == "sqlite:data/sandbox.db");
  const Merchant& demo = config.merchants.at(0);
  CHECK(demo.id == "demo");
  CHECK(demo.keys.at(0).sha256 ==
        to_hex(as_text(sha256("wsk_sandbox_demo_0000000000000000000000"))));
  CHECK(*demo.webhook->url == "http://127.0.0.1:9200/hooks");
  Texts names;
  for (const AccountConfig& account : config.accounts) {
    CHECK(account.mode == "sandbox");
    names.push_back(account.name);
  }
  CHECK(names == Texts{"komerce", "komopay", "fazz"});
  const auto& methods = find_account(config, "komopay")->methods;
  const auto wallets = std::find_if(methods.begin(), methods.end(), [](const MethodConfig& method) {
    return *method.type == "e_wallet";
  });
  REQUIRE(wallets != methods.end());
  CHECK(wallets->channels.at(0).provider_code == "ID_OVO");
}
