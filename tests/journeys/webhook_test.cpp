// Merchants' endpoints that fail, are gone, or hang; a URL for one payment; sending again.
#include <catch2/catch.hpp>

#include "journeys/installation.hpp"

namespace wesel::journeys {

using std::string;

namespace {

string state_of(Installation& wesel, const string& event) {
  const Reply events = wesel.get("/v1/events?limit=100");
  for (json::Value one = events["data"].first(); one; one = one.next())
    if (one["id"].text() == event) return string(one["delivery"]["state"].text());
  return {};
}

Reply pay_told_at(Installation& wesel, const string& reference, const string& url) {
  string body = Order{.reference = reference}.text();
  body.back() = ',';
  return wesel.post("/v1/payments", body + R"("callback_url": ")" + url + "\"}");
}

}  // namespace

TEST_CASE("an endpoint that fails is told again, the same event, and the next one only after it") {
  Installation wesel;
  wesel.hooks.answer_with("/shop", {500, 302});
  const Reply made = wesel.pay({});
  REQUIRE(wesel.komerce.act(made.text("provider_reference"), "pay") == 200);
  const auto told = wesel.hooks.wait_for(made.text("id"), "payment.paid");
  REQUIRE(told.size() == 4);
  for (int i = 0; i < 3; ++i) {
    CHECK(told[i].type == "payment.pending");
    CHECK(told[i].id == told[0].id);
    CHECK(told[i].genuine);
  }
  CHECK(told[2].answered == 200);
  CHECK(told[3].type == "payment.paid");
  REQUIRE(eventually([&] { return state_of(wesel, told[3].id) == "delivered"; }));
  const Reply events = wesel.get("/v1/payments/" + made.text("id") + "/events");
  CHECK(events["data"].at(1)["delivery"]["tries"].integer() == 3);
}

TEST_CASE("an event that ran out of tries is listed as undelivered, and the next goes out") {
  Installation wesel({.webhooks = "schedule = [\"20ms\", \"20ms\"]\n"});
  wesel.hooks.answer_with("/shop", {500, 500, 500});
  const Reply made = wesel.pay({});
  REQUIRE(wesel.hooks.wait_at("/shop", 3));
  const auto failed = wesel.hooks.at("/shop");
  REQUIRE(eventually([&] { return state_of(wesel, failed[0].id) == "undelivered"; }));
  REQUIRE(wesel.komerce.act(made.text("provider_reference"), "pay") == 200);
  CHECK(wesel.hooks.wait_for(made.text("id"), "payment.paid").back().answered == 200);

  const Reply again = wesel.post("/v1/events/" + failed[0].id + "/redeliver", "");
  CHECK(again.status == 200);
  REQUIRE(eventually([&] { return state_of(wesel, failed[0].id) == "delivered"; }));
  CHECK(wesel.hooks.at("/shop").back().id == failed[0].id);
  CHECK(
      wesel.call("POST", "/v1/events/" + failed[0].id + "/redeliver", "", {}, Installation::kOther)
          .status == 404);
}

TEST_CASE("an endpoint that says 410 is not called again") {
  Installation wesel;
  wesel.hooks.answer_with("/gone", {410});
  const string url = wesel.hooks.url("/gone");
  const Reply made = pay_told_at(wesel, "GONE", url);
  INFO(made.body);
  REQUIRE(made.status == 201);
  REQUIRE(wesel.hooks.wait_at("/gone", 1));
  const string first = wesel.hooks.at("/gone")[0].id;
  REQUIRE(eventually([&] { return state_of(wesel, first) == "undelivered"; }));
  REQUIRE(wesel.komerce.act(made.text("provider_reference"), "pay") == 200);
  const string id = made.text("id");
  REQUIRE(wesel.once(id, "paid").text("status") == "paid");
  REQUIRE(eventually([&] {
    const Reply events = wesel.get("/v1/payments/" + id + "/events");
    return events["data"].at(0)["delivery"]["state"].text() == "undelivered";
  }));
  CHECK(wesel.hooks.at("/gone").size() == 1);
  // The merchant's other events still go out.
  const Reply other = wesel.pay({.reference = "HERE"});
  CHECK(wesel.hooks.wait_for(other.text("id"), "payment.pending").back().path == "/shop");
}

TEST_CASE("an endpoint that hangs delays nobody else") {
  Installation wesel;
  wesel.hooks.hang("/shop");
  for (int i = 0; i < 20; ++i)
    REQUIRE(wesel.pay({.reference = "H-" + std::to_string(i)}).status == 201);
  REQUIRE(wesel.hooks.wait_at("/shop", 1));
  const Reply theirs = wesel.call("POST", "/v1/payments", Order{}.text(), {}, Installation::kOther);
  REQUIRE(theirs.status == 201);
  CHECK(wesel.hooks.wait_for(theirs.text("id"), "payment.pending").size() == 1);
  const Reply aside = pay_told_at(wesel, "ASIDE", wesel.hooks.url("/aside"));
  CHECK(wesel.hooks.wait_for(aside.text("id"), "payment.pending").back().path == "/aside");
  CHECK(wesel.hooks.at("/shop").size() <= 2);  // at most two at once at one endpoint
  wesel.hooks.release();
  CHECK(wesel.hooks.wait_at("/shop", 20));
}

TEST_CASE("events survive a kill: each reaches the merchant at least once, in order") {
  Installation wesel;
  wesel.hooks.answer_with("/shop", std::deque<int>(30, 503));
  std::vector<string> ids;
  for (int i = 0; i < 10; ++i) {
    const Reply made = wesel.pay({.reference = "K-" + std::to_string(i)});
    REQUIRE(wesel.komerce.act(made.text("provider_reference"), "pay") == 200);
    ids.push_back(made.text("id"));
  }
  for (const string& id : ids) REQUIRE(wesel.once(id, "paid").text("status") == "paid");
  wesel.hooks.answer_with("/shop", {});
  wesel.restart();
  for (const string& id : ids) {
    const auto told = wesel.hooks.wait_for(id, "payment.paid");
    INFO(id);
    std::int64_t last = 0;
    for (const Hook& hook : told) {
      CHECK(hook.genuine);
      if (hook.answered == 200) {
        CHECK(hook.sequence >= last);
        last = hook.sequence;
      }
    }
    CHECK(last == 2);
  }
}

}  // namespace wesel::journeys
