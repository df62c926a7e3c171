// [providers.NAME] with everything, and what may be wrong in it.
#include "config/files.hpp"

using namespace wesel;
using namespace std::chrono_literals;

namespace {

// Line 1 names the account; what is given starts at line 3.
std::string account(const std::string& text) {
  return "[providers.a]\nplugin = \"p\"\n" + text + "\nmode = \"live\"\n";
}

// [[providers.a.methods]] is line 4, type line 5; what is given starts at line 6.
std::string method(const std::string& text) {
  return account("") + "[[providers.a.methods]]\ntype = \"qris\"\n" + text + "\n";
}

MethodConfig read_method(const std::string& text) {
  return loaded(method(text)).accounts.at(0).methods.at(0);
}

}  // namespace

TEST_CASE("an account is read with its defaults") {
  const Config config = loaded(account(""));
  const AccountConfig& a = config.accounts.at(0);
  CHECK(a.name == "a");
  CHECK(*a.plugin == "p");
  CHECK(a.mode == "live");
  CHECK_FALSE(a.isolated);
  CHECK(a.timeout == 4s);
  CHECK_FALSE(a.max_in_flight);
  CHECK(a.methods_refresh == 1h);
  CHECK(a.balance_refresh == 5min);
  CHECK_FALSE(a.merchants);
  CHECK(a.enabled);
  CHECK(a.breaker.failures == 5);
  CHECK(a.breaker.window == 30s);
  CHECK(a.breaker.open_for == 15s);
  CHECK(a.breaker.probes == 1);
  CHECK(a.place.line == 1);
  CHECK(find_account(config, "a") == &a);
  CHECK(find_account(config, "b") == nullptr);
}

TEST_CASE("an account is read with everything it may say") {
  setenv("WESEL_TEST_KEY", "hidden", 1);
  const Config config = loaded(R"(
[[merchants]]
id = "acme"
[providers.a]
path = "/opt/libwesel_a.so"
sha256 = ")" + std::string(64, '0') +
                               R"("
mode = "sandbox"
isolation = "process"
base_url = { api = "http://127.0.0.1:9101/user", auth = "https://auth.example" }
settings = { key = "env:WESEL_TEST_KEY", code = "plain", size = 3, strict = true }
timeout = "2s"
max_in_flight = 500
methods_refresh = "0s"
balance_refresh = "2m"
merchants = ["acme"]
enabled = false
breaker = { failures = 1, window = "1m", open_for = "2m", probes = 3 }
limits = { daily_amount = 1_000_000, daily_count = 10 }
)");
  const AccountConfig& a = config.accounts.at(0);
  CHECK(*a.path == "/opt/libwesel_a.so");
  CHECK(a.isolated);
  REQUIRE(a.base_urls.size() == 2);
  CHECK(a.base_urls[0].endpoint == "api");
  CHECK(a.base_urls[1].url == "https://auth.example");
  REQUIRE(a.settings.size() == 4);
  CHECK(a.settings[0].name == "key");
  CHECK(a.settings[0].value.reveal() == "hidden");
  CHECK_FALSE(a.settings[0].inline_value);
  CHECK(a.settings[1].value.reveal() == "plain");
  CHECK(a.settings[1].inline_value);
  CHECK(a.settings[2].value.reveal() == "3");
  CHECK(a.settings[3].value.reveal() == "true");
  CHECK(a.max_in_flight == 500);
  CHECK(a.methods_refresh == 0s);
  CHECK(a.balance_refresh == 2min);
  CHECK(texts(*a.merchants) == Texts{"acme"});
  CHECK_FALSE(a.enabled);
  CHECK(a.breaker.open_for == 2min);
  CHECK(**a.daily_amount == "1000000");
  CHECK(a.daily_count == 10);
}

TEST_CASE("accounts keep the order in which they are written") {
  const Config config = loaded(R"(
[providers.zebra]
plugin = "p"
mode = "live"
[providers.apple]
plugin = "p"
mode = "live"
[providers.mango]
plugin = "p"
mode = "live"
)");
  CHECK(config.accounts.at(0).name == "zebra");
  CHECK(config.accounts.at(1).name == "apple");
  CHECK(config.accounts.at(2).name == "mango");
}

TEST_CASE("a method is read with its contract") {
  const MethodConfig m = read_method(R"(
kind = "payout"
channels = { BCA = "BNK_000", BRI = "BNK_002" }
currency = "IDR"
amount = { min = 10_000, max = "50000000" }
fee = { fixed = 4_440, percent = "0.99" }
available = { days = ["mon-wed", "sun"], hours = "06:00-22:00", timezone = "Asia/Jakarta" }
enabled = false)");
  CHECK(m.kind == "payout");
  CHECK(*m.type == "qris");
  REQUIRE(m.channels.size() == 2);
  CHECK(m.channels[0].name == "BCA");
  CHECK(m.channels[0].provider_code == "BNK_000");
  CHECK(**m.currency == "IDR");
  CHECK(**m.amount.min == "10000");
  CHECK(**m.amount.max == "50000000");
  CHECK(**m.fee.fixed == "4440");
  CHECK(**m.fee.percent == "0.99");
  CHECK(m.available->days == 0b1000111);
  CHECK(m.available->from_minute == 6 * 60);
  CHECK(m.available->to_minute == 22 * 60);
  CHECK(m.available->timezone == "Asia/Jakarta");
  CHECK_FALSE(m.enabled);
}

TEST_CASE("a method takes payments, every day and hour, in the routing timezone") {
  const MethodConfig m = read_method(
      "available = { days = \"sat-mon\" }\n[routing]\n"
      "timezone = \"Asia/Tokyo\"");
  CHECK(m.kind == "payment");
  CHECK(m.available->days == 0b1100001);
  CHECK(m.available->from_minute == 0);
  CHECK(m.available->to_minute == 24 * 60);
  CHECK(m.available->timezone == "Asia/Tokyo");
}

TEST_CASE("each mistake in an account is told at its place") {
  struct Case {
    std::string text;
    std::string complaint;
  };
  const Case cases[] = {
      {"isolation = \"vm\"",
       R"(3:13: providers.a.isolation = "vm" is not known; write "none" or "process")"},
      {"path = \"x.so\"", "3:8: providers.a.path stands beside plugin; keep one of the two"},
      {"sha256 = \"abc\"",
       R"(3:10: providers.a.sha256 = "abc" is not a SHA-256; it has 64 digits 0-9 and a-f)"},
      {"base_url = \"http://pay.example\"",
       R"(3:12: providers.a.base_url = "http://pay.example" is not encrypted; a live account needs https)"},
      {"base_url = { api = \"ftp://x\" }",
       R"(3:20: providers.a.base_url.api = "ftp://x" is not such a URL; write "https://host/path", without user, '?' and '#')"},
      {"settings = { key = 1.5 }",
       "3:20: providers.a.settings.key is a float; a text, integer or boolean is wanted"},
      {"max_in_flight = 0",
       "3:17: providers.a.max_in_flight = 0 is out of range; from 1 to 1000000 is right"},
      {"merchants = [\"acme\"]",
       R"(3:14: providers.a.merchants has merchant "acme", which is not there; add [[merchants]] with that id)"},
      {"breaker = { failure = 3 }",
       "3:13: providers.a.breaker.failure is not known; failures may be meant"},
      {"timeout = \"4 s\"",
       R"(3:11: providers.a.timeout = "4 s" is not a duration; write a text such as "500ms", "5s", "30m", "2h" or "3d")"},
      {"methods_refresh = \"-1s\"",
       R"(3:19: providers.a.methods_refresh = "-1s" is not a duration; write a text such as "500ms", "5s", "30m", "2h" or "3d")"},
      {"limits = { daily_amount = 1.5 }",
       R"(3:27: providers.a.limits.daily_amount is a float; write an integer or a text in main units, such as 10_000 or "42.05")"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.text);
    CHECK(complaints(account(c.text)) == Texts{c.complaint});
  }
}

TEST_CASE("what an account cannot do without is asked for") {
  CHECK(
      complaints("[providers.a]\nenabled = true\n") ==
      Texts{
          R"(1:1: providers.a lacks plugin; write plugin = "komerce", or path = "/…/libwesel_….so")",
          R"(1:1: providers.a lacks mode; write mode = "sandbox" or "live")"});
  CHECK(
      complaints("[providers.\"a/b\"]\nplugin = \"p\"\nmode = \"live\"\n").at(0) ==
      R"(1:12: providers: "a/b" is not a name; letters, digits, '_', '-' and '.' may be in it, 64 at most)");
}

TEST_CASE("each mistake in a method is told at its place") {
  struct Case {
    std::string text;
    std::string complaint;
  };
  const Case cases[] = {
      {"kind = \"refund\"",
       R"(7:8: providers.a.methods.kind = "refund" is not known; write "payment" or "payout")"},
      {"channels = []",
       "7:12: providers.a.methods.channels is empty; leave it out to offer every channel"},
      {"channels = [\"BCA\", \"BCA\"]",
       R"(7:20: providers.a.methods.channels has "BCA" twice; keep one)"},
      {"channels = { BCA = 1 }",
       R"(7:20: providers.a.methods.channels has BCA without a code; write BCA = "the provider's code")"},
      {"currency = \"XXQ\"",
       R"(7:12: providers.a.methods.currency = "XXQ" is not a known currency; write an ISO 4217 code such as "IDR")"},
      {"amount = { min = 20, max = 9 }",
       "7:28: providers.a.methods.amount.max = 9 is below min = 20"},
      {"amount = { min = -1 }",
       R"(7:18: providers.a.methods.amount.min is negative; write an integer or a text in main units, such as 10_000 or "42.05")"},
      {"amount = { min = \"1e3\" }",
       R"(7:18: providers.a.methods.amount.min = "1e3" is not an amount; write an integer or a text in main units, such as 10_000 or "42.05")"},
      {"currency = \"IDR\"\namount = { min = \"1.5\" }",
       "8:18: providers.a.methods.amount.min = 1.5 is no amount of IDR; it is above zero and has 0 "
       "decimals"},
      {"fee = { percent = 0.99 }",
       R"(7:19: providers.a.methods.fee.percent is a float; write a text such as "0.99")"},
      {"fee = { percent = \"101\" }",
       R"(7:19: providers.a.methods.fee.percent = "101" is not a percentage; write "0.99" for 0.99 %)"},
      {"available = { days = [\"monday\"] }",
       R"(7:23: providers.a.methods.available.days has what is no day; write "mon" or "mon-fri")"},
      {"available = { hours = \"6-22\" }",
       R"(7:23: providers.a.methods.available.hours = "6-22" is no time of day; write "06:00-22:00")"},
      {"available = { timezone = \"Asia/Jkt\" }",
       R"(7:26: providers.a.methods.available.timezone = "Asia/Jkt" is not a known time zone; write a name such as "Asia/Jakarta" or "UTC")"},
  };
  for (const Case& c : cases) {
    CAPTURE(c.text);
    CHECK(complaints(method(c.text)) == Texts{c.complaint});
  }
}

TEST_CASE("an account open to several merchants is only warned about") {
  const auto result =
      load_text("[[merchants]]\nid = \"a\"\n[[merchants]]\nid = \"b\"\n" + account(""));
  CHECK(complaints(result) ==
        Texts{"5:12: warning: providers.a takes the money of all 2 merchants; write merchants = "
              "[\"…\"] if it should not"});
  CHECK(result.config);
}
