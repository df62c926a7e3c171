// Events: a payment's history, the merchant's list, and the outbox that keeps their order.
#include "store/fixture.hpp"

using namespace wesel;

namespace {

EventRow ended(EventRow row, const std::string& state) {
  row.state = state;
  row.next_ms = 0;
  ++row.tries;
  row.last_status = 204;
  return row;
}

std::vector<std::string> ids(std::initializer_list<EventRow> rows) {
  std::vector<std::string> found;
  for (const EventRow& row : rows) found.push_back(row.id);
  return found;
}

}  // namespace

TEST_CASE("a payment's history is told oldest first, each event as it was recorded") {
  const auto store = opened_inline();
  const PaymentRow payment = payment_row(1);
  EventRow first = undelivered_event(payment, 1, 500);
  const EventRow second = event_row(payment, 2);
  first.endpoint = "https://shop.example/hooks";
  REQUIRE(done(store->commit(recording({second}))));
  REQUIRE(done(store->commit(recording({first, event_row(payment_row(2), 1)}))));

  const auto history = store->history(payment.key);
  CHECK(keys(history) == ids({first, second}));
  const EventRow found = history.value()[0];
  CHECK(found.scope == "acme/live/payment");
  CHECK(found.payment == payment.key);
  CHECK(found.sequence == 1);
  CHECK(found.type == first.type);
  CHECK(found.created_ms == first.created_ms);
  CHECK(found.state == "pending");
  CHECK(found.next_ms == 500);
  CHECK(found.detail == first.detail);
  CHECK(found.endpoint == first.endpoint);
}

TEST_CASE("a sequence is recorded once, and the loser sees the payment") {
  const auto store = opened_inline();
  REQUIRE(done(store->commit(inserting(payment_row(1)))));
  REQUIRE(done(store->commit(recording({event_row(payment_row(1), 1)}))));
  EventRow again = event_row(payment_row(1), 1);
  again.id = "another";
  CHECK(conflict(store->commit(recording({again}))).payment->key == payment_row(1).key);
}

TEST_CASE("an event is found by its owner and id, by nobody else") {
  const auto store = opened_inline();
  const EventRow row = event_row(payment_row(1), 1);
  REQUIRE(done(store->commit(recording({row}))));
  CHECK(store->event("acme/live/", row.id).value()->payment == row.payment);
  CHECK_FALSE(store->event("acme/sandbox/", row.id).value());
  CHECK_FALSE(store->event("acme/live/", "unknown").value());
}

TEST_CASE("a merchant lists events of payments and payouts together, newest first") {
  const auto store = opened_inline();
  PaymentRow payout = payment_row(2);
  payout.scope = "acme/live/payout";
  PaymentRow foreign = payment_row(4);
  foreign.scope = "other/live/payment";
  const EventRow a = event_row(payment_row(1), 1), b = event_row(payout, 1);
  EventRow c = event_row(payment_row(3), 1);
  c.type = "payment.paid";
  REQUIRE(done(store->commit(recording({a, b, c, event_row(foreign, 1)}))));

  EventFilter filter{.scope_prefix = "acme/live/"};
  CHECK(keys(store->events(filter)) == ids({c, b, a}));
  CHECK(store->events(filter).value()[1].scope == "acme/live/payout");
  SECTION("page by page") {
    filter.limit = 2;
    CHECK(keys(store->events(filter)) == ids({c, b}));
    filter.starting_after = b.id;
    CHECK(keys(store->events(filter)) == ids({a}));
  }
  SECTION("by type") {
    filter.type = "payment.pending";
    CHECK(keys(store->events(filter)) == ids({b, a}));
  }
  SECTION("by payment") {
    filter.payment = b.payment;
    CHECK(keys(store->events(filter)) == ids({b}));
    filter.payment = payment_row(4).key;
    CHECK(keys(store->events(filter)).empty());
  }
}

TEST_CASE("events are due by time, and those without an endpoint never") {
  const auto store = opened_inline();
  const EventRow late = undelivered_event(payment_row(1), 1, 300);
  const EventRow soon = undelivered_event(payment_row(2), 1, 100);
  CHECK(store->next_event_ms().value() == 0);
  REQUIRE(done(store->commit(recording({late, soon, event_row(payment_row(3), 1)}))));
  CHECK(store->next_event_ms().value() == 100);
  CHECK(keys(store->due_events(99, 10)).empty());
  CHECK(keys(store->due_events(100, 10)) == ids({soon}));
  CHECK(keys(store->due_events(999, 10)) == ids({soon, late}));
  CHECK(keys(store->due_events(999, 1)) == ids({soon}));
}

TEST_CASE("of each payment only the earliest undelivered event goes out") {
  const auto store = opened_inline();
  const PaymentRow payment = payment_row(1);
  const EventRow first = undelivered_event(payment, 1, 100);
  const EventRow second = undelivered_event(payment, 2, 50);
  const EventRow third = undelivered_event(payment, 3, 60);
  REQUIRE(done(store->commit(recording({first, second}))));
  REQUIRE(done(store->commit(recording({third}))));
  CHECK(keys(store->due_events(999, 10)) == ids({first}));
  CHECK(store->next_event_ms().value() == 100);

  SECTION("a try that failed still holds the others back") {
    EventRow failed = first;
    failed.next_ms = 5000;
    failed.tries = 1;
    failed.last_status = 500;
    REQUIRE(done(store->commit(delivering(failed))));
    CHECK(keys(store->due_events(999, 10)).empty());
    CHECK(store->next_event_ms().value() == 5000);
    CHECK(store->history(payment.key).value()[0].tries == 1);
    CHECK(store->history(payment.key).value()[0].last_status == 500);
  }
  SECTION("delivered, it lets exactly the next one go") {
    REQUIRE(done(store->commit(delivering(ended(first, "delivered")))));
    CHECK(keys(store->due_events(999, 10)) == ids({second}));
    REQUIRE(done(store->commit(delivering(ended(second, "delivered")))));
    CHECK(keys(store->due_events(999, 10)) == ids({third}));
    REQUIRE(done(store->commit(delivering(ended(third, "delivered")))));
    CHECK(keys(store->due_events(999, 10)).empty());
    CHECK(store->next_event_ms().value() == 0);
  }
  SECTION("out of tries, it lets the next one go") {
    REQUIRE(done(store->commit(delivering(ended(first, "undelivered")))));
    CHECK(keys(store->due_events(999, 10)) == ids({second}));
  }
  SECTION("sent again, it goes before those that still wait") {
    REQUIRE(done(store->commit(delivering(ended(first, "delivered")))));
    REQUIRE(done(store->commit(delivering(first))));
    CHECK(keys(store->due_events(999, 10)) == ids({first}));
  }
}

TEST_CASE("a delivery leaves the payment alone") {
  const auto store = opened_inline();
  REQUIRE(done(store->commit(inserting(payment_row(1)))));
  const EventRow row = undelivered_event(payment_row(1), 1, 100);
  REQUIRE(done(store->commit(recording({row}))));
  REQUIRE(done(store->commit(delivering(ended(row, "delivered")))));
  CHECK(store->payment(payment_row(1).key).value()->version == 1);
}
