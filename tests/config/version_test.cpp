// The version of a rule set changes with what routing depends on, and with nothing else.
#include "config/files.hpp"

using namespace wesel;

namespace {

std::string rules(const std::string& account, const std::string& route) {
  return "[providers.a]\nplugin = \"p\"\nmode = \"live\"\n" + account +
         "\n[[routes]]\nname = \"r\"\nuse = [\"a\"]\n" + route + "\n";
}

std::string version(const std::string& account, const std::string& route) {
  return rules_version(loaded(rules(account, route)));
}

}  // namespace

TEST_CASE("a version is 16 hex digits and always the same") {
  const std::string v = version("", "");
  CHECK(v.size() == 16);
  CHECK(v.find_first_not_of("0123456789abcdef") == std::string::npos);
  CHECK(version("", "") == v);
}

TEST_CASE("what routing does not depend on leaves the version") {
  const std::string v = version("", "");
  CHECK(version("\n# a comment\ntimeout = \"9s\"", "") == v);
  CHECK(version("settings = { key = \"x\" }", "pick = \"listed\"") == v);
  CHECK(version("base_url = \"https://other.example\"", "when = {}") == v);
  CHECK(version("", "failover = { attempts = 3 }\n[log]\nlevel = \"warn\"") == v);
}

TEST_CASE("what routing depends on changes the version") {
  const std::string base = version("", "");
  Texts seen{base};
  const Texts accounts = {
      "enabled = false",
      "max_in_flight = 3",
      "limits = { daily_count = 3 }",
      "[[providers.a.methods]]\ntype = \"qris\"",
      "[[providers.a.methods]]\ntype = \"qris\"\nenabled = false",
      "[[providers.a.methods]]\ntype = \"qris\"\namount = { max = 5 }",
      "[[providers.a.methods]]\ntype = \"qris\"\nfee = { percent = \"1\" }",
      "[[providers.a.methods]]\ntype = \"qris\"\navailable = { days = [\"mon\"] }",
  };
  const Texts routes = {
      "when = { kind = \"payout\" }",
      "when = { kind = { not = \"payout\" } }",
      "when = { channel = { prefix = \"payout\" } }",
      "when = { channel = { exists = true } }",
      "when = { any = [{ kind = \"payout\" }] }",
      "when = { none = [{ kind = \"payout\" }] }",
      "when = { hour = { min = 1 } }",
      "pick = \"fastest\"",
      "pick = \"split\"\nsplit = { a = 1 }",
      "failover = { unknown = \"never\" }",
      "failover = { within = \"1s\" }",
      "[routing]\ntimezone = \"Asia/Jakarta\"",
  };
  for (const auto& text : accounts) seen.push_back(version(text, ""));
  for (const auto& text : routes) seen.push_back(version("", text));
  std::sort(seen.begin(), seen.end());
  CHECK(std::adjacent_find(seen.begin(), seen.end()) == seen.end());
}
