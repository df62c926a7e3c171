// The main road of money out: a payout is sent, arrives, fails, comes back or arrives late, at both
// providers that pay out; and what can be asked about it.
#include <catch2/catch.hpp>

#include "journeys/installation.hpp"
#include "journeys/problem.hpp"

namespace wesel::journeys {

using std::string;

namespace {

struct Bank {
  const char* provider;
  const char* waiting;  // its words for a payout
  const char* done;
};
constexpr Bank kBanks[] = {{"komopay", "PROCESSING", "SUCCESS"},
                           {"fazz", "processing", "completed"}};

// Each with the other one behind it.
constexpr const char* kBothWays = R"(
[[routes]]
name = "komopay first"
when = { metadata.first = "komopay" }
use = ["komopay", "fazz"]
[[routes]]
name = "fazz first"
use = ["fazz", "komopay"]
)";

std::vector<string> types(const std::vector<Hook>& hooks) {
  std::vector<string> out;
  for (const Hook& hook : hooks) {
    CHECK(hook.genuine);
    out.push_back(hook.type);
  }
  return out;
}

// Tells of what became of it there, and waits until the payout has that status.
Reply ends(Installation& wesel, const Reply& made, const string& action, const string& status,
           const string& body = "{}") {
  REQUIRE(wesel.at(made.text("provider"))
              .act(made.text("provider_reference"), action, body, kPayouts) == 200);
  return wesel.once(made.text("id"), status);
}

void wait_for_exception(Installation& wesel, const string& id) {
  REQUIRE(eventually([&] { return wesel.payment(id)["exceptions"].size() == 1; }));
}

}  // namespace

TEST_CASE("a payout is sent, arrives, and is told of in order") {
  Installation wesel;
  for (const Bank& bank : kBanks) {
    INFO(bank.provider);
    Provider& provider = wesel.at(bank.provider);
    const Reply made =
        wesel.pay_out({.reference = string("OUT-") + bank.provider, .provider = bank.provider});
    INFO(made.body);
    REQUIRE(made.status == 201);
    const string id = made.text("id");
    CHECK(id.starts_with("po_"));
    CHECK(made.header("location") == "/v1/payouts/" + id);
    CHECK(made.text("object") == "payout");
    CHECK(made.text("status") == "processing");
    CHECK(made.text("amount") == "100000");
    CHECK(made.text("provider") == bank.provider);
    CHECK(made["account"]["name"].text() == "Siti Rahma");
    CHECK(made["account"]["number"].text() == "0123456789");
    REQUIRE(made["attempts"].size() == 1);
    CHECK(made["attempts"].at(0)["status"].text() == "pending");
    for (const char* of_payments : {"checkout_url", "expires_at", "instructions", "amount_paid"})
      CHECK_FALSE(made[of_payments]);

    const Reply booked = provider.entry(made.text("provider_reference"), kPayouts);
    REQUIRE(booked.status == 200);
    CHECK(booked.text("status") == bank.waiting);
    CHECK(booked["reference"].text() == made["attempts"].at(0)["id"].text());
    CHECK(booked["amount"].scalar() == "100000");
    CHECK(booked.body.find("0123456789") != string::npos);

    const Reply done = ends(wesel, made, "complete", "completed");
    CHECK(done.text("status") == "completed");
    CHECK_FALSE(done.text("completed_at").empty());
    CHECK(done["fee"]["currency"].text() == "IDR");
    CHECK(done["exceptions"].size() == 0);
    CHECK(types(wesel.hooks.wait_for(id, "payout.completed")) ==
          std::vector<string>{"payout.processing", "payout.completed"});
    const Reply history = wesel.get("/v1/payouts/" + id + "/events");
    REQUIRE(history["data"].size() == 2);
    CHECK(history["data"].at(0)["type"].text() == "payout.completed");
    CHECK(history["data"].at(0)["data"]["id"].text() == id);
    CHECK(wesel.get("/v1/events?payout=" + id)["data"].size() == 2);
    CHECK(provider.entry(made.text("provider_reference"), kPayouts).text("status") == bank.done);
  }
}

TEST_CASE("a payout that its provider took and could not finish is not sent on") {
  Installation wesel({.routes = kBothWays});
  for (const Bank& bank : kBanks) {
    INFO(bank.provider);
    const Reply made = wesel.pay_out(
        {.reference = bank.provider, .metadata = string(R"({"first": ")") + bank.provider + "\"}"});
    REQUIRE(made.status == 201);
    REQUIRE(made.text("provider") == bank.provider);
    const Reply failed = ends(wesel, made, "fail", "failed");
    INFO(failed.body);
    CHECK(failed.text("status") == "failed");
    CHECK(failed["failure"]["code"].text() == "refused");
    CHECK(failed["attempts"].size() == 1);
    CHECK(types(wesel.hooks.wait_for(failed.text("id"), "payout.failed")) ==
          std::vector<string>{"payout.processing", "payout.failed"});
  }
  CHECK(wesel.komopay.payouts() + wesel.fazz.payouts() == 2);
}

TEST_CASE("money that comes back, or arrives after all, is an exception for a person to see") {
  Installation wesel;
  for (const Bank& bank : kBanks) {
    INFO(bank.provider);
    const string name = bank.provider;
    const Reply back = wesel.pay_out({.reference = "BACK-" + name, .provider = name});
    REQUIRE(ends(wesel, back, "complete", "completed").text("status") == "completed");
    ends(wesel, back, "return", "completed");
    wait_for_exception(wesel, back.text("id"));
    const Reply returned = wesel.payment(back.text("id"));
    CHECK(returned.text("status") == "completed");
    CHECK(returned["exceptions"].at(0)["type"].text() == "returned");
    CHECK(types(wesel.hooks.wait_for(back.text("id"), "payout.exception")) ==
          std::vector<string>{"payout.processing", "payout.completed", "payout.exception"});

    const Reply late = wesel.pay_out({.reference = "LATE-" + name, .provider = name});
    REQUIRE(ends(wesel, late, "fail", "failed").text("status") == "failed");
    const Reply arrived = ends(wesel, late, "complete", "completed", R"({"late": true})");
    CHECK(arrived.text("status") == "completed");
    CHECK_FALSE(arrived["failure"]);
    CHECK(arrived["exceptions"].at(0)["type"].text() == "completed_late");
    CHECK(types(wesel.hooks.wait_for(late.text("id"), "payout.exception")) ==
          std::vector<string>{"payout.processing", "payout.failed", "payout.completed",
                              "payout.exception"});
    CHECK(wesel.operate("GET", "/admin/review").body.find(late.text("id")) != string::npos);
  }
}

TEST_CASE("a payout's end that nobody tells is asked for") {
  Installation wesel({.recovery = "pending_schedule = [\"1s\"]\n"});
  for (const Bank& bank : kBanks) {
    INFO(bank.provider);
    const string name = bank.provider;
    Provider& provider = wesel.at(name);
    provider.fault(R"({"operation": "callback", "fault": "drop", "count": 0})");
    const Reply made = wesel.pay_out({.reference = "LEFT-" + name, .provider = name});
    const Reply waiting = wesel.get("/v1/payouts/" + made.text("id") + "?refresh=true");
    CHECK(waiting.header("wesel-refreshed") == "true");
    CHECK(waiting.text("status") == "processing");
    CHECK(ends(wesel, made, "complete", "completed").text("status") == "completed");
    const Reply again = wesel.pay_out({.reference = "LEFT-" + name, .provider = name});
    CHECK(again.status == 200);
    CHECK(again.header("wesel-replayed") == "true");
    CHECK(again.text("status") == "completed");
  }
}

TEST_CASE("a merchant who asks is told what the provider says now") {
  Installation wesel;
  for (const Bank& bank : kBanks) {
    INFO(bank.provider);
    Provider& provider = wesel.at(bank.provider);
    provider.fault(R"({"operation": "callback", "fault": "drop", "count": 0})");
    const Reply made = wesel.pay_out({.reference = bank.provider, .provider = bank.provider});
    REQUIRE(provider.act(made.text("provider_reference"), "complete", "{}", kPayouts) == 200);
    const Reply fresh = wesel.get("/v1/payouts/" + made.text("id") + "?refresh=true");
    CHECK(fresh.header("wesel-refreshed") == "true");
    CHECK(fresh.text("status") == "completed");
  }
}

TEST_CASE("payouts are listed apart from payments, and by what is asked for") {
  Installation wesel;
  const Reply first = wesel.pay_out({.reference = "SAME", .provider = "fazz"});
  const Reply payment = wesel.pay({.reference = "SAME"});  // of another kind: no conflict
  const Reply second = wesel.pay_out({.reference = "OTHER", .provider = "komopay"});
  REQUIRE(first.status == 201);
  REQUIRE(payment.status == 201);
  REQUIRE(second.status == 201);
  const string one = first.text("id"), two = second.text("id");
  ends(wesel, first, "complete", "completed");
  const auto listed = [&](const string& query) {
    const Reply list = wesel.get("/v1/payouts" + query);
    CHECK(list.status == 200);
    string ids;
    for (json::Value p = list["data"].first(); p; p = p.next()) ids += string(p["id"].text()) + " ";
    return ids;
  };
  CHECK(listed("") == two + " " + one + " ");
  CHECK(listed("?reference=SAME") == one + " ");
  CHECK(listed("?status=completed") == one + " ");
  CHECK(listed("?status=processing") == two + " ");
  CHECK(listed("?provider=komopay") == two + " ");
  CHECK(listed("?limit=1") == two + " ");
  CHECK(listed("?starting_after=" + two) == one + " ");
  CHECK(listed("?created_after=2099-01-01T00:00:00Z").empty());
  CHECK(wesel.get("/v1/payments")["data"].size() == 1);
  for (const string& query : {string("status=pending"), string("status=x"),
                              "starting_after=" + payment.text("id"), string("limit=0")})
    check_problem(wesel.get("/v1/payouts?" + query), 400, "invalid_field",
                  query.substr(0, query.find('=')));
  check_problem(wesel.get("/v1/payouts?colour=red"), 400, "unknown_field", "colour");
}

TEST_CASE("a payout is its merchant's, and of its own kind") {
  Installation wesel;
  const Reply made = wesel.pay_out({});
  const Reply payment = wesel.pay({});
  const string id = made.text("id");
  check_problem(wesel.get("/v1/payments/" + id), 404, "not_found", "");
  check_problem(wesel.get("/v1/payouts/" + payment.text("id")), 404, "not_found", "");
  check_problem(wesel.get("/v1/payouts/" + payment.text("id") + "/events"), 404, "not_found", "");
  check_problem(wesel.post("/v1/payments/" + id + "/cancel", "{}"), 404, "not_found", "");
  check_problem(wesel.get("/v1/payouts/" + id + "?refresh=yes"), 400, "invalid_field", "refresh");
  // A key without the scope, and one of the other mode.
  for (const char* key : {Installation::kOther, Installation::kShopLive}) {
    check_problem(wesel.call("POST", "/v1/payouts", Payout{}.text(), {}, key), 403, "forbidden",
                  "");
    check_problem(wesel.call("GET", "/v1/payouts", {}, {}, key), 403, "forbidden", "");
    check_problem(wesel.call("GET", "/v1/payouts/" + id, {}, {}, key), 403, "forbidden", "");
  }
  CHECK(wesel.call("POST", "/v1/payouts", Payout{}.text(), {}, "nobody").status == 401);
  CHECK(wesel.komopay.payouts() == 1);
}

TEST_CASE("what can be paid out, and where it would go, is told without paying anything") {
  Installation wesel;
  const Reply methods = wesel.get("/v1/methods?currency=IDR&kind=payout");
  INFO(methods.body);
  const json::Value bca = methods["data"].at(0);
  CHECK(bca["type"].text() == "bank_transfer");
  CHECK(bca["channel"].text() == "BCA");
  CHECK(bca["providers"].size() == 2);
  CHECK(methods.body.find("virtual_account") == string::npos);

  const Reply explained = wesel.post("/v1/routing/explain", Payout{}.text());
  INFO(explained.body);
  CHECK(explained.status == 200);
  CHECK(explained.body.find("the rest") != string::npos);
  check_problem(wesel.post("/v1/routing/explain", R"({"account": {}})"), 400, "missing_field",
                "/reference");
  CHECK(wesel.get("/v1/payouts")["data"].size() == 0);
}

}  // namespace wesel::journeys
