// Cancelling, where the provider can and where it cannot; asking the provider again.
#include <catch2/catch.hpp>

#include "journeys/installation.hpp"

namespace wesel::journeys {

using std::string;

namespace {

Reply cancel(Installation& wesel, const Reply& made, http::Fields fields = {}) {
  return wesel.post("/v1/payments/" + made.text("id") + "/cancel", R"({"reason": "sold out"})",
                    std::move(fields));
}

}  // namespace

TEST_CASE("a cancel that the provider can do is done there") {
  Installation wesel;
  const Reply made = wesel.pay({});
  const Reply cancelled = cancel(wesel, made);
  INFO(cancelled.body);
  CHECK(cancelled.status == 200);
  CHECK(cancelled.text("status") == "cancelled");
  CHECK(cancelled.text("cancellation_reason") == "sold out");
  CHECK_FALSE(cancelled.text("cancelled_at").empty());
  CHECK(cancelled["attempts"].at(0)["provider_cancelled"].boolean() == true);
  CHECK(wesel.komerce.entry(made.text("provider_reference"))["status"].text() == "CANCELED");
  CHECK(cancel(wesel, made).status == 200);  // again changes nothing
  CHECK(wesel.komerce.requests("cancel") == 1);
  CHECK(wesel.hooks.wait_for(made.text("id"), "payment.cancelled").size() == 2);
}

TEST_CASE("a cancel where the provider has none is ours alone, and says so") {
  Installation wesel;
  for (const char* provider : {"komopay", "fazz"}) {
    INFO(provider);
    const Reply made = wesel.pay({.reference = provider, .provider = provider});
    const Reply cancelled = cancel(wesel, made);
    CHECK(cancelled.status == 200);
    CHECK(cancelled.text("status") == "cancelled");
    CHECK(cancelled["attempts"].at(0)["provider_cancelled"].boolean() == false);
  }
}

TEST_CASE("what is paid is not cancelled, whether we knew it or not") {
  Installation wesel;
  const Reply known = wesel.pay({.reference = "KNOWN"});
  REQUIRE(wesel.komerce.act(known.text("provider_reference"), "pay") == 200);
  REQUIRE(wesel.once(known.text("id"), "paid").text("status") == "paid");
  const Reply refused = cancel(wesel, known);
  CHECK(refused.status == 409);
  CHECK(refused.text("code") == "not_cancellable");

  const Reply unheard = wesel.pay({.reference = "UNHEARD"});
  wesel.komerce.fault(R"({"operation": "callback", "fault": "drop", "count": 0})");
  REQUIRE(wesel.komerce.act(unheard.text("provider_reference"), "pay") == 200);
  CHECK(wesel.payment(unheard.text("id")).text("status") == "pending");
  const Reply late = cancel(wesel, unheard);
  INFO(late.body);
  CHECK(late.status == 409);
  CHECK(late.text("code") == "not_cancellable");
  CHECK(wesel.payment(unheard.text("id")).text("status") == "paid");
  CHECK(wesel.payment(unheard.text("id"))["exceptions"].size() == 0);
}

TEST_CASE("a cancel in doubt is said to be, and ends by itself") {
  Installation wesel({.komerce = "timeout = \"500ms\""});
  const Reply made = wesel.pay({});
  wesel.komerce.fault(R"({"operation": "cancel", "fault": "work_then_500"})");
  const Reply doubt = cancel(wesel, made);
  INFO(doubt.body);
  CHECK(doubt.status == 202);
  CHECK(doubt.text("status") == "pending");
  const Reply end = wesel.once(made.text("id"), "cancelled");
  CHECK(end.text("status") == "cancelled");
  CHECK(wesel.komerce.entry(made.text("provider_reference"))["status"].text() == "CANCELED");
}

TEST_CASE("while it is being sent it cannot be cancelled") {
  Installation wesel({.komopay = "timeout = \"400ms\"", .recovery = "schedule = [\"1h\"]\n"});
  wesel.komopay.fault(R"({"operation": "create", "fault": "work_then_silence"})");
  const Reply made = wesel.pay({.type = "e_wallet", .channel = "OVO"});
  REQUIRE(made.status == 202);
  const Reply refused = cancel(wesel, made);
  CHECK(refused.status == 409);
  CHECK(refused.text("code") == "invalid_state");
}

TEST_CASE("an Idempotency-Key repeats a cancel") {
  Installation wesel;
  const Reply made = wesel.pay({});
  const http::Fields key{{"idempotency-key", "cancel-1"}};
  CHECK(cancel(wesel, made, key).status == 200);
  const Reply again = cancel(wesel, made, key);
  CHECK(again.status == 200);
  CHECK(again.header("wesel-replayed") == "true");
  const Reply other = wesel.post("/v1/payments/" + made.text("id") + "/cancel", "{}", key);
  CHECK(other.status == 422);
  CHECK(other.text("code") == "idempotency_key_reused");
}

TEST_CASE("a refresh asks the provider, but no more often than it allows") {
  Installation wesel;
  const Reply made = wesel.pay({});
  const string target = "/v1/payments/" + made.text("id") + "?refresh=true";
  wesel.komerce.fault(R"({"operation": "callback", "fault": "drop", "count": 0})");
  REQUIRE(wesel.komerce.act(made.text("provider_reference"), "pay") == 200);
  const Reply fresh = wesel.get(target);
  CHECK(fresh.status == 200);
  CHECK(fresh.header("wesel-refreshed") == "true");
  CHECK(fresh.text("status") == "paid");
  const Reply soon = wesel.get(target);
  INFO(soon.body);
  CHECK(soon.status == 429);
  CHECK(soon.text("code") == "rate_limited");
  const int wait = std::atoi(soon.header("retry-after").c_str());
  CHECK(wait >= 1);
  CHECK(wait <= 3);
  CHECK(wesel.komerce.requests("query") == 1);
}

TEST_CASE("a refresh that the provider does not answer gives what is stored") {
  Installation wesel;
  const Reply made = wesel.pay({.provider = "fazz"});
  wesel.fazz.fault(R"({"operation": "query", "fault": "error_500", "count": 0})");
  const Reply stale = wesel.get("/v1/payments/" + made.text("id") + "?refresh=true");
  CHECK(stale.status == 200);
  CHECK(stale.header("wesel-refreshed") == "false");
  CHECK(stale.text("status") == "pending");
}

}  // namespace wesel::journeys
