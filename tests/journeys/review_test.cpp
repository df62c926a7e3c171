// What needs a person: found by operators, decided by them, and told in the history.
#include <catch2/catch.hpp>

#include "journeys/installation.hpp"
#include "journeys/problem.hpp"

namespace wesel::journeys {

using std::string;

namespace {

// A push that the provider never tells anything about, past its horizon.
Reply in_doubt(Installation& wesel) {
  wesel.komopay.fault(R"({"operation": "create", "fault": "silence", "count": 0})");
  wesel.komopay.fault(R"({"operation": "query", "fault": "error_500", "count": 0})");
  const Reply made = wesel.pay({.type = "e_wallet", .channel = "OVO"});
  REQUIRE(made.status == 202);
  REQUIRE(eventually([&] { return wesel.payment(made.text("id"))["exceptions"].size() == 1; }));
  return made;
}

Plan short_horizon() {
  return {.komopay = "timeout = \"300ms\"",
          .recovery = "schedule = [\"100ms\"]\nhorizon = \"1s\"\n"};
}

string resolve_target(const Reply& payment) {
  return "/admin/payments/" + payment.text("id") + "/resolve";
}

}  // namespace

TEST_CASE("an operator finds what nobody knows, decides it, and the merchant is told") {
  Installation wesel(short_horizon());
  const Reply made = in_doubt(wesel);
  const Reply list = wesel.operate("GET", "/admin/review");
  INFO(list.body);
  REQUIRE(list["data"].size() == 1);
  const json::Value found = list["data"].at(0);
  CHECK(found["id"].text() == made.text("id"));
  CHECK(found["merchant"].text() == "shop");
  CHECK(found["exceptions"].at(0)["type"].text() == "needs_review");

  const Reply decided = wesel.operate(
      "POST", resolve_target(made),
      R"({"status": "failed", "resolution": "asked by phone", "note": "ticket 4711"})");
  INFO(decided.body);
  CHECK(decided.status == 200);
  CHECK(decided.text("status") == "failed");
  CHECK(wesel.operate("GET", "/admin/review")["data"].size() == 0);
  const Reply history = wesel.get("/v1/payments/" + made.text("id") + "/events");
  const json::Value last = history["data"].first();
  CHECK(last["type"].text() == "payment.failed");
  CHECK(last["detail"]["cause"].text() == "operator");
  CHECK(last["detail"]["by"].text() == "loopback");
  CHECK(last["detail"]["resolution"].text() == "asked by phone");
  CHECK(last["detail"]["note"].text() == "ticket 4711");
  CHECK(wesel.hooks.wait_for(made.text("id"), "payment.failed").back().status == "failed");
}

TEST_CASE("another amount stays for review until it is dealt with") {
  Installation wesel;
  const Reply made = wesel.pay({.provider = "komopay"});
  REQUIRE(wesel.komopay.act(made.text("provider_reference"), "pay", R"({"amount": "90000"})") ==
          200);
  REQUIRE(eventually([&] { return wesel.payment(made.text("id"))["exceptions"].size() == 1; }));
  const Reply cancel = wesel.post("/v1/payments/" + made.text("id") + "/cancel", "{}");
  check_problem(cancel, 409, "invalid_state", "");
  const Reply decided =
      wesel.operate("POST", resolve_target(made),
                    R"({"exception": "amount_mismatch", "resolution": "sent back"})");
  INFO(decided.body);
  CHECK(decided.status == 200);
  CHECK_FALSE(decided["exceptions"].at(0)["resolved_at"].text().empty());
  CHECK(decided["exceptions"].at(0)["resolution"].text() == "sent back");
  CHECK(wesel.operate("GET", "/admin/review")["data"].size() == 0);
}

TEST_CASE("what an operator may not do is refused, and changes nothing") {
  Installation wesel;
  const Reply made = wesel.pay({});
  struct Row {
    const char* body;
    int status;
    const char* code;
    const char* param;
  };
  for (const Row& row : {
           Row{R"({})", 400, "missing_field", "/status"},
           Row{R"({"status": "failed"})", 400, "missing_field", "/resolution"},
           Row{R"({"status": "failed", "exception": "paid_late", "note": "x"})", 400,
               "missing_field", "/status"},
           Row{R"({"status": "bought", "note": "x"})", 400, "invalid_field", "/status"},
           Row{R"({"status": "pending", "note": "x"})", 400, "invalid_field", "/status"},
           Row{R"({"exception": "rain", "note": "x"})", 400, "invalid_field", "/exception"},
           Row{R"({"status": "failed", "note": "x", "by": "me"})", 400, "unknown_field", "/by"},
           Row{R"({"exception": "paid_late", "note": "x"})", 409, "invalid_state", ""},
       }) {
    INFO(row.body);
    check_problem(wesel.operate("POST", resolve_target(made), row.body), row.status, row.code,
                  row.param);
  }
  for (const char* nobody :
       {"/admin/payments/pay_01M7WN5GAW4M4Y2FVWXP4AV3TK/resolve",
        "/admin/payouts/po_01M7WN5GAW4M4Y2FVWXP4AV3TK/resolve", "/admin/payments/x/resolve"})
    check_problem(wesel.operate("POST", nobody, R"({"status": "failed", "note": "x"})"), 404,
                  "not_found", "");
  for (const char* query : {"limit=0", "limit=101", "starting_after=x"})
    CHECK(wesel.operate("GET", string("/admin/review?") + query).status == 400);
  check_problem(wesel.post(resolve_target(made), R"({"status": "failed", "note": "x"})"), 404,
                "not_found", "");
  CHECK(wesel.payment(made.text("id")).text("status") == "pending");
}

}  // namespace wesel::journeys
