// What check finds in rules, and that it claims nothing about rules that are fine.
#include <catch2/catch.hpp>

#include "routing/check.hpp"
#include "routing/scene.hpp"

using namespace wesel;
using namespace wesel::scene;

namespace {

Texts findings(const Desk& desk, Texts merchants = {"acme"}) {
  REQUIRE(desk.compiled().rules);
  Texts out;
  for (const Problem& problem :
       check_rules({desk.rules(), desk.accounts(), std::move(merchants), {}, kNow}))
    out.push_back(problem.message);
  return out;
}

// Findings about routes alone.
Texts about(std::vector<Route> routes) {
  routes.push_back(route("rest", when({})));
  return findings(Desk(
      std::move(routes),
      {account("komerce", {offer("qris"), offer("e_wallet", "OVO"), offer("virtual_account", "BCA"),
                           offer("virtual_account", "BNI")})}));
}

}  // namespace

TEST_CASE("rules that are fine give no finding") {
  CHECK(about({}).empty());
  CHECK(about({route("a", when({is("method", "qris"), is("currency", "IDR"), amount({}, "1000")})),
               route("b", when({is("method", "qris")})),
               route("c", when({is("metadata.tier", "gold")})),
               route("d", when({starts("metadata.tier", "go")})),
               route("e", when({from("hour", "8", "17"), no(is("weekday", {"sat", "sun"}))})),
               route("f", when({is("weekday", {"sat", "fri"})}))})
            .empty());
}

TEST_CASE("a route whose conditions contradict each other") {
  const Texts never{"route \"x\" can never match: its conditions contradict each other"};
  CHECK(about({route("x", when({is("method", "qris")}, {}, {when({is("method", "qris")})}))}) ==
        never);
  CHECK(about({route("x", when({is("channel", "BCA")},
                               {when({is("channel", "BNI")}), when({is("channel", {"BRI"})})}))}) ==
        never);
  CHECK(about({route("x", when({is("currency", "USD"), amount("5", "9")}))}) == never);
  CHECK(about({route("x", when({amount("5", "9"), no(amount("2", "10"))}))}) == never);
  CHECK(about({route("x", when({no(is("kind", {"payment", "payout"}))}))}) == never);
  CHECK(about({route("x", when({exists("merchant", false)}))}) == never);
  CHECK(about({route("x", when({}, {}, {when({})}))}) == never);
}

TEST_CASE("a route that an earlier one shadows") {
  const Texts shadowed{"route \"b\" can never match: \"a\" is before it and takes all of it"};
  const auto pair = [](When a, When b) { return about({route("a", a), route("b", b)}); };
  CHECK(pair(when({is("method", "qris")}), when({is("method", "qris")})) == shadowed);
  CHECK(pair(when({is("method", {"qris", "e_wallet"})}),
             when({is("method", "qris"), is("metadata.tier", "gold")})) == shadowed);
  CHECK(pair(when({amount({}, "500")}), when({amount("100", "200")})) == shadowed);
  CHECK(pair(when({no(is("channel", {"BCA"}))}), when({is("channel", "BNI")})) == shadowed);
  CHECK(pair(when({exists("metadata.tier")}), when({starts("metadata.tier", "go")})) == shadowed);
  CHECK(pair(when({starts("metadata.tier", "g")}),
             when({is("metadata.tier", {"gold", "green"})})) == shadowed);
  CHECK(pair(when({}, {when({is("channel", "BCA")}), when({is("channel", "BNI")})}),
             when({is("channel", "BNI")})) == shadowed);
  CHECK(pair(when({}, {}, {when({is("channel", "BCA"), is("kind", "payment")})}),
             when({is("channel", "BNI")})) == shadowed);
}

TEST_CASE("a route that earlier ones shadow together") {
  const Texts together{
      "route \"c\" can never match: \"a\", \"b\" are before it and together take all of it"};
  const auto three = [](When a, When b, When c) {
    return about({route("a", a), route("b", b), route("c", c)});
  };
  const Condition va = is("method", "virtual_account");
  CHECK(three(when({va, is("channel", "BCA")}), when({va, is("channel", "BNI")}),
              when({va, is("channel", {"BCA", "BNI"})})) == together);
  CHECK(three(when({amount({}, "500")}), when({amount("501", {})}),
              when({is("currency", "IDR")})) == together);
  CHECK(three(when({va, from("hour", "0", "11")}), when({va, from("hour", "12", "23")}),
              when({va, is("metadata.tier", "x")})) == together);
  // One hundred and five hundred and one leave a gap.
  CHECK(three(when({amount({}, "499")}), when({amount("501", {})}), when({is("currency", "IDR")}))
            .empty());
}

TEST_CASE("a payment that an account would take and no route does, with an example") {
  Offer limited = offer("qris");
  limited.minimum = idr(1'000);
  limited.maximum = idr(10'000);
  const std::vector<AccountOffers> accounts{account("komerce", {limited})};
  CHECK(findings(Desk({route("va", when({is("method", "virtual_account")}))}, accounts)).at(0) ==
        "no route takes: payment qris, 1000 IDR, merchant acme, live; komerce could");
  CHECK(findings(Desk({route("low", when({amount({}, "7000")}))}, accounts)) ==
        Texts{"no route takes: payment qris, 10000 IDR, merchant acme, live; komerce could"});
  // The gap is where no account has a limit.
  CHECK(findings(Desk(
            {route("low", when({amount({}, "7000")})), route("high", when({amount("8000", {})}))},
            accounts)) ==
        Texts{"no route takes: payment qris, 7001 IDR, merchant acme, live; komerce could"});
  CHECK(findings(Desk({route("hours", when({from("hour", "0", "21")}))}, accounts)) ==
        Texts{"no route takes: payment qris, 1000 IDR, merchant acme, live, fri 22:30; komerce "
              "could"});
  CHECK(findings(Desk({route("ours", when({is("merchant", "acme")}))}, accounts),
                 {"acme", "other"}) ==
        Texts{"no route takes: payment qris, 1000 IDR, merchant other, live; komerce could"});
}

TEST_CASE("a route that leads to nobody, though another account would take it") {
  Offer small = offer("qris");
  small.maximum = idr(500);
  const Texts found =
      findings(Desk({route("all", when({}), {"komerce"})},
                    {account("komerce", {small}), account("fazz", {offer("qris")})}));
  REQUIRE(found.empty());  // fazz has no limit, so nothing above 500 suggests itself
  Offer large = small;
  large.maximum = idr(900);
  CHECK(findings(Desk({route("all", when({}), {"komerce"})},
                      {account("komerce", {small}), account("fazz", {large})})) ==
        Texts{"route \"all\" matches but no account of it takes: payment qris, 900 IDR, merchant "
              "acme, live (komerce: the amount is above the maximum of 500); fazz could"});
}

TEST_CASE("a route that names what none of its accounts takes") {
  Offer small = offer("qris");
  small.maximum = idr(500);
  const std::vector<AccountOffers> accounts{account("komerce", {small})};
  const auto found = [&](When condition) {
    return findings(Desk({route("x", condition), route("rest", when({}))}, accounts));
  };
  CHECK(found(when({is("method", {"qris", "e_wallet"})})) ==
        Texts{"route \"x\" names method e_wallet, but no account of it takes such a payment: "
              "payment e_wallet, 10000 IDR, merchant acme, live (komerce: it does not offer this "
              "method: e_wallet)"});
  CHECK(found(when({amount({}, "501")})).size() == 1);
  CHECK(found(when({amount({}, "500")})).empty());
  CHECK(found(when({is("currency", "USD")})).size() == 1);
  CHECK(found(when({is("channel", "BCA")})).size() == 1);
}

TEST_CASE("what passes by itself is no finding") {
  Offer closed = offer("qris");
  closed.hours = OpenHours{.from_minute = 0, .until_minute = 1, .timezone = "UTC"};
  CHECK(findings(Desk({route("all", when({is("method", "qris")}))}, {account("komerce", {closed})}))
            .empty());
}

TEST_CASE("an account for one merchant is no finding for a route that names it") {
  AccountOffers ours = account("komerce", {offer("qris")});
  ours.merchants = {"zeta"};
  CHECK(findings(Desk({route("x", when({is("method", "qris")}, {when({is("merchant", "acme")}),
                                                                when({is("merchant", "zeta")})})),
                       route("rest", when({}))},
                      {ours}),
                 {"acme", "zeta"})
            .empty());
}

TEST_CASE("limits that contradict, and accounts that offer nothing") {
  Offer none = offer("qris");
  none.minimum = idr(10);
  none.maximum = idr(5);
  none.shortest_expiry = std::chrono::hours(2);
  none.longest_expiry = std::chrono::hours(1);
  const Texts found =
      findings(Desk({route("all", when({}))}, {account("komerce", {none}), account("empty", {})}));
  CHECK(found == Texts{"komerce, qris in IDR: no amount is left between the minimum of 10 and the "
                       "maximum of 5",
                       "komerce, qris in IDR: its shortest expiry of 7200 s is longer than its "
                       "longest of 3600 s",
                       "empty offers nothing: its methods leave none of what its plugin can do"});
}

TEST_CASE("a split that leaves out or names more than it uses") {
  Route half = route("half", when({}), {"komerce", "fazz"});
  half.pick = Pick::split;
  half.split = {{"komerce", 1, {}}, {"komopay", 1, {}}};
  CHECK(findings(Desk({half})) ==
        Texts{"route \"half\": split names komopay, which is not in use",
              "route \"half\": split gives fazz no share; it is only tried after others"});
}
