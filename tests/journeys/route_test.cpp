// Where payments go, and why; each way to pay, from the request to the money.
#include <catch2/catch.hpp>

#include "journeys/installation.hpp"

namespace wesel::journeys {

using std::string;

namespace {

bool says(const Reply& reply, const string& words) {
  for (json::Value reason = reply["route"]["reasons"].first(); reason; reason = reason.next())
    if (reason.text().find(words) != string::npos) return true;
  return false;
}

}  // namespace

TEST_CASE("a QRIS payment above a provider's limit goes past it and says so") {
  Installation wesel;
  const Reply small =
      wesel.pay({.reference = "S", .amount = "10000000", .type = "qris", .channel = ""});
  CHECK(small.status == 201);
  CHECK(small.text("provider") == "komerce");
  CHECK(small["instructions"]["qr_string"].text().starts_with("000201"));

  const Reply large =
      wesel.pay({.reference = "L", .amount = "20000000", .type = "qris", .channel = ""});
  INFO(large.body);
  CHECK(large.status == 201);
  CHECK(large.text("provider") == "fazz");
  CHECK(large["attempts"].size() == 1);
  CHECK(large["route"]["name"].text() == "QRIS");
  CHECK(says(large, "komerce"));
  CHECK(says(large, "10000000"));
  CHECK(wesel.komerce.requests("create") == 1);
}

TEST_CASE("a channel that one provider has goes there") {
  Installation wesel;
  const Reply made = wesel.pay({.type = "retail_outlet", .channel = "ALFAMART"});
  INFO(made.body);
  CHECK(made.status == 201);
  CHECK(made.text("provider") == "fazz");
  CHECK(made["instructions"]["type"].text() == "retail_outlet");
  CHECK(made["instructions"]["outlet"].text() == "ALFAMART");
  CHECK_FALSE(made["instructions"]["payment_code"].text().empty());
}

TEST_CASE("a provider whose door is closed is passed over, and the attempt says why") {
  Installation wesel;
  wesel.komerce.fault(R"({"fault": "refuse", "ms": 0})");
  const Reply made = wesel.pay({});
  INFO(made.body);
  REQUIRE(made.status == 201);
  CHECK(made.text("provider") == "fazz");
  REQUIRE(made["attempts"].size() == 2);
  const json::Value first = made["attempts"].at(0);
  CHECK(first["provider"].text() == "komerce");
  CHECK(first["status"].text() == "not_sent");
  CHECK(first["failure"]["code"].text() == "provider_unavailable");
  CHECK(first["failure"]["message"].text().find("refused") != string::npos);
  wesel.komerce.heal();
  CHECK(wesel.komerce.payments() == 0);
  CHECK(wesel.pay({.reference = "ORDER-2"}).text("provider") == "komerce");
}

TEST_CASE("with every door closed the payment is stored as failed, and may be tried again") {
  Installation wesel;
  for (Provider* provider : {&wesel.komerce, &wesel.fazz, &wesel.komopay})
    provider->fault(R"({"fault": "refuse", "ms": 0})");
  const Reply made = wesel.pay({});
  INFO(made.body);
  CHECK(made.status == 201);
  CHECK(made.text("status") == "failed");
  CHECK(made["failure"]["code"].text() == "provider_unavailable");
  CHECK(made["failure"]["retryable"].boolean() == true);
  CHECK(wesel.payment(made.text("id")).text("status") == "failed");
}

TEST_CASE("Fazz tells that money came and then that it is settled") {
  Installation wesel;
  const Reply made = wesel.pay({.provider = "fazz"});
  REQUIRE(made.status == 201);
  const string id = made.text("id");
  REQUIRE(wesel.fazz.act(made.text("provider_reference"), "pay") == 200);
  CHECK(wesel.once(id, "paid").text("status") == "paid");
  REQUIRE(wesel.fazz.act(made.text("provider_reference"), "settle") == 200);
  const Reply done = wesel.once(id, "completed");
  CHECK(done.text("status") == "completed");
  CHECK_FALSE(done.text("completed_at").empty());
  const auto told = wesel.hooks.wait_for(id, "payment.completed");
  REQUIRE(told.size() == 3);
  CHECK(told[1].type == "payment.paid");
  CHECK(told[2].sequence == 3);
}

TEST_CASE("a test payment is simulated through the provider's own sandbox, or by the engine") {
  Installation wesel;
  const auto simulate = [&](const Reply& made, const string& status) {
    return wesel.post("/v1/payments/" + made.text("id") + "/simulate",
                      R"({"status": ")" + status + "\"}");
  };
  const Reply fazz = wesel.pay({.reference = "F", .provider = "fazz"});
  CHECK(simulate(fazz, "paid").text("status") == "paid");
  CHECK(wesel.fazz.entry(fazz.text("provider_reference"))["status"].text() == "paid");
  CHECK(simulate(fazz, "completed").text("status") == "completed");
  CHECK(simulate(fazz, "expired").text("code") == "invalid_state");

  const Reply jump = wesel.pay({.reference = "J", .provider = "fazz"});
  CHECK(simulate(jump, "completed").text("status") == "completed");
  const auto told = wesel.hooks.wait_for(jump.text("id"), "payment.completed");
  REQUIRE(told.size() == 3);  // a jump tells each step
  CHECK(told[1].type == "payment.paid");

  const Reply komerce = wesel.pay({.reference = "K"});
  CHECK(simulate(komerce, "paid").text("status") == "paid");
  const Reply expired = wesel.pay({.reference = "E"});
  CHECK(simulate(expired, "expired").text("status") == "expired");
  CHECK(simulate(komerce, "cancelled").status == 400);
}

TEST_CASE("KomoPay's callbacks are unsigned: they only wake a question, whose answer counts") {
  Installation wesel;
  const Reply made = wesel.pay({.channel = "BRI", .provider = "komopay"});
  INFO(made.body);
  REQUIRE(made.status == 201);
  CHECK(made.text("status") == "pending");
  CHECK(made["instructions"]["type"].text() == "virtual_account");
  const string attempt(made["attempts"].at(0)["id"].text());
  const std::int64_t before = wesel.komopay.requests("query");
  REQUIRE(wesel.komopay.act(attempt, "callback") == 200);  // nothing has happened there
  REQUIRE(eventually([&] { return wesel.komopay.requests("query") > before; }));
  CHECK(wesel.payment(made.text("id")).text("status") == "pending");

  REQUIRE(wesel.komopay.act(attempt, "pay") == 200);
  const Reply paid = wesel.once(made.text("id"), "paid");
  CHECK(paid.text("status") == "paid");
  CHECK(wesel.hooks.wait_for(made.text("id"), "payment.paid").size() == 2);
}

TEST_CASE("a push to a phone that nobody answered for stays where it is until it is known") {
  Installation wesel({.komopay = "timeout = \"600ms\""});
  wesel.komopay.fault(R"({"operation": "create", "fault": "work_then_silence"})");
  const Reply made = wesel.pay({.type = "e_wallet", .channel = "OVO"});
  INFO(made.body);
  REQUIRE(made.status == 202);
  CHECK(made.text("status") == "processing");
  CHECK(made["attempts"].size() == 1);
  CHECK_FALSE(made["instructions"]);
  const string id = made.text("id");

  const Reply found = wesel.once(id, "pending");
  CHECK(found.text("status") == "pending");
  CHECK(found["attempts"].size() == 1);
  CHECK(found["instructions"]["type"].text() == "push");
  CHECK(found["instructions"]["phone_masked"].text().find("1234567") == string::npos);
  CHECK(wesel.komopay.payments() == 1);
  CHECK(wesel.komerce.payments() + wesel.fazz.payments() == 0);

  REQUIRE(wesel.komopay.act(string(found["attempts"].at(0)["id"].text()), "pay") == 200);
  CHECK(wesel.once(id, "paid").text("status") == "paid");
  const auto told = wesel.hooks.wait_for(id, "payment.paid");
  REQUIRE(told.size() == 3);
  CHECK(told[0].type == "payment.processing");
  CHECK(told[1].type == "payment.pending");
  CHECK(told[2].sequence == 3);
}

TEST_CASE("the sandbox key never reaches a live account") {
  Installation wesel({.routes = R"(
[[routes]]
name = "live only"
use = ["komerce_live"]
)",
                      .more = R"(
[providers.komerce_live]
plugin = "komerce"
mode = "live"
base_url = "http://127.0.0.1:9/user"
settings = { api_key = "live-key" }
)"});
  const Reply refused = wesel.pay({});
  INFO(refused.body);
  CHECK(refused.status == 422);
  CHECK(refused.text("code") == "no_route");
  CHECK(refused.text("detail").find("komerce_live") != string::npos);
  const Reply pinned = wesel.pay({.provider = "komerce_live"});
  CHECK(pinned.status == 422);
  CHECK(wesel.get("/v1/payments")["data"].size() == 0);
  CHECK(wesel.get("/v1/methods?currency=IDR").body.find("komerce_live") == string::npos);
}

}  // namespace wesel::journeys
