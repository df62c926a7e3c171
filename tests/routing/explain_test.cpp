// The explanation, exactly as merchants and operators get it.
#include <catch2/catch.hpp>

#include "routing/explain.hpp"
#include "routing/scene.hpp"

using namespace wesel;
using namespace wesel::scene;

namespace {

Desk shop() {
  Route small = route("small QRIS",
                      when({is("method", "qris"), is("currency", "IDR"), amount({}, "10000000")}),
                      {"komerce", "fazz"});
  Route gold = route("gold",
                     when({exists("metadata.tier"), no(is("country", {"SG", "MY"}))},
                          {when({is("channel", "BNI")}), when({starts("merchant", "ac")})},
                          {when({from("hour", "0", "5")})}),
                     {"fazz", "komopay"});
  Offer large = offer("virtual_account", "BCA");
  large.minimum = idr(200'000);
  return Desk({small, gold, route("rest", when({})), route("never asked", when({}))},
              {account("komerce"), account("fazz", {large}), account("komopay")});
}

Payment golden() {
  Payment ours = payment();
  ours.metadata = {{"tier", "gold"}};
  return ours;
}

Explanation explained(const Desk& desk, const Payment& payment) {
  return explain(desk.rules(), desk.accounts(), facts_of(payment, kNow));
}

}  // namespace

TEST_CASE("an explanation as JSON") {
  CHECK(
      to_json(explained(shop(), golden())) ==
      R"({"route":"gold","version":"v1","routes":[)"
      R"({"name":"small QRIS","matched":false,"conditions":[)"
      R"({"attribute":"method","wanted":"qris","seen":"virtual_account","holds":false},)"
      R"({"attribute":"currency","wanted":"IDR","seen":"IDR","holds":true},)"
      R"({"attribute":"amount","wanted":"{ max = 10000000 }","seen":"100000","holds":true}]},)"
      R"({"name":"gold","matched":true,"conditions":[)"
      R"({"attribute":"metadata.tier","wanted":"{ exists = true }","seen":"gold","holds":true},)"
      R"({"attribute":"country","wanted":"{ not = [SG, MY] }","seen":null,"holds":true},)"
      R"({"attribute":"any","wanted":"[{ channel = BNI }, { merchant = { prefix = ac } }]",)"
      R"("seen":"channel = BCA, merchant = acme","holds":true},)"
      R"({"attribute":"none","wanted":"[{ hour = { min = 0, max = 5 } }]","seen":"hour = 10",)"
      R"("holds":true}]}],"more":2,"candidates":[)"
      R"({"account":"fazz","kept":false,"reasons":["the amount is below the minimum of 200000"]},)"
      R"({"account":"komopay","kept":true,"reasons":[]}],"order":["komopay"]})");
}

TEST_CASE("without a match the route is null and every route is told") {
  const Desk desk({route("qris", when({is("method", "qris")}))});
  CHECK(to_json(explained(desk, payment())) ==
        R"({"route":null,"version":"v1","routes":[{"name":"qris","matched":false,"conditions":[)"
        R"({"attribute":"method","wanted":"qris","seen":"virtual_account","holds":false}]}],)"
        R"("candidates":[],"order":[]})");
}

TEST_CASE("an explanation for a terminal") {
  CHECK(to_text(explained(shop(), golden())) ==
        R"(Rules v1

1. small QRIS: does not match
     no   method: wanted qris, seen virtual_account
     yes  currency: wanted IDR, seen IDR
     yes  amount: wanted { max = 10000000 }, seen 100000
2. gold: matches
     yes  metadata.tier: wanted { exists = true }, seen gold
     yes  country: wanted { not = [SG, MY] }, seen (missing)
     yes  any: wanted [{ channel = BNI }, { merchant = { prefix = ac } }], )"
        R"(seen channel = BCA, merchant = acme
     yes  none: wanted [{ hour = { min = 0, max = 5 } }], seen hour = 10
2 more after it, not looked at

Candidates of "gold"
  left out  fazz     the amount is below the minimum of 200000
  kept      komopay

Order: komopay
)");
}

TEST_CASE("a terminal is told when nobody is left, and the notes") {
  Desk desk({route("all", when({}))});
  Payment pinned = payment();
  pinned.pin = "fazz";
  const string text = to_text(explained(desk, pinned));
  CHECK_THAT(text, Catch::Contains("Note: the account asked for, fazz, is not among"));
  CHECK_THAT(text, Catch::Contains("Order: nobody can take it\n"));
}

TEST_CASE("an amount in another currency is shown with it") {
  Payment dollars = payment();
  dollars.amount = {500, kUsd};
  const Desk desk({route("small", when({amount({}, "10")}))});
  const ConditionVerdict verdict = explained(desk, dollars).routes.at(0).conditions.at(0);
  CHECK(verdict.seen == "5.00 USD");
  CHECK_FALSE(verdict.holds);
}
