// Who paid and from where: asked of the provider that has the payment.
#include "engine/payer.hpp"

#include <catch2/catch.hpp>

#include "small_world.hpp"

using namespace wesel;
using namespace wesel::stories;

namespace {

// A payment at alpha, whose provider answers the question for accounts like this.
Payment paid(SmallWorld& world, const http::Sent& answer) {
  world.provider = [answer](const http::Outbound& request) {
    if (request.target.starts_with("/accounts/")) return answer;
    return object(request, "pending");
  };
  return world.made(an_order());
}

std::string refusal(SmallWorld& world, const Payment& payment) {
  const auto told = payer_accounts(world.context(), payment);
  return told ? "told" : told.error().code;
}

}  // namespace

TEST_CASE("what the provider tells of the payer is handed on") {
  SmallWorld world;
  const Payment payment = paid(world, replied(200, R"({"name": "Budi", "number": "123"})"));
  const auto told = payer_accounts(world.context(), payment);
  REQUIRE(told);
  REQUIRE(told->used);
  CHECK(told->used->name == "Budi");
  CHECK(told->used->number == "123");
}

TEST_CASE("a provider that does not answer, or does not know it, is said so") {
  SmallWorld world;
  CHECK(refusal(world, paid(world, lost())) == "no_provider_available");
  SmallWorld other;
  CHECK(refusal(other, paid(other, replied(404, "{}"))) == "invalid_state");
}

TEST_CASE("nobody has been asked for a payment without a method") {
  SmallWorld world;
  NewPayment order = an_order();
  order.method = {};
  CHECK(refusal(world, world.made(order)) == "invalid_state");
}
