// The choice of how to pay: the first one, another one, one that comes to nothing, and whatever may
// happen at the same moment.
#include <catch2/catch.hpp>

#include "engine/links.hpp"
#include "small_world.hpp"
#include "wesel/crypto.hpp"
#include "wesel/json.hpp"

using namespace wesel;
using namespace wesel::stories;
using Words = std::vector<std::string>;

namespace {

const Method kAccount{"virtual_account", "BCA", {}};
const Method kWallet{"e_wallet", "OVO", {}};

// Answers creates with what the customer can pay, cancels as the test says.
void provider_says(SmallWorld& world, const char* to_cancel = "cancelled") {
  world.provider = [to_cancel](const http::Outbound& request) {
    return object(request, request.target == "/cancel" ? to_cancel : "pending");
  };
}

Payment without_method(SmallWorld& world) {
  NewPayment order = an_order();
  order.method = {};
  return world.made(order);
}

Payment waiting_at(SmallWorld& world, const char* account) {
  NewPayment order = an_order();
  order.pin = account;
  provider_says(world);
  Payment p = world.made(order);
  REQUIRE(p.current_attempt()->account == account);
  // The pin was for the first one.
  return world.context()
      .records.change(p, "create", [](Payment& next, Changes&) { next.pin.clear(); })
      .value();
}

Result<Payment> choose(SmallWorld& world, const Payment& p, const Method& method) {
  return choose_method(world.context(), world.stored(p), method);
}

std::string code_of(const Result<Payment>& result) {
  return result ? std::string(name(result->status)) : result.error().code;
}

void pay_by_callback(SmallWorld& world, const Payment& p, int attempt) {
  const std::string id = p.attempt_id(attempt);
  const std::string body =
      json::Object{}.set("id", id).set("ref", "P-1").set("state", "paid").text();
  const std::string key = sdk::to_hex(callback_key(id, world.setup()->secret));
  REQUIRE(
      world.call_back(world.url_of(p, attempt), body, sdk::to_hex(sdk::hmac_sha256(key, body))));
}

}  // namespace

TEST_CASE("a payment without a method waits for one, and nobody is asked") {
  SmallWorld world;
  const Payment p = without_method(world);
  CHECK(p.status == Status::requires_method);
  CHECK(world.sent.empty());
  CHECK(world.told(p).empty());
  CHECK(world.stored(p).due_at == p.expires_at);

  provider_says(world);
  const auto chosen = choose(world, p, kAccount);
  CHECK(code_of(chosen) == "pending");
  CHECK(world.sent == Words{"alpha/create"});
  CHECK(world.told(p) == Words{"payment.processing", "payment.pending"});
}

TEST_CASE("nobody chose until it expired") {
  SmallWorld world;
  const Payment p = without_method(world);
  world.work(p);
  CHECK(world.stored(p).status == Status::expired);
  CHECK(world.told(p) == Words{"payment.expired"});
  CHECK(code_of(choose(world, p, kAccount)) == "invalid_state");
}

TEST_CASE("a choice that nobody takes leaves the choice open") {
  SmallWorld world;
  const Payment p = without_method(world);
  world.provider = [](const http::Outbound&) { return replied(422, "{}"); };
  CHECK(code_of(choose(world, p, kAccount)) == "requires_method");
  CHECK(world.sent == Words{"alpha/create", "beta/create"});
  const Payment open = world.stored(p);
  CHECK(open.failure.code == "refused");
  CHECK(open.current == 0);

  // And the accounts that refused then may be asked again.
  provider_says(world);
  CHECK(code_of(choose(world, p, kAccount)) == "pending");
  CHECK(world.stored(p).current_attempt()->account == "alpha");
  CHECK(world.stored(p).failure.code.empty());
  CHECK(world.told(p) == Words{"payment.processing", "payment.requires_method",
                               "payment.processing", "payment.pending"});
}

TEST_CASE("an instrument that runs out leaves the choice open, where there was one") {
  SmallWorld world;
  const bool chosen = GENERATE(true, false);
  Payment p;
  if (chosen) {
    p = without_method(world);
    provider_says(world);
    REQUIRE(choose(world, p, kAccount));
  } else {
    p = waiting_at(world, "alpha");
  }
  world.provider = [](const http::Outbound& request) { return object(request, "expired"); };
  world.work(p);
  CHECK(world.stored(p).status == (chosen ? Status::requires_method : Status::expired));
}

TEST_CASE("what was shown is cancelled before anything else is") {
  SmallWorld world;
  const Payment p = waiting_at(world, "alpha");
  const auto changed = choose(world, p, kWallet);
  CHECK(code_of(changed) == "pending");
  CHECK(world.sent == Words{"alpha/create", "alpha/cancel", "gamma/create"});
  CHECK(changed->attempt(1)->status == AttemptStatus::superseded);
  CHECK(changed->attempt(1)->provider_cancelled == true);
  CHECK(changed->current == 2);
  CHECK(changed->method == kWallet);
  CHECK(world.told(p) == Words{"payment.pending", "payment.processing", "payment.pending"});
}

TEST_CASE("money that came before the cancel keeps the old method") {
  SmallWorld world;
  const Payment p = waiting_at(world, "alpha");
  provider_says(world, "paid");
  CHECK(code_of(choose(world, p, kWallet)) == "invalid_state");
  CHECK(world.sent_to("gamma/create") == 0);
  CHECK(world.stored(p).status == Status::paid);
  CHECK(world.stored(p).method == kAccount);
}

TEST_CASE("a cancel that the provider refuses keeps the old method") {
  SmallWorld world;
  const Payment p = waiting_at(world, "alpha");
  world.provider = [](const http::Outbound& request) {
    return request.target == "/cancel" ? replied(422, "{}") : object(request, "pending");
  };
  CHECK(code_of(choose(world, p, kWallet)) == "invalid_state");
  CHECK(world.sent_to("gamma/create") == 0);
  CHECK(world.stored(p).status == Status::pending);
  CHECK_FALSE(world.stored(p).change_wanted);
}

TEST_CASE("a cancel in doubt") {
  SmallWorld world;
  const Payment p = waiting_at(world, "alpha");
  world.provider = [](const http::Outbound& request) {
    return request.target == "/cancel" ? lost() : object(request, "pending");
  };
  SECTION("is no way out of what may be paid: the choice opens once it is known") {
    REQUIRE(world.context().records.change(world.stored(p), "create", [](Payment& next, Changes&) {
      next.attempt(1)->unseen_safe = false;
    }));
    CHECK(code_of(choose(world, p, kWallet)) == "invalid_state");
    CHECK(world.sent_to("gamma/create") == 0);
    world.provider = [](const http::Outbound& request) { return object(request, "cancelled"); };
    world.work(p);
    CHECK(world.stored(p).status == Status::requires_method);
    provider_says(world);
    CHECK(code_of(choose(world, p, kWallet)) == "pending");
  }
  SECTION("is left behind where that is safe, and cancelled later") {
    CHECK(code_of(choose(world, p, kWallet)) == "pending");
    CHECK(world.stored(p).attempt(1)->provider_cancelled == false);
    provider_says(world);
    world.work(p);
    CHECK(world.stored(p).attempt(1)->provider_cancelled == true);
    CHECK(world.stored(p).status == Status::pending);
  }
}

TEST_CASE("whoever dies after the cancel finds the choice open, not the payment cancelled") {
  SmallWorld world;
  const Payment p = waiting_at(world, "alpha");
  world.provider = [&](const http::Outbound& request) {
    if (request.target == "/cancel") world.refuse_commits = true;
    return object(request, "cancelled");
  };
  CHECK(code_of(choose(world, p, kWallet)) == "store_unavailable");
  world.refuse_commits = false;
  world.work(p);
  CHECK(world.stored(p).status == Status::requires_method);
  CHECK(world.sent_to("gamma/create") == 0);
}

TEST_CASE("a wish to change that nobody could act on is acted on later, or given up") {
  SmallWorld world;
  const Payment p = waiting_at(world, "alpha");
  REQUIRE(world.context().records.change(p, "method", [&](Payment& next, Changes&) {
    next.change_wanted = true;  // and then the engine died
    next.attempts[0].hurry_at = world.now() + 5s;
  }));
  SECTION("the provider cancels: another may be chosen") {
    world.work(p);
    CHECK(world.sent_to("alpha/cancel") == 1);
    CHECK(world.stored(p).status == Status::requires_method);
  }
  SECTION("the provider refuses: what is shown stays, and may be paid") {
    world.provider = [](const http::Outbound& request) {
      return request.target == "/cancel" ? replied(422, "{}") : object(request, "pending");
    };
    world.work(p);
    CHECK_FALSE(world.stored(p).change_wanted);
    CHECK(world.stored(p).status == Status::pending);
  }
}

TEST_CASE("back to the method whose cancel is in doubt: shown anew, not what may be gone") {
  SmallWorld world;
  const Payment p = waiting_at(world, "alpha");
  REQUIRE(world.context().records.change(p, "method", [&](Payment& next, Changes&) {
    next.change_wanted = true;  // its cancel left, and nobody knows
  }));
  const auto again = choose(world, p, kAccount);
  CHECK(code_of(again) == "pending");
  CHECK(again->current == 2);
  CHECK(again->attempt(1)->status == AttemptStatus::superseded);
  CHECK_FALSE(again->change_wanted);
}

TEST_CASE("where the provider cannot cancel, money on the old instrument still counts") {
  SmallWorld world;
  const Payment p = waiting_at(world, "beta");
  REQUIRE(code_of(choose(world, p, kWallet)) == "pending");
  CHECK(world.sent == Words{"beta/create", "gamma/create"});
  CHECK(world.stored(p).attempt(1)->provider_cancelled == false);

  pay_by_callback(world, p, 1);
  const Payment paid = world.stored(p);
  CHECK(paid.status == Status::paid);
  CHECK(paid.current_attempt()->account == "beta");
  CHECK(paid.method == kAccount);
  CHECK(paid.attempt(2)->status == AttemptStatus::superseded);

  world.provider = [](const http::Outbound& request) { return object(request, "paid"); };
  world.work(p, 2);
  CHECK(world.stored(p).has_open_exception(ExceptionType::paid_twice));
}

TEST_CASE("a choice in doubt is looked into, and nothing else may be chosen meanwhile") {
  SmallWorld world;
  const Payment p = without_method(world);
  CHECK(code_of(choose(world, p, kWallet)) == "processing");
  CHECK(code_of(choose(world, p, kAccount)) == "invalid_state");
  CHECK(world.told(p) == Words{"payment.processing"});
  provider_says(world);
  world.work(p);
  CHECK(world.stored(p).status == Status::pending);
}

TEST_CASE("the same method again changes nothing; too many others are refused") {
  SmallWorld world;
  const Payment p = without_method(world);
  provider_says(world);
  for (int i = 0; i < 10; ++i) {
    const Method& method = i % 2 ? kAccount : kWallet;
    REQUIRE(code_of(choose(world, p, method)) == "pending");
    const auto sent = world.sent;
    REQUIRE(code_of(choose(world, p, method)) == "pending");
    CHECK(world.sent == sent);
  }
  CHECK(code_of(choose(world, p, kWallet)) == "invalid_state");
}

TEST_CASE("a method that nobody takes leaves what is shown as it is") {
  SmallWorld world;
  const Payment p = waiting_at(world, "alpha");
  const Payment before = world.stored(p);
  CHECK(code_of(choose(world, p, {"qris", "", {}})) == "invalid_field");
  CHECK(code_of(choose(world, p, {"virtual_account", "BRI", {}})) == "invalid_field");
  world.configure([](Config& config) { config.routes.resize(1); });
  CHECK(code_of(choose(world, p, kWallet)) == "no_route");
  CHECK(world.stored(p).version == before.version);
  CHECK(world.sent == Words{"alpha/create"});
}

TEST_CASE("another amount on what was left behind keeps the open choice from expiring") {
  SmallWorld world;
  const Payment p = without_method(world);
  REQUIRE(world.context().records.change(p, "create", [](Payment& next, Changes& changes) {
    raise(next, ExceptionType::amount_mismatch, 0, "100000", "99000", SmallWorld::kStart, changes);
  }));
  CHECK_FALSE(world.stored(p).due_at);
  world.pass(25h);
  REQUIRE(recover(world.context(), p.key()));
  CHECK(world.stored(p).status == Status::requires_method);
  REQUIRE(resolve(world.context(), world.stored(p),
                  {{}, ExceptionType::amount_mismatch, "sent back", "", "ana"}));
  world.work(p);
  CHECK(world.stored(p).status == Status::expired);
}

TEST_CASE("another amount freezes the choice") {
  SmallWorld world;
  const Payment p = waiting_at(world, "alpha");
  world.provider = [](const http::Outbound& request) { return object(request, "paid", 99'000); };
  world.work(p);
  REQUIRE(frozen(world.stored(p)));
  CHECK(code_of(choose(world, p, kWallet)) == "invalid_state");
  CHECK(world.sent_to("alpha/cancel") == 0);
}
