// An endpoint that says 410 wants no more: what waits for it is listed as undelivered and not sent,
// until its merchant asks for one again and takes it. Nobody else's endpoint is meant.
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

Reply pay_told_at(Installation& wesel, const string& reference, const string& path,
                  const string& key = Installation::kShop) {
  const Order order{.reference = reference, .callback_url = wesel.hooks.url(path)};
  return wesel.call("POST", "/v1/payments", order.text(), {}, key);
}

}  // namespace

TEST_CASE("an endpoint that says 410 is not called again") {
  Installation wesel;
  wesel.hooks.answer_with("/gone", {410});
  const Reply made = pay_told_at(wesel, "GONE", "/gone");
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

TEST_CASE("a 410 also stops what was waiting for that endpoint already") {
  Installation wesel;
  wesel.hooks.hang("/leaving");
  wesel.hooks.answer_with("/leaving", std::deque<int>(50, 410));
  std::vector<string> ids;
  for (int i = 0; i < 20; ++i)
    ids.push_back(pay_told_at(wesel, "L-" + std::to_string(i), "/leaving").text("id"));
  REQUIRE(wesel.hooks.wait_at("/leaving", 1));
  wesel.hooks.release();
  for (const string& id : ids) {
    INFO(id);
    REQUIRE(eventually([&] {
      const Reply events = wesel.get("/v1/payments/" + id + "/events");
      return events["data"].at(0)["delivery"]["state"].text() == "undelivered";
    }));
  }
  CHECK(wesel.hooks.at("/leaving").size() <= 2);  // those that were under way together
}

TEST_CASE("an event that its merchant asks for is sent whatever was said, and lifts the stop") {
  Installation wesel;
  wesel.hooks.answer_with("/back", {410, 410});
  REQUIRE(pay_told_at(wesel, "B-1", "/back").status == 201);
  REQUIRE(wesel.hooks.wait_at("/back", 1));
  const string first = wesel.hooks.at("/back")[0].id;
  REQUIRE(eventually([&] { return state_of(wesel, first) == "undelivered"; }));

  CHECK(wesel.post("/v1/events/" + first + "/redeliver", "").status == 200);
  REQUIRE(wesel.hooks.wait_at("/back", 2));
  REQUIRE(eventually([&] { return state_of(wesel, first) == "undelivered"; }));
  const Reply still = pay_told_at(wesel, "B-2", "/back");
  REQUIRE(eventually([&] {
    const Reply events = wesel.get("/v1/payments/" + still.text("id") + "/events");
    return events["data"].at(0)["delivery"]["state"].text() == "undelivered";
  }));
  CHECK(wesel.hooks.at("/back").size() == 2);

  CHECK(wesel.post("/v1/events/" + first + "/redeliver", "").status == 200);
  REQUIRE(eventually([&] { return state_of(wesel, first) == "delivered"; }));
  const Reply after = pay_told_at(wesel, "B-3", "/back");
  CHECK(wesel.hooks.wait_for(after.text("id"), "payment.pending").back().answered == 200);
  // Also one that was never sent, because its endpoint was stopped.
  const Reply missed = wesel.get("/v1/payments/" + still.text("id") + "/events");
  const string event(missed["data"].at(0)["id"].text());
  CHECK(wesel.post("/v1/events/" + event + "/redeliver", "").status == 200);
  REQUIRE(eventually([&] { return state_of(wesel, event) == "delivered"; }));
}

TEST_CASE("a merchant's 410 stops no other merchant's messages to the same URL") {
  Installation wesel;
  wesel.hooks.answer_with("/shared", {410});
  REQUIRE(pay_told_at(wesel, "S-1", "/shared").status == 201);
  REQUIRE(wesel.hooks.wait_at("/shared", 1));
  const string first = wesel.hooks.at("/shared")[0].id;
  REQUIRE(eventually([&] { return state_of(wesel, first) == "undelivered"; }));
  const Reply theirs = pay_told_at(wesel, "S-1", "/shared", Installation::kOther);
  REQUIRE(theirs.status == 201);
  CHECK(wesel.hooks.wait_for(theirs.text("id"), "payment.pending").size() == 1);
}

}  // namespace wesel::journeys
