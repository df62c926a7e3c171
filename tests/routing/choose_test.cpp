// The decision as a whole: which route, who is left, and what it means when nobody is.
#include <catch2/catch.hpp>

#include "routing/scene.hpp"

using namespace wesel;
using namespace wesel::scene;

TEST_CASE("the first matching route wins") {
  const Desk desk({route("qris", when({is("method", "qris")})),
                   route("BCA", when({is("channel", "BCA")}), {"fazz"}),
                   route("rest", when({}), {"komerce"})});
  const Choice choice = desk.choose(payment());
  CHECK(choice.decision.route == "BCA");
  CHECK(choice.decision.version == "v1");
  CHECK(choice.decision.pick == "listed");
  CHECK(choice.decision.order == Texts{"fazz"});
  CHECK(choice.availability == Availability::now);
  CHECK(choice.route == &desk.rules().routes()[1]);
}

TEST_CASE("the decision keeps its route's failover") {
  Route it = route("it", when({}));
  it.failover = {5, std::chrono::seconds(20), UnknownPolicy::never};
  const Decision decision = Desk({it}).choose(payment()).decision;
  CHECK(decision.max_attempts == 5);
  CHECK(decision.within_ms == 20'000);
  CHECK_FALSE(decision.when_unseen);
}

TEST_CASE("no route is an end of its own") {
  const Choice choice = Desk({route("qris", when({is("method", "qris")}))}).choose(payment());
  CHECK(choice.route == nullptr);
  CHECK(choice.decision.route.empty());
  CHECK(choice.decision.candidates.empty());
  CHECK(choice.decision.reasons == std::vector<Reason>{{"no_route", ""}});
  CHECK(choice.availability == Availability::never);
  CHECK(Desk({}).choose(payment()).availability == Availability::never);
}

TEST_CASE("a route whose candidates all drop out does not fall through to the next") {
  const Desk desk(
      {route("BCA", when({is("channel", "BCA")}), {"fazz"}), route("rest", when({}), {"komerce"})},
      {account("komerce"), account("fazz", {offer("qris")})});
  const Choice choice = desk.choose(payment());
  CHECK(choice.decision.route == "BCA");
  CHECK(choice.decision.order.empty());
  CHECK(choice.availability == Availability::never);
}

TEST_CASE("kept candidates come in listed order; the others say why") {
  Desk desk({route("all", when({}), {"komopay", "fazz", "komerce"})});
  desk.health[1].quarantined = true;
  const Decision decision = desk.choose(payment()).decision;
  CHECK(decision.order == Texts{"komopay", "komerce"});
  REQUIRE(decision.candidates.size() == 3);
  CHECK(decision.candidates[1].account == "fazz");
  CHECK_FALSE(decision.candidates[1].kept);
}

TEST_CASE("when someone could take it later, that is said") {
  AccountOffers sandbox = account("komerce");
  sandbox.mode = Mode::sandbox;
  Desk desk({route("all", when({}), {"komerce", "fazz"})}, {sandbox, account("fazz")});
  desk.health[1].full = true;
  CHECK(desk.choose(payment()).availability == Availability::later);
  desk.health[1] = {.disabled = true};
  CHECK(desk.choose(payment()).availability == Availability::never);
}

TEST_CASE("when every breaker is open the least bad is probed") {
  Desk desk({route("all", when({}), {"komerce", "fazz", "komopay"})});
  desk.health = {{.breaker_open = true, .sickness = 5},
                 {.breaker_open = true, .sickness = 3},
                 {.breaker_open = true, .sickness = 3}};
  Choice choice = desk.choose(payment());
  CHECK(choice.decision.order == Texts{"fazz"});
  CHECK(choice.availability == Availability::now);
  CHECK(choice.decision.candidates[1].kept);
  CHECK(reasons(choice.decision.candidates[1]) == Texts{"breaker_open"});
  CHECK(choice.decision.reasons == std::vector<Reason>{{"probed", "fazz"}});

  SECTION("but not one that has more against it") {
    desk.health[1].quarantined = true;
    CHECK(desk.choose(payment()).decision.order == Texts{"komopay"});
  }
  SECTION("and nobody is while one is well") {
    desk.health[0].breaker_open = false;
    CHECK(desk.choose(payment()).decision.order == Texts{"komerce"});
  }
}

TEST_CASE("a pin narrows the route's candidates and never falls back") {
  Desk desk({route("all", when({}), {"komerce", "fazz"})});
  Payment pinned = payment();
  pinned.pin = "fazz";
  Choice choice = desk.choose(pinned);
  CHECK(choice.decision.order == Texts{"fazz"});
  CHECK(reasons(choice.decision.candidates[0]) == Texts{"excluded_by_pin fazz"});
  CHECK(choice.decision.reasons == std::vector<Reason>{{"pinned", "fazz"}});

  SECTION("not even when the pinned account cannot take it now") {
    desk.health[1].full = true;
    choice = desk.choose(pinned);
    CHECK(choice.decision.order.empty());
    CHECK(choice.availability == Availability::later);
  }
  SECTION("nor to an account outside the route") {
    pinned.pin = "komopay";
    choice = desk.choose(pinned);
    CHECK(choice.decision.order.empty());
    CHECK(choice.availability == Availability::never);
    CHECK(choice.decision.candidates.size() == 2);
    CHECK(choice.decision.reasons == std::vector<Reason>{{"pin_not_in_route", "komopay"}});
  }
}

TEST_CASE("routes are found by name for payments that were decided before") {
  const Desk desk({route("one", when({})), route("two", when({}))});
  CHECK(desk.rules().find_route("two") == &desk.rules().routes()[1]);
  CHECK(desk.rules().find_route("gone") == nullptr);
}

TEST_CASE("of two offers for the same the first counts, as find_offer has it") {
  Offer first = offer("virtual_account", "BCA"), second = first;
  first.maximum = idr(5);
  const Desk desk({route("all", when({}))}, {account("komerce", {first, second})});
  CHECK(desk.choose(payment()).decision.order.empty());
}
