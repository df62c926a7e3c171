// A payment whose method is chosen later, or changed: what the merchant asks, what the providers
// are asked, and what the customer can still pay.
#include <algorithm>
#include <array>
#include <catch2/catch.hpp>

#include "journeys/installation.hpp"
#include "journeys/problem.hpp"

namespace wesel::journeys {

using std::string;

namespace {

// The order as it is, without its method.
string without_method(const string& reference) {
  string text = Order{.reference = reference}.text();
  const auto from = text.find("\"method\""), to = text.find('}', from);
  return text.erase(from, to - from + 2);
}

Reply choose(Installation& wesel, const Reply& payment, const string& type, const string& channel,
             http::Fields fields = {}) {
  json::Object method;
  method.set("type", type).set_if("channel", channel);
  return wesel.post("/v1/payments/" + payment.text("id") + "/method",
                    json::Object{}.set("method", method).text(), std::move(fields));
}

std::vector<string> told(Installation& wesel, const string& id) {
  const Reply events = wesel.get("/v1/payments/" + id + "/events");
  std::vector<string> types;
  for (json::Value e = events["data"].first(); e; e = e.next())
    types.emplace_back(e["type"].text());
  std::reverse(types.begin(), types.end());
  return types;
}

using Words = std::vector<string>;

}  // namespace

TEST_CASE("made without a method, chosen later") {
  Installation wesel;
  const Reply made = wesel.post("/v1/payments", without_method("LATER-1"));
  INFO(made.body);
  REQUIRE(made.status == 201);
  CHECK(made.text("status") == "requires_method");
  CHECK(made["attempts"].size() == 0);
  CHECK_FALSE(made["method"]);
  CHECK_FALSE(made["provider"]);
  CHECK_FALSE(made.text("checkout_url").empty());
  CHECK(wesel.komerce.payments() == 0);
  CHECK(wesel.post("/v1/payments", without_method("LATER-1")).header("wesel-replayed") == "true");
  check_problem(wesel.pay({.reference = "LATER-1"}), 409, "reference_conflict", "/reference");

  const Reply chosen = choose(wesel, made, "virtual_account", "BCA");
  INFO(chosen.body);
  CHECK(chosen.status == 200);
  CHECK(chosen.text("status") == "pending");
  CHECK(string(chosen["instructions"]["bank"].text()) == "BCA");
  CHECK(chosen.text("provider") == "komerce");
  REQUIRE(wesel.komerce.act(chosen.text("provider_reference"), "pay") == 200);
  CHECK(wesel.once(made.text("id"), "paid").text("status") == "paid");
  CHECK(told(wesel, made.text("id")) ==
        Words{"payment.processing", "payment.pending", "payment.paid"});
  const auto hooks = wesel.hooks.wait_for(made.text("id"), "payment.paid");
  CHECK(hooks.size() == 3);
}

TEST_CASE("what was shown is cancelled at its provider before another is shown") {
  Installation wesel;
  const Reply made = wesel.pay({});
  REQUIRE(made.text("provider") == "komerce");
  const Reply changed = choose(wesel, made, "e_wallet", "OVO");
  INFO(changed.body);
  CHECK(changed.status == 200);
  CHECK(changed.text("provider") == "komopay");
  CHECK(string(changed["instructions"]["type"].text()) == "push");
  CHECK(changed["attempts"].size() == 2);
  CHECK(string(changed["attempts"].at(0)["status"].text()) == "superseded");
  CHECK(changed["attempts"].at(0)["provider_cancelled"].boolean() == true);
  CHECK(wesel.komerce.entry(made.text("provider_reference"))["status"].text() == "CANCELED");
  CHECK(wesel.komerce.act(made.text("provider_reference"), "pay") != 200);
}

TEST_CASE("paid at the last moment: the old method stays, nothing else is made") {
  Installation wesel;
  wesel.komerce.fault(R"({"operation": "callback", "fault": "drop", "count": 0})");
  const Reply made = wesel.pay({});
  REQUIRE(wesel.komerce.act(made.text("provider_reference"), "pay") == 200);
  check_problem(choose(wesel, made, "e_wallet", "OVO"), 409, "invalid_state", "");
  CHECK(wesel.once(made.text("id"), "paid").text("status") == "paid");
  CHECK(wesel.komopay.payments() == 0);
}

TEST_CASE("a cancel that is not answered: left behind, cancelled later, and shown nowhere") {
  Installation wesel({.komerce = "timeout = \"500ms\""});
  const Reply made = wesel.pay({});
  wesel.komerce.fault(R"({"operation": "cancel", "fault": "silence"})");
  const Reply changed = choose(wesel, made, "e_wallet", "OVO");
  INFO(changed.body);
  REQUIRE(changed.status == 200);
  CHECK(changed["attempts"].at(0)["provider_cancelled"].boolean() == false);
  CHECK(eventually([&] {
    return wesel.komerce.entry(made.text("provider_reference"))["status"].text() == "CANCELED";
  }));
  CHECK(eventually([&] {
    return wesel.payment(made.text("id"))["attempts"].at(0)["provider_cancelled"].boolean() == true;
  }));
  CHECK(wesel.payment(made.text("id")).text("status") == "pending");
}

TEST_CASE("a provider that cannot cancel: money on the old instrument pays the payment") {
  Installation wesel;
  const Reply made = wesel.pay({.provider = "komopay"});
  const Reply unpinned = choose(wesel, made, "qris", "");
  INFO(unpinned.body);
  REQUIRE(unpinned.status == 200);
  CHECK(unpinned.text("provider") == "komopay");  // the pin is the payment's
  REQUIRE(wesel.komopay.act(made.text("provider_reference"), "pay") == 200);
  const Reply paid = wesel.once(made.text("id"), "paid");
  CHECK(paid.text("status") == "paid");
  CHECK(paid.text("provider_reference") == made.text("provider_reference"));
  CHECK(string(paid["method"]["type"].text()) == "virtual_account");
}

TEST_CASE("a choice that every provider refuses can be made again") {
  Installation wesel;
  for (Provider* provider : {&wesel.komerce, &wesel.komopay, &wesel.fazz})
    provider->fault(R"({"operation": "create", "fault": "429", "count": 0})");
  const Reply made = wesel.post("/v1/payments", without_method("AGAIN-1"));
  const Reply refused = choose(wesel, made, "qris", "");
  INFO(refused.body);
  CHECK(refused.status == 200);
  CHECK(refused.text("status") == "requires_method");
  CHECK(refused["failure"]["retryable"].boolean() == true);
  for (Provider* provider : {&wesel.komerce, &wesel.komopay, &wesel.fazz}) provider->heal();
  CHECK(choose(wesel, made, "qris", "").text("status") == "pending");
}

TEST_CASE("bad choices are refused by the field, and change nothing") {
  Installation wesel;
  const Reply made = wesel.post("/v1/payments", without_method("BAD-1"));
  const string target = "/v1/payments/" + made.text("id") + "/method";
  struct Row {
    const char* body;
    const char* code;
    const char* param;
  };
  for (const Row& row : {
           Row{R"({})", "missing_field", "/method"},
           Row{R"({"method": null})", "invalid_field", "/method"},
           Row{R"({"method": "qris"})", "invalid_field", "/method"},
           Row{R"({"method": {}})", "missing_field", "/method/type"},
           Row{R"({"method": {"type": "cash"}})", "invalid_field", "/method/type"},
           Row{R"({"method": {"type": "virtual_account"}})", "missing_field", "/method/channel"},
           Row{R"({"method": {"type": "virtual_account", "channel": "bca"}})", "invalid_field",
               "/method/channel"},
           Row{R"({"method": {"type": "virtual_account", "channel": "NOBANK"}})", "invalid_field",
               "/method/channel"},
           Row{R"({"method": {"type": "qris", "colour": "red"}})", "unknown_field",
               "/method/colour"},
           Row{R"({"method": {"type": "qris"}, "amount": "1"})", "unknown_field", "/amount"},
           Row{R"([])", "invalid_json", ""},
           Row{R"({"method": )", "invalid_json", ""},
       }) {
    INFO(row.body);
    check_problem(wesel.post(target, row.body), 400, row.code, row.param);
  }
  check_problem(
      wesel.call("POST", target, R"({"method": {"type": "qris"}})", {}, Installation::kOther), 404,
      "not_found", "");
  CHECK(wesel.payment(made.text("id")).text("status") == "requires_method");

  const http::Fields key{{"idempotency-key", "choice-1"}};
  CHECK(choose(wesel, made, "qris", "", key).status == 200);
  const Reply again = choose(wesel, made, "qris", "", key);
  CHECK(again.status == 200);
  CHECK(again.header("wesel-replayed") == "true");
  check_problem(choose(wesel, made, "virtual_account", "BCA", key), 422, "idempotency_key_reused",
                "");
}

TEST_CASE("one Idempotency-Key is one choice, however often it is sent at once") {
  Installation wesel;
  const Reply made = wesel.post("/v1/payments", without_method("KEY-1"));
  wesel.komerce.fault(R"({"operation": "create", "fault": "latency", "ms": 600})");
  std::array<Reply, 4> replies;
  {
    std::vector<std::jthread> senders;
    for (std::size_t i = 0; i < replies.size(); ++i)
      senders.emplace_back([&, i] {
        // Three are the same; one is another request under the same key.
        replies[i] = choose(wesel, made, i == 3 ? "virtual_account" : "qris", i == 3 ? "BCA" : "",
                            {{"idempotency-key", "one"}});
      });
  }
  int done = 0, replayed = 0, other = 0;
  for (const Reply& reply : replies) {
    INFO(reply.body);
    CHECK((reply.status == 200 || reply.text("code") == "idempotency_key_reused"));
    done += reply.status == 200 && reply.header("wesel-replayed").empty();
    replayed += !reply.header("wesel-replayed").empty();
    other += reply.status == 422;
  }
  CHECK(done == 1);
  CHECK(replayed + other == 3);
  CHECK(wesel.payment(made.text("id"))["attempts"].size() == 1);
}

TEST_CASE("many choices at once leave one thing to pay") {
  Installation wesel;
  const Reply made = wesel.post("/v1/payments", without_method("RACE-1"));
  std::array<int, 8> answers{};
  {
    std::vector<std::jthread> customers;
    for (std::size_t i = 0; i < answers.size(); ++i)
      customers.emplace_back([&, i] {
        answers[i] = (i % 2 ? choose(wesel, made, "virtual_account", "BCA")
                            : choose(wesel, made, "qris", ""))
                         .status;
      });
  }
  for (const int status : answers) CHECK((status == 200 || status == 202 || status == 409));
  const Reply end = wesel.payment(made.text("id"));
  CHECK(end.text("status") == "pending");
  int open = 0;
  const Reply ledger = wesel.komerce.ledger();
  for (json::Value e = ledger["data"].first(); e; e = e.next())
    open += e["status"].text() == "PENDING";
  CHECK(open == 1);
}

TEST_CASE("killed in the middle of a change, the payment can still be paid once") {
  Installation wesel({.komerce = "timeout = \"2s\""});
  const Reply made = wesel.pay({});
  wesel.komerce.fault(R"({"operation": "cancel", "fault": "work_then_silence"})");
  {
    std::jthread merchant([&] { choose(wesel, made, "e_wallet", "OVO"); });
    REQUIRE(eventually([&] { return wesel.komerce.requests("cancel") == 1; }));
    wesel.kill();
  }
  wesel.start();
  const Reply open = wesel.once(made.text("id"), "requires_method");
  INFO(open.body);
  CHECK(open.text("status") == "requires_method");
  CHECK(wesel.komopay.payments() == 0);
  CHECK(choose(wesel, made, "e_wallet", "OVO").text("status") == "pending");
}

}  // namespace wesel::journeys
