// What answers and callbacks mean for a payment.
#include "stories.hpp"

#include <catch2/catch.hpp>

using namespace wesel;
using namespace wesel::stories;

TEST_CASE("an accepted create is pending and shows its instructions") {
  Payment p = being_sent();
  Answer a = answer(Outcome::accepted, ProviderState::pending);
  a.told.instructions = {"virtual_account", {{"account_number", "8808"}}, {}};
  Changes changes;
  settle_create(p, 1, a, kNoon, changes);
  CHECK(p.status == Status::pending);
  CHECK(types(changes) == Words{"payment.pending"});
  CHECK(p.current_attempt()->instructions.type == "virtual_account");
  CHECK(p.current_attempt()->provider_reference == "P-1");
}

TEST_CASE("an unknown create leaves the payment processing and starts the doubt") {
  Payment p = being_sent();
  Changes changes;
  settle_create(p, 1, answer(Outcome::unknown), kNoon, changes);
  CHECK(p.status == Status::processing);
  CHECK(p.current_attempt()->status == AttemptStatus::unknown);
  CHECK(p.current_attempt()->doubt_since == kNoon);
}

TEST_CASE("a callback that came before the create's answer stands") {
  Payment p = being_sent();
  Changes early;
  hear(p, 1, told(ProviderState::paid), kNoon, early);
  CHECK(types(early) == Words{"payment.pending", "payment.paid"});
  for (const Outcome late : {Outcome::accepted, Outcome::unknown, Outcome::refused_here,
                             Outcome::refused_everywhere, Outcome::not_sent}) {
    Changes changes;
    settle_create(p, 1, answer(late, ProviderState::pending), kNoon, changes);
    CHECK(p.status == Status::paid);
    CHECK(p.current_attempt()->status == AttemptStatus::paid);
    CHECK(types(changes).empty());
  }
}

TEST_CASE("completed on a pending payment runs through paid") {
  Payment p = waiting();
  Changes changes;
  hear(p, 1, told(ProviderState::completed), kNoon, changes);
  CHECK(p.status == Status::completed);
  CHECK(types(changes) == Words{"payment.paid", "payment.completed"});
  CHECK(p.amount_paid == p.amount);
}

TEST_CASE("the same news twice, in any order, changes nothing more") {
  Payment p = waiting();
  Changes changes;
  for (const ProviderState state :
       {ProviderState::paid, ProviderState::paid, ProviderState::pending, ProviderState::paid})
    hear(p, 1, told(state), kNoon, changes);
  CHECK(types(changes) == Words{"payment.paid"});
}

TEST_CASE("a fee is the provider's where it tells one, else as configured") {
  Payment p = waiting();
  p.attempts[0].fee = "990";
  p.attempts[0].settlement = "99010";
  Changes changes;
  hear(p, 1, told(ProviderState::paid), kNoon, changes);
  CHECK(p.fee == "990");
  CHECK(p.settlement == "99010");
  Told later = told(ProviderState::completed);
  later.fee = "1000.5";
  hear(p, 1, later, kNoon, changes);
  CHECK(p.fee == "1000.5");
  CHECK(p.settlement.empty());
}

TEST_CASE("another amount is never paid") {
  Payment p = waiting();
  Told other = told(ProviderState::paid);
  other.amount_paid = Money{90'000, kRupiah};
  Changes changes;
  hear(p, 1, other, kNoon, changes);
  CHECK(p.status == Status::pending);
  CHECK(exceptions(p) == Words{"amount_mismatch"});
  CHECK(p.exceptions[0].expected == "100000");
  CHECK(p.exceptions[0].actual == "90000");
  CHECK(p.amount_paid == Money{90'000, kRupiah});
  CHECK(types(changes) == Words{"payment.exception"});

  SECTION("and its end waits for a person") {
    hear(p, 1, told(ProviderState::expired), kNoon, changes);
    CHECK(p.status == Status::pending);
    CHECK(frozen(p));
  }
}

TEST_CASE("once another amount was told, the right one waits for a person too") {
  Payment p = waiting();
  Told other = told(ProviderState::paid), right = told(ProviderState::paid);
  other.amount_paid = Money{99'000, kRupiah};
  right.amount_paid = p.amount;
  Changes changes;
  hear(p, 1, other, kNoon, changes);
  hear(p, 1, right, kNoon, changes);
  hear(p, 1, other, kNoon, changes);
  CHECK(p.status == Status::pending);
  CHECK(types(changes) == Words{"payment.exception"});

  p.exceptions[0].resolved_at = kNoon;
  hear(p, 1, other, kNoon, changes);  // dealt with: told again it is no news
  CHECK(types(changes) == Words{"payment.exception"});
  hear(p, 1, right, kNoon, changes);
  CHECK(p.status == Status::paid);
}

TEST_CASE("a test payment on a live account is never paid") {
  Payment p = waiting();
  p.mode = Mode::live;
  Told test = told(ProviderState::paid);
  test.test = Mode::sandbox;
  Changes changes;
  hear(p, 1, test, kNoon, changes);
  CHECK(p.status == Status::pending);
  CHECK(exceptions(p) == Words{"needs_review"});
}

TEST_CASE("money after an end pays late") {
  for (const ProviderState end :
       {ProviderState::expired, ProviderState::cancelled, ProviderState::failed}) {
    Payment p = waiting();
    Changes changes;
    hear(p, 1, told(end), kNoon, changes);
    REQUIRE(ended(p.status));
    hear(p, 1, told(ProviderState::paid), kNoon, changes);
    CHECK(p.status == Status::paid);
    CHECK(exceptions(p) == Words{"paid_late"});
    CHECK(p.failure.code.empty());
    CHECK(types(changes).back() == "payment.exception");
  }
}

TEST_CASE("money on an attempt that was left makes it the current one") {
  Payment p = with_second(AttemptStatus::abandoned);
  Changes changes;
  hear(p, 1, told(ProviderState::paid), kNoon, changes);
  CHECK(p.status == Status::paid);
  CHECK(p.current == 1);
  CHECK(p.attempt(2)->status == AttemptStatus::superseded);
  CHECK(p.attempt(2)->hurry_at == kNoon);

  SECTION("and money on both is for a person to see") {
    hear(p, 2, told(ProviderState::paid), kNoon, changes);
    CHECK(p.current == 1);
    CHECK(exceptions(p) == Words{"paid_twice"});
  }
}

TEST_CASE("paid twice, a payment still completes by the money that counts") {
  Payment p = with_second(AttemptStatus::abandoned);
  Changes changes;
  hear(p, 2, told(ProviderState::paid), kNoon, changes);
  hear(p, 1, told(ProviderState::paid), kNoon, changes);
  REQUIRE(exceptions(p) == Words{"paid_twice"});
  hear(p, 2, told(ProviderState::completed), kNoon, changes);
  CHECK(p.status == Status::completed);
  CHECK(types(changes).back() == "payment.completed");
}

TEST_CASE("what became of an attempt that was left does not end the payment") {
  Payment p = with_second(AttemptStatus::abandoned);
  Changes changes;
  hear(p, 1, told(ProviderState::expired), kNoon, changes);
  CHECK(p.status == Status::pending);
  CHECK(types(changes).empty());
}

TEST_CASE("a provider that takes money back is contradicted by nobody but a person") {
  Payment p = waiting();
  Changes changes;
  hear(p, 1, told(ProviderState::paid), kNoon, changes);
  hear(p, 1, told(ProviderState::failed), kNoon, changes);
  CHECK(p.status == Status::paid);
  CHECK(exceptions(p) == Words{"needs_review"});
}

TEST_CASE("a payout that failed and arrives, or arrived and comes back, is an exception") {
  Payment p = being_sent(Kind::payout);
  Changes changes;
  hear(p, 1, told(ProviderState::failed), kNoon, changes);
  CHECK(p.status == Status::failed);
  hear(p, 1, told(ProviderState::completed), kNoon, changes);
  CHECK(p.status == Status::completed);
  CHECK(exceptions(p) == Words{"completed_late"});
  hear(p, 1, told(ProviderState::returned), kNoon, changes);
  CHECK(p.status == Status::completed);
  CHECK(exceptions(p) == Words{"completed_late", "returned"});
}

TEST_CASE("refused everywhere fails the payment with the field at fault") {
  Payment p = being_sent();
  Answer a = answer(Outcome::refused_everywhere);
  a.field = "customer.phone";
  Changes changes;
  settle_create(p, 1, a, kNoon, changes);
  CHECK(p.status == Status::failed);
  CHECK(p.failure.code == "invalid_request");
  CHECK(p.failure.param == "customer.phone");
  CHECK_FALSE(p.failure.retryable);
}

TEST_CASE("nobody takes it: what is told depends on whether anything is in doubt") {
  Payment p = being_sent();
  Changes changes;
  SECTION("refusals are refusals") {
    settle_create(p, 1, answer(Outcome::refused_here), kNoon, changes);
    fail_everywhere(p, kNoon, changes);
    CHECK(p.failure.code == "refused");
  }
  SECTION("unreachable is unavailable") {
    settle_create(p, 1, answer(Outcome::not_sent), kNoon, changes);
    fail_everywhere(p, kNoon, changes);
    CHECK(p.failure.code == "provider_unavailable");
  }
  SECTION("anything left in doubt is an unknown outcome") {
    p.attempts[0].status = AttemptStatus::abandoned;
    fail_everywhere(p, kNoon, changes);
    CHECK(p.failure.code == "outcome_unknown");
  }
  CHECK(p.status == Status::failed);
  CHECK(p.failure.retryable);
}

TEST_CASE("another amount ends the doubt about where it is, and pays nothing") {
  Payment p = being_sent();
  Changes changes;
  settle_create(p, 1, answer(Outcome::unknown), kNoon, changes);
  Told other = told(ProviderState::paid);
  other.amount_paid = Money{90'000, kRupiah};
  hear(p, 1, other, kNoon, changes);
  CHECK(p.attempt(1)->status == AttemptStatus::pending);
  CHECK(p.status == Status::pending);
  CHECK(exceptions(p) == Words{"amount_mismatch"});
}

TEST_CASE("a wrong amount on one attempt leaves the figure of what was paid on the other") {
  Payment p = with_second(AttemptStatus::abandoned);
  Changes changes;
  hear(p, 2, told(ProviderState::paid), kNoon, changes);
  Told other = told(ProviderState::paid);
  other.amount_paid = Money{90'000, kRupiah};
  hear(p, 1, other, kNoon, changes);
  CHECK(p.amount_paid == p.amount);
  CHECK(exceptions(p) == Words{"amount_mismatch"});
}

TEST_CASE("money of another currency is not kept as if it were of ours") {
  Payment p = waiting();
  Told other = told(ProviderState::paid);
  other.amount_paid = Money{100'000, *find_currency("USD")};
  Changes changes;
  hear(p, 1, other, kNoon, changes);
  CHECK(p.status == Status::pending);
  CHECK_FALSE(p.amount_paid.has_value());
  CHECK(exceptions(p) == Words{"amount_mismatch"});
}

TEST_CASE("what waits for another amount is not shown, and does not disturb when it was left") {
  Told other = told(ProviderState::pending);
  other.amount = Money{90'000, kRupiah};
  other.instructions = {"virtual_account", {{"account_number", "666"}}, {}};
  Payment p = being_sent();
  Changes changes;
  hear(p, 1, other, kNoon, changes);
  CHECK(p.status == Status::processing);
  CHECK(p.attempt(1)->instructions.type.empty());
  CHECK(p.attempt(1)->provider_reference == "P-1");
  CHECK(exceptions(p) == Words{"amount_mismatch"});

  Payment left = with_second(AttemptStatus::abandoned);
  hear(left, 1, other, kNoon, changes);
  CHECK(exceptions(left).empty());
}

TEST_CASE("a payment that its merchant cancelled does not fail when its attempt expires") {
  Payment p = waiting();
  p.status = Status::cancelled;
  p.attempts[0].status = AttemptStatus::cancelled;
  Changes changes;
  hear(p, 1, told(ProviderState::expired), kNoon, changes);
  CHECK(p.status == Status::cancelled);
  CHECK(p.failure.code.empty());
}
