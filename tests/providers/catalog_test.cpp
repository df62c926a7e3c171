// From configuration to accounts: every mistake is told with its place.
#include "providers/world.hpp"

namespace wesel {
namespace {

Config config_of(std::vector<AccountConfig> accounts) {
  Config out;
  out.accounts = std::move(accounts);
  return out;
}

AccountConfig stepper(const std::string& key = "live_key_123") {
  return test::account_config("stepper", {test::setting("api_key", key)});
}

std::vector<std::string> problems_of(const Config& config) {
  std::vector<Problem> problems;
  const auto catalog = build_catalog(config, test::plugins(), problems);
  CHECK((catalog == nullptr) == any_errors(problems));
  std::vector<std::string> out;
  for (const Problem& problem : problems) out.push_back(problem.text());
  return out;
}

TEST_CASE("accounts stand in the order of the configuration, disabled ones too") {
  AccountConfig off = stepper();
  off.name = "two";
  off.enabled = false;
  off.merchants = {{{"acme", {}}}};
  std::vector<Problem> problems;
  const auto catalog = build_catalog(config_of({stepper(), off}), test::plugins(), problems);
  REQUIRE(catalog);
  REQUIRE(catalog->accounts().size() == 2);
  CHECK(catalog->find("one")->offers().enabled);
  CHECK_FALSE(catalog->find("two")->enabled());
  CHECK(catalog->find("two")->offers().merchants == std::vector<std::string>{"acme"});
  CHECK(catalog->find("three") == nullptr);
}

TEST_CASE("every problem of every account is told at once") {
  AccountConfig none = test::account_config("nobody", {});
  AccountConfig wrong = stepper();
  wrong.settings = {test::setting("speed", "warp"), test::setting("colour", "red")};
  wrong.base_urls = {{"files", "https://a.example", {"wesel.toml", 11, 1}}};
  wrong.methods.push_back(
      {"payout", {"bank_transfer", {"wesel.toml", 20, 8}}, {}, {}, {}, {}, {}, true, {}});
  const auto problems = problems_of(config_of({none, wrong}));
  REQUIRE(problems.size() == 6);
  CHECK(problems[0].find("wesel.toml:7:1: no plugin \"nobody\"") == 0);
  CHECK(problems[1].find("wesel.toml:9:3: stepper has no setting colour; it has api_key, speed") ==
        0);
  CHECK(problems[2].find("wesel.toml:6:1: settings.api_key is missing: From the dashboard.") == 0);
  CHECK(problems[3].find("wesel.toml:9:3: settings.speed is one of fast, slow") == 0);
  CHECK(problems[4].find("wesel.toml:11:1: stepper has no endpoint files; it has api") == 0);
  CHECK(problems[5].find("wesel.toml:20:8: stepper offers no payout bank_transfer") == 0);
}

TEST_CASE("a secret stands in the file only where that is allowed") {
  Config config = config_of({stepper()});
  config.accounts[0].settings[0].inline_value = true;
  const auto problems = problems_of(config);
  REQUIRE(problems.size() == 1);
  CHECK(problems[0].find("settings.api_key is a secret: write \"env:NAME\"") != std::string::npos);
  config.allow_inline_secrets = true;
  CHECK(problems_of(config).empty());
}

TEST_CASE("a key or host of the other mode is refused") {
  AccountConfig live = stepper("test_key_987654");
  live.mode = "live";
  CHECK(problems_of(config_of({live})) ==
        std::vector<std::string>{"wesel.toml:9:3: settings.api_key: a key for the other mode"});

  AccountConfig host = stepper();
  host.base_urls = {{"", "https://api.stepper.example/v2", {"wesel.toml", 11, 1}}};
  const auto problems = problems_of(config_of({host}));
  REQUIRE(problems.size() == 1);
  CHECK(problems[0].find("wesel.toml:11:1: api.stepper.example is stepper's address for the other "
                         "mode") == 0);
  host.mode = "live";
  CHECK(problems_of(config_of({host})).empty());
}

TEST_CASE("a base_url replaces the plugin's own address") {
  AccountConfig config = stepper();
  const auto plain = test::make_account(config);
  CHECK(plain->endpoint(0).text() == "https://sandbox.stepper.example/v1");
  config.base_urls = {{"", "http://127.0.0.1:9000/fake", {}}};
  CHECK(test::make_account(config)->endpoint(0).text() == "http://127.0.0.1:9000/fake");
}

}  // namespace
}  // namespace wesel
