// Where messages may go and when they are tried again.
#include "webhooks/delivery.hpp"

#include <catch2/catch.hpp>

#include "engine/small_world.hpp"
#include "webhooks/outbox.hpp"

using namespace wesel;
using namespace wesel::stories;

namespace {

http::Networks networks(const std::vector<std::string>& texts) {
  return http::Networks::parse(texts).value();
}

}  // namespace

TEST_CASE("merchants' URLs lead outward over https, and elsewhere only where the operator says") {
  const auto none = networks({});
  CHECK(may_call(none, "https", "93.184.216.34"));
  CHECK(may_call(none, "https", "2606:2800:220:1::1"));
  CHECK_FALSE(may_call(none, "http", "93.184.216.34"));
  for (const char* inside :
       {"127.0.0.1", "10.1.2.3", "192.168.0.1", "172.16.0.1", "169.254.169.254", "100.64.0.1",
        "0.0.0.0", "::1", "::ffff:127.0.0.1", "::ffff:169.254.169.254", "fd00::1", "fe80::1",
        "64:ff9b::7f00:1", "2002:7f00:1::", "224.0.0.1", "not-an-address", ""}) {
    INFO(inside);
    CHECK_FALSE(may_call(none, "https", inside));
  }
  const auto home = networks({"127.0.0.0/8"});
  CHECK(may_call(home, "http", "127.0.0.1"));
  CHECK(may_call(home, "https", "127.0.0.1"));
  CHECK(may_call(home, "http", "::ffff:127.0.0.1"));
  CHECK_FALSE(may_call(home, "http", "10.0.0.1"));
  CHECK_FALSE(may_call(home, "http", "93.184.216.34"));
}

TEST_CASE(
    "a failed delivery is tried again on the schedule, a tenth sooner or later, then no more") {
  SmallWorld world;
  const std::vector<Millis> schedule{5s, 5min};
  bool sooner = false, later = false;
  for (int i = 0; i < 200; ++i) {
    const auto wait = retry_wait(schedule, 1, world);
    REQUIRE(wait);
    CHECK(*wait >= 4500ms);
    CHECK(*wait <= 5500ms);
    sooner |= *wait < 5s;
    later |= *wait > 5s;
  }
  CHECK(sooner);
  CHECK(later);
  CHECK(*retry_wait(schedule, 2, world) >= 270s);
  CHECK_FALSE(retry_wait(schedule, 3, world));
  CHECK_FALSE(retry_wait({}, 1, world));
}

TEST_CASE("an endpoint says when it wants to be called again, in seconds or by its own clock") {
  const Time now = from_ms(1'700'000'000'000);  // Tue, 14 Nov 2023 22:13:20 GMT
  const auto asked = [&](const char* when, const char* date = "") {
    return retry_after({{"retry-after", when}, {"date", date}}, now);
  };
  CHECK(asked("0") == 0s);
  CHECK(asked("120") == 120s);
  CHECK(asked("Tue, 14 Nov 2023 22:15:20 GMT") == 120s);
  CHECK(asked("Tue, 14 Nov 2023 22:13:00 GMT") == 0s);
  CHECK(asked("Mon, 01 Jan 2001 00:01:00 GMT", "Mon, 01 Jan 2001 00:00:00 GMT") == 60s);
  CHECK(asked("999999999") == 24h);
  CHECK(asked("Thu, 01 Jan 2099 00:00:00 GMT") == 24h);
  for (const char* nonsense : {"", "-5", "soon", "1.5", "12 seconds", "99999999999999999999",
                               "Tue, 14 Nov 2023 22:15:20 GMT+7"}) {
    INFO(nonsense);
    CHECK(asked(nonsense) == 0s);
  }
}

TEST_CASE("test payments are told at the sandbox's endpoint, live ones never") {
  Config config;
  Merchant acme;
  acme.id = "acme";
  acme.sandbox_webhook = Webhook{{"https://test.example/h", {}}, {Secret("whsec_AAAA")}, {}};
  config.merchants.push_back(acme);
  EventRow event;
  event.scope = "acme/sandbox/payment";
  CHECK(endpoint_of(config, event)->url == "https://test.example/h");
  event.scope = "acme/live/payment";
  CHECK_FALSE(endpoint_of(config, event));
  config.merchants[0].webhook = Webhook{{"https://live.example/h", {}}, {Secret("whsec_BBBB")}, {}};
  CHECK(endpoint_of(config, event)->url == "https://live.example/h");
  event.endpoint = "https://own.example/h";
  CHECK(endpoint_of(config, event)->url == "https://own.example/h");
  event.scope = "nobody/live/payment";
  CHECK_FALSE(endpoint_of(config, event));
}
