// Cancelling, and whatever may happen at the same moment.
#include <catch2/catch.hpp>

#include "engine/links.hpp"
#include "small_world.hpp"
#include "wesel/crypto.hpp"
#include "wesel/json.hpp"

using namespace wesel;
using namespace wesel::stories;
using Words = std::vector<std::string>;

namespace {

// Alpha can cancel; the route's order decides who has it.
Payment waiting_at(SmallWorld& world, const char* account) {
  NewPayment order = an_order();
  order.pin = account;
  world.provider = [](const http::Outbound& request) { return object(request, "pending"); };
  Payment p = world.made(order);
  REQUIRE(p.status == Status::pending);
  REQUIRE(p.current_attempt()->account == account);
  return p;
}

void pay_by_callback(SmallWorld& world, const Payment& p) {
  const std::string body =
      json::Object{}.set("id", p.attempt_id(1)).set("ref", "P-1").set("state", "paid").text();
  const std::string key = sdk::to_hex(callback_key(p.attempt_id(1), world.setup()->secret));
  REQUIRE(world.call_back(world.url_of(p, 1), body, sdk::to_hex(sdk::hmac_sha256(key, body))));
}

}  // namespace

TEST_CASE("the provider's word cancels") {
  SmallWorld world;
  const Payment p = waiting_at(world, "alpha");
  world.provider = [](const http::Outbound& request) { return object(request, "cancelled"); };
  const auto cancelled = cancel(world.context(), p, "changed my mind");
  REQUIRE(cancelled);
  CHECK(cancelled->payment.status == Status::cancelled);
  CHECK(cancelled->payment.current_attempt()->provider_cancelled == true);
  CHECK(cancelled->payment.cancellation_reason == "changed my mind");
}

TEST_CASE("where the provider cannot cancel, later money is late money") {
  SmallWorld world;
  const Payment p = waiting_at(world, "beta");
  const auto cancelled = cancel(world.context(), p, "");
  REQUIRE(cancelled);
  CHECK(cancelled->payment.current_attempt()->provider_cancelled == false);
  pay_by_callback(world, p);
  CHECK(world.stored(p).status == Status::paid);
  CHECK(world.stored(p).has_open_exception(ExceptionType::paid_late));
}

TEST_CASE("money that comes while it is being cancelled wins") {
  SmallWorld world;
  const Payment p = waiting_at(world, "alpha");
  SECTION("told by the cancel's answer") {
    world.provider = [](const http::Outbound& request) { return object(request, "paid"); };
  }
  SECTION("told by a callback meanwhile, the cancel's answer being lost") {
    world.provider = [&](const http::Outbound&) {
      pay_by_callback(world, p);
      return lost();
    };
  }
  SECTION("told by a callback meanwhile, the cancel's answer being confused") {
    world.provider = [&](const http::Outbound& request) {
      pay_by_callback(world, p);
      return object(request, "cancelled");
    };
  }
  const auto cancelled = cancel(world.context(), p, "");
  REQUIRE_FALSE(cancelled);
  CHECK(cancelled.error().code == "not_cancellable");
  CHECK(world.stored(p).status == Status::paid);
  CHECK(world.told(p) == Words{"payment.pending", "payment.paid"});
}

TEST_CASE("a cancel in doubt is looked into until it is known") {
  SmallWorld world;
  const Payment p = waiting_at(world, "alpha");
  bool answers = false;
  world.provider = [&](const http::Outbound& request) {
    return answers ? object(request, "cancelled") : lost();
  };
  SECTION("no answer") {}
  SECTION("an answer that does not say") {
    world.provider = [&](const http::Outbound& request) {
      return object(request, answers ? "cancelled" : "pending");
    };
  }
  const auto cancelled = cancel(world.context(), p, "");
  REQUIRE(cancelled);
  CHECK(cancelled->in_doubt);
  CHECK(cancelled->payment.status == Status::pending);
  answers = true;
  world.work(p);
  CHECK(world.stored(p).status == Status::cancelled);
  CHECK(world.told(p) == Words{"payment.pending", "payment.cancelled"});
}

TEST_CASE("refreshing and expiring while it is being cancelled end it once") {
  SmallWorld world;
  const Payment p = waiting_at(world, "alpha");
  world.provider = [&](const http::Outbound& request) {
    if (request.target != "/cancel") return object(request, "expired");
    REQUIRE(refresh(world.context(), world.stored(p)));
    return object(request, "cancelled");
  };
  CHECK_FALSE(cancel(world.context(), p, ""));
  CHECK(world.stored(p).status == Status::expired);
  CHECK(world.told(p) == Words{"payment.pending", "payment.expired"});
}

TEST_CASE("what is being sent, paid in another amount, or in doubt is not cancelled") {
  SmallWorld world;
  Payment p = waiting_at(world, "alpha");
  p.status = Status::processing;
  CHECK(cancel(world.context(), p, "").error().code == "invalid_state");
  p = world.stored(p);
  world.provider = [](const http::Outbound& request) {
    http::Sent sent = object(request, "paid", 90'000);
    return sent;
  };
  REQUIRE(refresh(world.context(), p));
  CHECK(cancel(world.context(), world.stored(p), "").error().code == "invalid_state");
  CHECK(world.stored(p).status == Status::pending);
}
