// What the engine cannot decide, a person decides; who and why stays in the history.
#include <catch2/catch.hpp>

#include "small_world.hpp"

using namespace wesel;
using namespace wesel::stories;
using Words = std::vector<std::string>;

namespace {

std::vector<std::string> for_review(SmallWorld& world) {
  std::vector<std::string> keys;
  for (const PaymentRow& row : world.store().payments_for_review("", 10).value())
    keys.push_back(row.key);
  return keys;
}

Resolution decided(std::optional<Status> status, std::optional<ExceptionType> exception = {}) {
  return {status, exception, "asked the provider by phone", "ticket 4711", "ana"};
}

// A push in doubt that nobody can tell about for three days.
Payment in_doubt_for_ever(SmallWorld& world) {
  const Payment p = world.made(an_order("e_wallet"));
  for (int i = 0; i < 100 && !world.stored(p).has_open_exception(ExceptionType::needs_review); ++i)
    world.work(p);
  REQUIRE(world.stored(p).has_open_exception(ExceptionType::needs_review));
  return world.stored(p);
}

Payment with_other_amount(SmallWorld& world) {
  world.provider = [](const http::Outbound& request) { return object(request, "pending"); };
  const Payment p = world.made(an_order());
  world.provider = [](const http::Outbound& request) { return object(request, "paid", 99'000); };
  world.work(p);
  REQUIRE(frozen(world.stored(p)));
  return world.stored(p);
}

Payment paid(SmallWorld& world) {
  world.provider = [](const http::Outbound& request) { return object(request, "paid"); };
  return world.made(an_order());
}

std::string code_of(const Result<Payment>& result) {
  return result ? std::string(name(result->status)) : result.error().code;
}

}  // namespace

TEST_CASE("doubt past its horizon ends by an operator's word") {
  SmallWorld world;
  const Payment p = in_doubt_for_ever(world);
  CHECK(for_review(world) == Words{std::string(p.key())});

  const auto resolved = resolve(world.context(), p, decided(Status::failed));
  CHECK(code_of(resolved) == "failed");
  CHECK(resolved->current_attempt()->status == AttemptStatus::failed);
  CHECK(resolved->exceptions[0].resolved_at);
  CHECK(for_review(world).empty());
  const EventRow last = world.store().history(p.key()).value().back();
  CHECK(last.type == "payment.failed");
  CHECK(last.detail.find("operator") != std::string::npos);
  CHECK(last.detail.find("\"ana\"") != std::string::npos);
  CHECK(last.detail.find("ticket 4711") != std::string::npos);

  // An operator may be wrong; money is the truth.
  world.provider = [](const http::Outbound& request) { return object(request, "paid"); };
  world.work(p);
  CHECK(world.stored(p).status == Status::paid);
  CHECK(world.stored(p).has_open_exception(ExceptionType::paid_late));
}

TEST_CASE("another amount, taken as it is or dealt with") {
  SmallWorld world;
  const Payment p = with_other_amount(world);
  SECTION("taken: the payment is paid with what came") {
    const auto resolved = resolve(world.context(), p, decided(Status::paid));
    CHECK(code_of(resolved) == "paid");
    CHECK(resolved->amount_paid->minor == 99'000);
    CHECK(for_review(world).empty());
  }
  SECTION("given back: the payment goes on as if nothing had come") {
    const auto resolved = resolve(world.context(), p, decided({}, ExceptionType::amount_mismatch));
    CHECK(code_of(resolved) == "pending");
    CHECK_FALSE(frozen(*resolved));
    CHECK(world.told(p).back() == "payment.exception");
    world.provider = [](const http::Outbound& request) { return object(request, "cancelled"); };
    CHECK(cancel(world.context(), *resolved, "")->payment.status == Status::cancelled);
  }
}

TEST_CASE("another amount that was given back does not keep the payment open for ever") {
  SmallWorld world;
  const Payment p = with_other_amount(world);
  REQUIRE(resolve(world.context(), p, decided({}, ExceptionType::amount_mismatch)));
  for (int i = 0; i < 20 && world.stored(p).status == Status::pending; ++i) world.work(p);
  CHECK(world.stored(p).status == Status::expired);
  CHECK(world.stored(p).exceptions.size() == 1);
}

TEST_CASE(
    "another amount on what was replaced pays by that, and the other is no longer waited for") {
  SmallWorld world;
  world.provider = [](const http::Outbound& request) { return object(request, "pending"); };
  NewPayment order = an_order();
  order.pin = "beta";
  Payment p = world.made(order);
  p = world.context()
          .records.change(p, "create", [](Payment& next, Changes&) { next.pin.clear(); })
          .value();
  REQUIRE(choose_method(world.context(), p, {"e_wallet", "OVO", {}}));
  world.provider = [](const http::Outbound& request) {
    return object(request, request.base.path == "/beta" ? "paid" : "pending",
                  request.base.path == "/beta" ? 99'000 : 100'000);
  };
  world.work(p);
  REQUIRE(frozen(world.stored(p)));
  const auto resolved = resolve(world.context(), world.stored(p), decided(Status::paid));
  CHECK(code_of(resolved) == "paid");
  CHECK(resolved->current_attempt()->account == "beta");
  CHECK(resolved->method.type == "virtual_account");
  CHECK(resolved->amount_paid->minor == 99'000);
  CHECK(resolved->attempt(2)->status == AttemptStatus::superseded);

  world.provider = [](const http::Outbound& request) { return object(request, "paid"); };
  world.work(p);
  CHECK(world.stored(p).has_open_exception(ExceptionType::paid_twice));
}

TEST_CASE("an operator cannot undo what is certain, nor decide what is under way") {
  SmallWorld world;
  const Payment p = paid(world);
  for (const Status wanted : {Status::failed, Status::expired, Status::cancelled, Status::paid})
    CHECK(code_of(resolve(world.context(), p, decided(wanted))) == "invalid_state");
  CHECK(code_of(resolve(world.context(), p, decided(Status::pending))) == "invalid_field");
  CHECK(code_of(resolve(world.context(), p, decided({}, ExceptionType::paid_late))) ==
        "invalid_state");
  CHECK(world.stored(p).version == p.version);

  std::string meanwhile;
  NewPayment second = an_order();
  second.reference = "ORDER-2";
  world.provider = [&](const http::Outbound& request) {
    const auto row = world.store().payment_by_reference("acme/sandbox/payment", "ORDER-2");
    const Payment sending = payment_of(*row.value()).value();
    meanwhile = code_of(resolve(world.context(), sending, decided(Status::failed)));
    return object(request, "pending");
  };
  CHECK(world.made(second).status == Status::pending);
  CHECK(meanwhile == "invalid_state");
}

TEST_CASE("a payout in doubt is moved by an operator, and what turns out later is told") {
  SmallWorld world;
  Payment p = in_doubt_for_ever(world);
  // Payouts take the same way; only the table differs.
  p = world.context()
          .records.change(p, "create", [](Payment& next, Changes&) { next.kind = Kind::payout; })
          .value();
  CHECK(code_of(resolve(world.context(), p, decided(Status::expired))) == "invalid_state");
  CHECK(code_of(resolve(world.context(), p, decided(Status::failed))) == "failed");
}
