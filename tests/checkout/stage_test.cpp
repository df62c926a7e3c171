// What a customer may do, by what the payment is.
#include "checkout/stage.hpp"

#include <catch2/catch.hpp>

#include "sample.hpp"

using namespace wesel;
using namespace wesel::checkout;
using namespace std::chrono_literals;

TEST_CASE("every status has its stage") {
  Payment p = sample();
  const auto stage = [&](Status status) {
    p.status = status;
    return stage_of(p, kNow);
  };
  CHECK(stage(Status::requires_method) == Stage::choose);
  CHECK(stage(Status::processing) == Stage::prepare);
  CHECK(stage(Status::pending) == Stage::pay);
  CHECK(stage(Status::paid) == Stage::paid);
  CHECK(stage(Status::completed) == Stage::paid);
  CHECK(stage(Status::failed) == Stage::failed);
  CHECK(stage(Status::expired) == Stage::expired);
  CHECK(stage(Status::cancelled) == Stage::cancelled);
}

TEST_CASE("nobody is asked to pay once the time is over") {
  Payment p = sample();
  CHECK(stage_of(p, p.expires_at - 1ms) == Stage::pay);
  CHECK(stage_of(p, p.expires_at) == Stage::over_time);
  p.attempts[0].instructions.expires_at = kNow + 10min;  // the number's own end is sooner
  CHECK(stage_of(p, kNow + 10min) == Stage::over_time);
  CHECK(end_of(p) == kNow + 10min);
  p.status = Status::requires_method;
  CHECK(stage_of(p, p.expires_at) == Stage::expired);
}

TEST_CASE("nobody is asked to pay what is about to go") {
  Payment p = sample();
  p.cancel_wanted = true;
  CHECK(stage_of(p, kNow) == Stage::prepare);
  p.cancel_wanted = false;
  p.change_wanted = true;
  CHECK(stage_of(p, kNow) == Stage::prepare);
  p.change_wanted = false;
  p.exceptions.push_back({ExceptionType::amount_mismatch, kNow, "", "100000", "1", {}, {}, {}, {}});
  CHECK(stage_of(p, kNow) == Stage::held);
}

TEST_CASE("a method that came with the payment is not the customer's to change") {
  Payment p = sample();
  CHECK_FALSE(may_choose(p, kNow));
  p.choices = 1;
  CHECK(may_choose(p, kNow));
  p.status = Status::paid;
  CHECK_FALSE(may_choose(p, kNow));
  p.status = Status::requires_method;
  CHECK(may_choose(p, kNow));
  CHECK_FALSE(may_choose(p, p.expires_at));
}
