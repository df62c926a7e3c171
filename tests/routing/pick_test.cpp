// How the kept candidates are ordered.
#include <fmt/format.h>
#include <catch2/catch.hpp>

#include <map>

#include "routing/pick.hpp"
#include "routing/scene.hpp"

using namespace wesel;
using namespace wesel::scene;

namespace {

Route split(std::vector<std::pair<string, std::int64_t>> weights) {
  Route it = route("split", when({}), {"komerce", "fazz", "komopay"});
  it.pick = Pick::split;
  for (const auto& [name, weight] : weights) it.split.push_back({name, weight, {}});
  return it;
}

std::map<string, int> shares(const Desk& desk, int payments) {
  std::map<string, int> out;
  Payment one = payment();
  for (int i = 0; i < payments; ++i) {
    one.id = fmt::format("pay_{:026}", i);
    ++out[desk.choose(one).decision.order.at(0)];
  }
  return out;
}

AccountOffers priced(string name, std::int64_t fixed, std::int64_t percent_micro) {
  AccountOffers it = account(std::move(name));
  it.offers[0].fee = Fee{idr(fixed), percent_micro};
  return it;
}

Texts cheapest(std::vector<AccountOffers> accounts, Money amount = idr(100'000)) {
  Texts names;
  for (const AccountOffers& one : accounts) names.push_back(one.account);
  Route it = route("cheap", when({}), names);
  it.pick = Pick::cheapest;
  Payment ours = payment();
  ours.amount = amount;
  return Desk({it}, std::move(accounts)).choose(ours).decision.order;
}

}  // namespace

// The first eight bytes of the SHA-256 of the id, as sha256sum prints them. These never change.
TEST_CASE("a payment's place in a split is a fixed function of its id") {
  CHECK(split_hash("pay_00000000000000000000000000") == 0x53864b0c2511d652u);
  CHECK(split_hash("pay_01JABCDEFGHJKMNPQRSTVWXYZ0") == 0x3aa2b12371bbae7fu);
  CHECK(split_hash("") == 0xe3b0c44298fc1c14u);
  CHECK(split_hash("abc") == 0xba7816bf8f01cfeau);
}

TEST_CASE("a split gives each account its share of many payments") {
  const auto got = shares(Desk({split({{"komerce", 70}, {"fazz", 30}})}), 20'000);
  CHECK(got.size() == 2);
  // Four standard deviations of a fair draw: sqrt(20000 * 0.7 * 0.3) = 65.
  CHECK(std::abs(got.at("komerce") - 14'000) < 260);
}

TEST_CASE("weights are relative") {
  const Desk small({split({{"komerce", 7}, {"fazz", 3}})});
  const Desk large({split({{"komerce", 700'000}, {"fazz", 300'000}})});
  const int a = shares(small, 5'000).at("komerce"), b = shares(large, 5'000).at("komerce");
  CHECK(std::abs(a - b) < 200);
}

TEST_CASE("the chosen one comes first, the rest in listed order, the same every time") {
  const Desk desk({split({{"komerce", 1}, {"fazz", 1}, {"komopay", 1}})});
  Payment one = payment();
  std::map<Texts, int> orders;
  for (int i = 0; i < 300; ++i) {
    one.id = fmt::format("pay_{:026}", i);
    const Texts order = desk.choose(one).decision.order;
    CHECK(order == desk.choose(one).decision.order);
    ++orders[order];
  }
  CHECK(orders.size() == 3);
  CHECK(orders.contains({"komerce", "fazz", "komopay"}));
  CHECK(orders.contains({"fazz", "komerce", "komopay"}));
  CHECK(orders.contains({"komopay", "komerce", "fazz"}));
}

TEST_CASE("shares are renormalised over the accounts that are kept") {
  Desk desk({split({{"komerce", 50}, {"fazz", 30}, {"komopay", 20}})});
  desk.health[0].full = true;
  const auto got = shares(desk, 10'000);
  CHECK_FALSE(got.contains("komerce"));
  CHECK(std::abs(got.at("fazz") - 6'000) < 200);
}

TEST_CASE("an account without a weight only follows, unless nobody with one is kept") {
  Desk desk({split({{"fazz", 1}})});
  CHECK(desk.choose(payment()).decision.order == Texts{"fazz", "komerce", "komopay"});
  desk.health[1].full = true;
  CHECK(desk.choose(payment()).decision.order == Texts{"komerce", "komopay"});
}

TEST_CASE("cheapest goes by the fee for this amount, exactly") {
  // 4440 fixed against 0.99 %: equal at 448484.8…
  CHECK(cheapest({priced("flat", 4'440, 0), priced("share", 0, 990'000)}) ==
        Texts{"share", "flat"});
  CHECK(cheapest({priced("share", 0, 990'000), priced("flat", 4'440, 0)}, idr(448'484)) ==
        Texts{"share", "flat"});
  CHECK(cheapest({priced("share", 0, 990'000), priced("flat", 4'440, 0)}, idr(448'485)) ==
        Texts{"flat", "share"});
}

TEST_CASE("equal fees keep the listed order, unknown ones come last") {
  CHECK(cheapest({account("unknown"), priced("b", 1'000, 0), priced("a", 0, 1'000'000)}) ==
        Texts{"b", "a", "unknown"});
  CHECK(cheapest({priced("dearer", 0, 1), priced("free", 0, 0)}, idr(1)) ==
        Texts{"free", "dearer"});
}

TEST_CASE("fees of the largest amounts do not overflow") {
  const Money most = idr(9'223'372'036'854'775'807);
  CHECK(cheapest({priced("all", 0, 100'000'000), priced("half", 0, 50'000'000)}, most) ==
        Texts{"half", "all"});
  CHECK(cheapest({priced("beyond", 1, 100'000'000), priced("all", 0, 100'000'000)}, most) ==
        Texts{"all", "beyond"});
}

TEST_CASE("healthiest and fastest say that they have no figures yet") {
  Route it = route("health", when({}), {"fazz", "komerce"});
  it.pick = Pick::healthiest;
  const Decision decision = Desk({it}).choose(payment()).decision;
  CHECK(decision.order == Texts{"fazz", "komerce"});
  CHECK(decision.reasons == std::vector<Reason>{{"no_figures_yet", "healthiest"}});
}
