// A key's scopes: what has to do with payouts is closed to a key that has payments alone, and the
// other way round, lists of everything included.
#include <catch2/catch.hpp>

#include "api/house.hpp"

using namespace wesel;
using namespace wesel::stories;
using std::string;

namespace {

struct Scoped : House {
  Scoped() {
    world.configure([](Config& config) {
      for (const char* scope : {"payments", "payouts"}) {
        config.merchants[0].keys.push_back(key(scope));
        config.merchants[0].keys.back().scopes = {scope};
      }
    });
  }

  // As if this had happened; its id.
  string happened(const string& type, const string& digit) {
    EventRow event;
    event.id = string(25, '0') + digit;
    event.scope = "acme/sandbox/" + type.substr(0, type.find('.'));
    event.payment = string(25, '1') + digit;
    event.sequence = 1;
    event.type = type;
    event.state = "none";
    Batch batch;
    batch.events.push_back(event);
    REQUIRE(world.store().commit(std::move(batch)));
    return "evt_" + event.id;
  }

  std::vector<string> events(const string& who) {
    const auto response = call("GET", "/v1/events", who);
    const auto document = json::Document::parse(response.body);
    std::vector<string> types;
    for (auto v = document["data"].first(); v; v = v.next()) types.emplace_back(v["type"].text());
    return types;
  }
};

}  // namespace

TEST_CASE("a key opens what its scopes have, and what needs none") {
  Scoped house;
  for (const char* path : {"/v1/payments", "/v1/payments/pay_x", "/v1/payouts", "/v1/payouts/po_x",
                           "/v1/payouts/po_x/events"}) {
    INFO(path);
    const bool payouts = string(path).starts_with("/v1/payouts");
    CHECK(house.call("GET", path, payouts ? "payments" : "payouts").status == 403);
    CHECK(house.call("GET", path, payouts ? "payouts" : "payments").status != 403);
    CHECK(house.call("GET", path, "acme-key").status != 403);
  }
  for (const char* who : {"payments", "payouts"})
    CHECK(house.call("GET", "/v1/currencies", who).status == 200);
}

TEST_CASE("events are listed and sent again for keys that may see what they are about") {
  Scoped house;
  house.happened("payment.paid", "1");
  const string payout = house.happened("payout.completed", "2");
  const string refund = house.happened("refund.completed", "3");
  using Types = std::vector<string>;
  CHECK(house.events("acme-key") == Types{"refund.completed", "payout.completed", "payment.paid"});
  CHECK(house.events("payments") == Types{"refund.completed", "payment.paid"});
  CHECK(house.events("payouts") == Types{"payout.completed"});
  const auto again = [&](const string& event, const string& who) {
    return house.call("POST", "/v1/events/" + event + "/redeliver", who).status;
  };
  CHECK(again(payout, "payments") == 403);
  CHECK(again(refund, "payouts") == 403);
  CHECK(again(payout, "payouts") != 403);
  CHECK(again(refund, "payments") != 403);
}

TEST_CASE("operators' calls come from no page, not even of the same machine") {
  const auto from = [](const char* origin) {
    http::Request request;
    request.fields = {{"host", "127.0.0.1:8081"}};
    if (*origin) request.fields.push_back({"origin", origin});
    return admit_operator(request, Setup{}, true).has_value();
  };
  CHECK(from(""));
  CHECK(from("http://127.0.0.1:8081"));  // the console
  for (const char* other : {"http://127.0.0.1:3000", "http://localhost:8081", "null",
                            "127.0.0.1:8081", "https://evil.example"}) {
    INFO(other);
    CHECK_FALSE(from(other));
  }
}
