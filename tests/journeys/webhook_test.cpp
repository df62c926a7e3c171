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

}  // namespace

TEST_CASE("an endpoint that fails is told again, the same event, and the next one only after it") {
  Installation wesel;
  const string elsewhere = wesel.hooks.url("/elsewhere");
  wesel.hooks.answer_as("/shop", {{500, {}, {}}, {307, {{"Location", elsewhere}}, {}}});
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
  CHECK(wesel.hooks.at("/elsewhere").empty());
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

TEST_CASE("a message says what the payment is now, whatever happened since") {
  Installation wesel;
  wesel.hooks.hang("/shop");
  const Reply made = wesel.pay({.provider = "fazz"});
  const string id = made.text("id");
  REQUIRE(wesel.hooks.wait_at("/shop", 1));
  REQUIRE(wesel.fazz.act(made.text("provider_reference"), "pay") == 200);
  REQUIRE(wesel.fazz.act(made.text("provider_reference"), "settle") == 200);
  REQUIRE(wesel.once(id, "completed").text("status") == "completed");
  wesel.hooks.release();
  const auto told = wesel.hooks.wait_for(id, "payment.completed");
  REQUIRE(told.size() == 3);
  const std::vector<std::pair<string, string>> wanted = {{"payment.pending", "pending"},
                                                         {"payment.paid", "completed"},
                                                         {"payment.completed", "completed"}};
  for (std::size_t i = 0; i < told.size(); ++i) {
    CHECK(told[i].type == wanted[i].first);
    CHECK(told[i].status == wanted[i].second);
    CHECK(told[i].sequence == static_cast<std::int64_t>(i) + 1);
    CHECK(told[i].together == 1);
  }
}

TEST_CASE("an endpoint that asks for time is given it, and its merchant may ask sooner") {
  Installation wesel({.webhooks = "schedule = [\"20ms\"]\n"});
  wesel.hooks.answer_as("/shop", {{503, {{"Retry-After", "3600"}}, {}}});
  const Reply made = wesel.pay({});
  REQUIRE(wesel.hooks.wait_at("/shop", 1));
  const Hook first = wesel.hooks.at("/shop")[0];
  const string history = "/v1/payments/" + made.text("id") + "/events";
  Reply events;
  REQUIRE(eventually([&] {
    events = wesel.get(history);
    return events["data"].at(0)["delivery"]["tries"].integer() == 1;
  }));
  const auto next = parse_time(events["data"].at(0)["delivery"]["next_at"].text());
  REQUIRE(next.has_value());
  CHECK(to_ms(*next) >= first.arrived_ms + 3'600'000);
  REQUIRE(wesel.komerce.act(made.text("provider_reference"), "pay") == 200);
  REQUIRE(wesel.once(made.text("id"), "paid").text("status") == "paid");
  CHECK(wesel.hooks.at("/shop").size() == 1);  // the next one waits behind it

  CHECK(wesel.post("/v1/events/" + first.id + "/redeliver", "").status == 200);
  const auto told = wesel.hooks.wait_for(made.text("id"), "payment.paid");
  REQUIRE(told.size() == 3);
  CHECK(told[1].id == first.id);
}

TEST_CASE("an event that its merchant asks for while it is under way is sent once more") {
  Installation wesel;
  wesel.hooks.hang("/shop");
  const Reply made = wesel.pay({});
  REQUIRE(wesel.hooks.wait_at("/shop", 1));
  const string id = wesel.hooks.at("/shop")[0].id;
  CHECK(wesel.post("/v1/events/" + id + "/redeliver", "").status == 200);
  wesel.hooks.release();
  REQUIRE(wesel.hooks.wait_at("/shop", 2));
  CHECK(wesel.hooks.at("/shop")[1].id == id);
  CHECK(wesel.hooks.at("/shop")[1].together == 1);
  REQUIRE(eventually([&] { return state_of(wesel, id) == "delivered"; }));
}

TEST_CASE("a payment's own webhook address may be a query of any path") {
  Installation wesel;
  for (const char* end : {"", "/", "/hooks/", "/hooks"}) {
    const string url = wesel.hooks.url(end) + "?shop=1";
    INFO(url);
    const Reply made =
        wesel.pay({.reference = "R-" + std::to_string(url.size()), .callback_url = url});
    REQUIRE(made.status == 201);
    CHECK(wesel.hooks.wait_for(made.text("id"), "payment.pending").size() == 1);
  }
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
  const Reply aside = wesel.pay({.reference = "ASIDE", .callback_url = wesel.hooks.url("/aside")});
  CHECK(wesel.hooks.wait_for(aside.text("id"), "payment.pending").back().path == "/aside");
  CHECK(wesel.hooks.at("/shop").size() <= 2);  // at most two at once at one endpoint
  wesel.hooks.release();
  CHECK(wesel.hooks.wait_at("/shop", 20));
}

TEST_CASE("events survive a kill: each reaches the merchant at least once, in order") {
  string often = "schedule = [\"50ms\"";
  for (int i = 0; i < 200; ++i) often += ", \"50ms\"";  // none runs out of tries meanwhile
  Installation wesel({.webhooks = often + "]\n"});
  wesel.hooks.answer_with("/shop", std::deque<int>(1000, 503));
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
