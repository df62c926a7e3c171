// Customers choose among what the routes would find an account for, and nothing else.
#include "checkout/choices.hpp"

#include <catch2/catch.hpp>

#include "engine/small_world.hpp"

using namespace wesel;
using namespace wesel::stories;

namespace {

std::vector<std::string> offered(SmallWorld& world, const Payment& payment) {
  std::vector<std::string> out;
  for (const Method& m : checkout::choices(*world.setup(), payment, world.now()))
    out.push_back(m.channel.empty() ? m.type : m.type + '/' + m.channel);
  return out;
}

}  // namespace

TEST_CASE("what no route takes is not offered") {
  SmallWorld world;
  NewPayment order = an_order();
  order.method = {};
  const Payment payment = world.made(order);
  const auto all = offered(world, payment);
  INFO(all.size());
  REQUIRE_FALSE(all.empty());
  CHECK(all.front().starts_with("virtual_account"));  // before wallets

  world.configure([](Config& config) {
    std::erase_if(config.routes, [](const Route& route) { return route.name == "e_wallet"; });
  });
  for (const std::string& method : offered(world, payment))
    CHECK_FALSE(method.starts_with("e_wallet"));
  CHECK(offered(world, payment).size() < all.size());
  world.configure([](Config& config) { config.routes.clear(); });
  CHECK(offered(world, payment).empty());
}
