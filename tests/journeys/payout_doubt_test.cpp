// Money out in doubt: whatever is lost on the way, killed or asked for at once, it is in one
// provider's ledger once and nowhere else. Only who surely did nothing is left for another.
#include <catch2/catch.hpp>
#include <set>

#include "journeys/installation.hpp"
#include "journeys/problem.hpp"

namespace wesel::journeys {

using std::string;

namespace {

constexpr const char* kBothWays = R"(
[[routes]]
name = "komopay first"
when = { metadata.first = "komopay" }
use = ["komopay", "fazz"]
[[routes]]
name = "fazz first"
use = ["fazz", "komopay"]
)";

constexpr const char* kProviders[] = {"komopay", "fazz"};

// Long ago enough that nothing but the fault makes it slow.
Plan short_patience() {
  const string quick = "timeout = \"600ms\"\nbreaker = { failures = 1000 }";
  return {.routes = kBothWays, .komopay = quick, .fazz = quick};
}

Payout first_at(const string& provider, const string& reference) {
  return {.reference = reference, .metadata = R"({"first": ")" + provider + "\"}"};
}

string on_create(const string& fault) { return R"({"operation": "payout_create", )" + fault + "}"; }

Provider& other_than(Installation& wesel, const string& provider) {
  return provider == "fazz" ? wesel.komopay : wesel.fazz;
}

}  // namespace

TEST_CASE("a payout in doubt stays where it was sent, and is found there") {
  Installation wesel(short_patience());
  int number = 0;
  for (const string provider : kProviders)
    for (const char* fault : {R"("fault": "work_then_500")", R"("fault": "work_then_silence")",
                              R"("fault": "garbled")", R"("fault": "truncated", "count": 0)",
                              R"("fault": "reset_after_read", "work": true, "count": 0)",
                              R"("fault": "work_then_500", "status": 409)"}) {
      INFO(provider << " " << fault);
      const std::size_t before = wesel.at(provider).payouts();
      wesel.at(provider).fault(on_create(fault));
      const Reply made = wesel.pay_out(first_at(provider, "OUT-" + std::to_string(++number)));
      wesel.at(provider).heal();
      INFO(made.body);
      CHECK((made.status == 202 || made.status == 201));
      CHECK(made.text("status") == "processing");
      const string id = made.text("id");
      REQUIRE(eventually(
          [&] { return wesel.payment(id)["attempts"].at(0)["status"].text() == "pending"; }));
      const Reply found = wesel.payment(id);
      CHECK(found["attempts"].size() == 1);
      CHECK(found.text("provider") == provider);
      CHECK(wesel.at(provider).payouts() == before + 1);
      CHECK(wesel.at(provider).act(found.text("provider_reference"), "complete", "{}", kPayouts) ==
            200);
      CHECK(wesel.once(id, "completed").text("status") == "completed");
    }
  CHECK(wesel.komopay.payouts() + wesel.fazz.payouts() == static_cast<std::size_t>(number));
}

TEST_CASE("while nobody knows, the merchant is told so and no other provider is asked") {
  for (const string provider : kProviders) {
    INFO(provider);
    Installation wesel(short_patience());
    wesel.at(provider).fault(on_create(R"("fault": "work_then_silence", "count": 0)"));
    for (const char* question : {"payout_query", "payout_list"})
      wesel.at(provider).fault(string(R"({"operation": ")") + question +
                               R"(", "fault": "error_500", "count": 0})");
    const Reply made = wesel.pay_out(first_at(provider, "OUT"));
    INFO(made.body);
    CHECK(made.status == 202);
    CHECK(made.text("status") == "processing");
    CHECK(made["attempts"].at(0)["status"].text() == "unknown");
    CHECK(wesel.hooks.wait_for(made.text("id"), "payout.processing").size() == 1);
    const Reply again = wesel.pay_out(first_at(provider, "OUT"));
    CHECK(again.status == 202);
    CHECK(again.text("id") == made.text("id"));
    check_problem(wesel.pay_out({.reference = "OUT", .amount = "100001"}), 409,
                  "reference_conflict", "/reference");
    const std::int64_t asked =
        wesel.at(provider).requests("payout_query") + wesel.at(provider).requests("payout_list");
    REQUIRE(eventually([&] {  // it asks and asks
      return wesel.at(provider).requests("payout_query") +
                 wesel.at(provider).requests("payout_list") >
             asked + 3;
    }));
    CHECK(wesel.payment(made.text("id"))["attempts"].size() == 1);
    CHECK(other_than(wesel, provider).payouts() == 0);
    CHECK(other_than(wesel, provider).requests("payout_create") == 0);
    wesel.at(provider).heal();
    REQUIRE(wesel.at(provider).act(string(made["attempts"].at(0)["id"].text()), "complete", "{}",
                                   kPayouts) == 200);
    CHECK(wesel.once(made.text("id"), "completed").text("status") == "completed");
    CHECK(wesel.at(provider).payouts() == 1);
  }
}

TEST_CASE("past its horizon a payout in doubt waits for a person, who decides it") {
  Plan plan = short_patience();
  plan.recovery = "schedule = [\"100ms\"]\nhorizon = \"1s\"\n";
  Installation wesel(plan);
  wesel.komopay.fault(on_create(R"("fault": "silence", "count": 0)"));
  wesel.komopay.fault(R"({"operation": "payout_query", "fault": "error_500", "count": 0})");
  const Reply made = wesel.pay_out(first_at("komopay", "OUT"));
  REQUIRE(made.status == 202);
  const string id = made.text("id");
  REQUIRE(eventually([&] { return wesel.payment(id)["exceptions"].size() == 1; }));
  CHECK(wesel.payment(id)["exceptions"].at(0)["type"].text() == "needs_review");
  CHECK(wesel.payment(id).text("status") == "processing");
  const Reply decided = wesel.operate("POST", "/admin/payouts/" + id + "/resolve",
                                      R"({"status": "failed", "resolution": "asked by phone"})");
  INFO(decided.body);
  CHECK(decided.status == 200);
  CHECK(wesel.payment(id).text("status") == "failed");
  CHECK(wesel.hooks.wait_for(id, "payout.failed").back().status == "failed");
  CHECK(wesel.fazz.payouts() == 0);
}

TEST_CASE("a payout goes on only when the first provider surely did nothing") {
  Installation wesel(short_patience());
  SECTION("it refused") {
    wesel.komopay.fault(on_create(R"("fault": "429")"));
    const Reply made = wesel.pay_out(first_at("komopay", "OUT"));
    INFO(made.body);
    CHECK(made.status == 201);
    REQUIRE(made["attempts"].size() == 2);
    CHECK(made["attempts"].at(0)["status"].text() == "refused");
    CHECK(made.text("provider") == "fazz");
  }
  SECTION("its balance is too small") {
    const Reply made = wesel.post("/v1/payouts", Payout{.amount = "2000000000"}.text());
    INFO(made.body);
    CHECK(made.status == 201);
    CHECK(made.text("status") == "failed");
    CHECK(made["failure"]["code"].text() == "refused");
    CHECK(made["failure"]["retryable"].boolean() == true);
    REQUIRE(made["attempts"].size() == 2);
    CHECK(made["attempts"].at(0)["failure"]["provider_code"].text() == "TXN0001");
    CHECK(wesel.fazz.payouts() + wesel.komopay.payouts() == 0);
    CHECK(wesel.hooks.wait_for(made.text("id"), "payout.failed").size() == 1);
    return;
  }
  SECTION("its door is closed") {
    wesel.komopay.fault(R"({"fault": "refuse", "ms": 0})");
    REQUIRE(eventually(
        [&] { return wesel.komopay.call_api("GET", "/_sandbox/health", {}, "").status == 0; }));
    const Reply made = wesel.pay_out(first_at("komopay", "OUT"));
    INFO(made.body);
    CHECK(made.status == 201);
    CHECK(made["attempts"].at(0)["status"].text() == "not_sent");
    CHECK(made.text("provider") == "fazz");
  }
  CHECK(wesel.fazz.payouts() == 1);
  CHECK(wesel.komopay.payouts() == 0);
}

TEST_CASE("killed while a payout is under way, the engine finds it again and sends no second") {
  for (const string provider : kProviders) {
    INFO(provider);
    Installation wesel(short_patience());
    wesel.at(provider).fault(on_create(R"("fault": "work_then_silence")"));
    Reply lost;
    {
      std::jthread merchant([&] { lost = wesel.pay_out(first_at(provider, "OUT")); });
      REQUIRE(eventually([&] { return wesel.at(provider).payouts() == 1; }));
      wesel.kill();
    }
    CHECK(lost.status == 0);
    wesel.start();
    const Reply again = wesel.pay_out(first_at(provider, "OUT"));
    CHECK((again.status == 200 || again.status == 202));
    const string id = again.text("id");
    REQUIRE(eventually(
        [&] { return wesel.payment(id)["attempts"].at(0)["status"].text() == "pending"; }));
    CHECK(wesel.payment(id)["attempts"].size() == 1);
    CHECK(wesel.at(provider).payouts() == 1);
    CHECK(wesel.at(provider).requests("payout_create") == 1);
    CHECK(other_than(wesel, provider).payouts() == 0);
  }
}

TEST_CASE("fifty equal payouts at once are one payout") {
  Installation wesel;
  for (const string provider : kProviders) {
    INFO(provider);
    wesel.at(provider).fault(on_create(R"("fault": "latency", "ms": 200, "count": 0)"));
    const string body = Payout{.reference = provider, .provider = provider}.text();
    std::vector<Reply> replies(50);
    {
      std::vector<std::jthread> merchants;
      int number = 0;
      for (Reply& reply : replies) {
        const http::Fields key =
            number++ % 2 ? http::Fields{{"idempotency-key", provider}} : http::Fields{};
        merchants.emplace_back([&, key] { reply = wesel.post("/v1/payouts", body, key); });
      }
    }
    std::set<string> ids;
    int created = 0;
    for (const Reply& reply : replies) {
      INFO(reply.body);
      ids.insert(reply.text("id"));
      created += reply.status == 201;
      CHECK((reply.status == 201 || reply.status == 200));
    }
    CHECK(created == 1);
    CHECK(ids.size() == 1);
    CHECK(wesel.at(provider).payouts() == 1);
    CHECK(wesel.at(provider).requests("payout_create") == 1);
  }
}

TEST_CASE("an Idempotency-Key repeats its payout and takes no other, nor a payment") {
  Installation wesel;
  const http::Fields key{{"idempotency-key", "once"}};
  const Reply first = wesel.post("/v1/payouts", Payout{}.text(), key);
  REQUIRE(first.status == 201);
  const Reply again = wesel.post("/v1/payouts", Payout{}.text(), key);
  CHECK(again.status == 200);
  CHECK(again.header("wesel-replayed") == "true");
  CHECK(again.text("id") == first.text("id"));
  check_problem(wesel.post("/v1/payouts", Payout{.reference = "OUT-2"}.text(), key), 422,
                "idempotency_key_reused", "");
  wesel.restart();
  CHECK(wesel.post("/v1/payouts", Payout{}.text(), key).text("id") == first.text("id"));
  CHECK(wesel.post("/v1/payments", Order{}.text(), key).status == 201);  // another path
  CHECK(wesel.komopay.payouts() == 1);
}

}  // namespace wesel::journeys
