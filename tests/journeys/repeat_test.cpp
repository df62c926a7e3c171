// The same request again: by its reference, by Idempotency-Key, one after another and all at once.
#include <catch2/catch.hpp>
#include <set>

#include "journeys/installation.hpp"

namespace wesel::journeys {

using std::string;

namespace {

http::Fields key(const string& text) { return {{"idempotency-key", text}}; }

}  // namespace

TEST_CASE("the same POST again answers the payment as it is now") {
  Installation wesel;
  const Reply first = wesel.pay({});
  REQUIRE(first.status == 201);
  CHECK(first.header("wesel-replayed").empty());

  SECTION("whatever the order of its keys and the writing of its amount") {
    const string other_way = R"({"customer": {"phone": "+6281234567890", "name": "Budi",
        "email": "budi@example.com"}, "currency": "IDR", "amount": "100000.00",
        "method": {"channel": "BCA", "type": "virtual_account"}, "reference": "ORDER-1"})";
    for (const string& body : {Order{}.text(), other_way}) {
      const Reply again = wesel.post("/v1/payments", body);
      CHECK(again.status == 200);
      CHECK(again.header("wesel-replayed") == "true");
      CHECK(again.text("id") == first.text("id"));
    }
  }
  SECTION("with its newer status") {
    REQUIRE(wesel.komerce.act(first.text("provider_reference"), "pay") == 200);
    REQUIRE(wesel.once(first.text("id"), "paid").text("status") == "paid");
    const Reply again = wesel.pay({});
    CHECK(again.status == 200);
    CHECK(again.text("status") == "paid");
  }
  SECTION("and so after the engine died") {
    wesel.restart();
    CHECK(wesel.pay({}).text("id") == first.text("id"));
  }
  SECTION("and when no provider would take it now") {
    for (Provider* provider : {&wesel.komerce, &wesel.fazz, &wesel.komopay})
      provider->fault(R"({"fault": "refuse", "ms": 0})");
    CHECK(wesel.pay({}).text("id") == first.text("id"));
  }
  CHECK(wesel.komerce.payments() == 1);
  CHECK(wesel.get("/v1/payments")["data"].size() == 1);
}

TEST_CASE("another body under a used reference is a conflict, and another merchant's is not") {
  Installation wesel;
  const Reply first = wesel.pay({});
  REQUIRE(first.status == 201);
  const Reply other = wesel.pay({.amount = "100001"});
  CHECK(other.status == 409);
  CHECK(other.text("code") == "reference_conflict");
  CHECK(other.text("param") == "/reference");
  CHECK(wesel.komerce.payments() == 1);

  const Reply theirs = wesel.call("POST", "/v1/payments", Order{}.text(), {}, Installation::kOther);
  CHECK(theirs.status == 201);
  CHECK(theirs.text("id") != first.text("id"));
  CHECK(wesel.komerce.payments() == 2);
}

TEST_CASE("an Idempotency-Key repeats its request and takes no other") {
  Installation wesel;
  const Reply first = wesel.post("/v1/payments", Order{}.text(), key("\"once-1\""));
  REQUIRE(first.status == 201);
  for (const char* same : {"once-1", "\"once-1\""}) {
    const Reply again = wesel.post("/v1/payments", Order{}.text(), key(same));
    CHECK(again.status == 200);
    CHECK(again.header("wesel-replayed") == "true");
    CHECK(again.text("id") == first.text("id"));
  }
  const Order another{.reference = "ORDER-2"};
  const Reply reused = wesel.post("/v1/payments", another.text(), key("once-1"));
  CHECK(reused.status == 422);
  CHECK(reused.text("code") == "idempotency_key_reused");
  CHECK(wesel.get("/v1/payments?reference=ORDER-2")["data"].size() == 0);

  wesel.restart();
  CHECK(wesel.post("/v1/payments", another.text(), key("once-1")).status == 422);
  CHECK(wesel.post("/v1/payments", Order{}.text(), key("once-1")).status == 200);
  CHECK(wesel.call("POST", "/v1/payments", another.text(), key("once-1"), Installation::kOther)
            .status == 201);
  for (const string& bad : {string(256, 'k'), string("\"\""), string("a b")})
    CHECK(wesel.post("/v1/payments", another.text(), key(bad)).status == 400);
}

TEST_CASE("an Idempotency-Key of a refused request is not used up") {
  Installation wesel;
  Order order{.amount = "1", .provider = "komerce"};  // less than it takes
  CHECK(wesel.post("/v1/payments", order.text(), key("again")).status == 422);
  order.amount = "100000";
  CHECK(wesel.post("/v1/payments", order.text(), key("again")).status == 201);
}

TEST_CASE("equal requests at once make one payment") {
  Installation wesel;
  wesel.komerce.fault(R"({"operation": "create", "fault": "latency", "ms": 200, "count": 0})");
  std::vector<Reply> replies(8);
  {
    std::vector<std::jthread> merchants;
    for (Reply& reply : replies)
      merchants.emplace_back([&] { reply = wesel.post("/v1/payments", Order{}.text(), key("k")); });
  }
  std::set<string> ids;
  int created = 0;
  for (const Reply& reply : replies) {
    ids.insert(reply.text("id"));
    created += reply.status == 201;
    CHECK((reply.status == 201 || reply.status == 200));
    CHECK(reply.text("status") == "pending");
  }
  CHECK(created == 1);
  CHECK(ids.size() == 1);
  CHECK(wesel.komerce.payments() == 1);
}

}  // namespace wesel::journeys
