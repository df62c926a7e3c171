// What one commit does and what stands in its way.
#include "store/fixture.hpp"

using namespace wesel;

TEST_CASE("a payment comes back as it went in") {
  const auto store = opened_inline();
  PaymentRow row = payment_row(1);
  row.due_ms = 31'000;
  row.review = true;
  row.body = std::string("quote ' and NUL \0 and Rp", 24) + std::string(20'000, 'x');
  REQUIRE(done(store->commit(inserting(row))));

  const auto found = store->payment(row.key).value();
  REQUIRE(found);
  CHECK(found->key == row.key);
  CHECK(found->scope == row.scope);
  CHECK(found->reference == row.reference);
  CHECK(found->version == 1);
  CHECK(found->status == row.status);
  CHECK(found->provider == row.provider);
  CHECK(found->created_ms == row.created_ms);
  CHECK(found->due_ms == 31'000);
  CHECK(found->review);
  CHECK(found->body == row.body);
  CHECK(store->payment_by_reference(row.scope, row.reference).value()->key == row.key);
}

TEST_CASE("what was never stored is not found") {
  const auto store = opened_inline();
  CHECK_FALSE(store->payment("nobody").value());
  CHECK_FALSE(store->payment_by_reference("acme/live/payment", "order-1").value());
}

TEST_CASE("a reference is used once in its scope and free in every other") {
  const auto store = opened_inline();
  REQUIRE(done(store->commit(inserting(payment_row(1)))));

  PaymentRow again = payment_row(2);
  again.reference = "order-1";
  CHECK(conflict(store->commit(inserting(again))).payment->key == payment_row(1).key);
  CHECK_FALSE(store->payment(again.key).value());

  again.scope = "acme/sandbox/payment";
  CHECK(done(store->commit(inserting(again))));
}

TEST_CASE("a key is used once") {
  const auto store = opened_inline();
  REQUIRE(done(store->commit(inserting(payment_row(1)))));
  PaymentRow other = payment_row(1);
  other.reference = "another";
  CHECK(conflict(store->commit(inserting(other))).payment->reference == "order-1");
}

TEST_CASE("an update counts from the stored version") {
  const auto store = opened_inline();
  const PaymentRow first = payment_row(1);
  REQUIRE(done(store->commit(inserting(first))));
  PaymentRow second = next_version(first, "pending");
  second.provider = "fazz";
  second.due_ms = 99;
  second.review = true;
  second.body = "{}";
  REQUIRE(done(store->commit(updating(second))));

  const auto found = store->payment(first.key).value();
  CHECK(found->version == 2);
  CHECK(found->status == "pending");
  CHECK(found->provider == "fazz");
  CHECK(found->due_ms == 99);
  CHECK(found->review);
  CHECK(found->body == "{}");
  CHECK(found->created_ms == first.created_ms);

  SECTION("one that read before loses and sees the newer row") {
    const Conflict lost = conflict(store->commit(updating(next_version(first, "failed"))));
    CHECK(lost.payment->version == 2);
    CHECK(lost.payment->status == "pending");
    CHECK(store->payment(first.key).value()->status == "pending");
  }
  SECTION("one that skips a version loses too") {
    PaymentRow skipping = second;
    skipping.version = 4;
    CHECK(conflict(store->commit(updating(skipping))).payment->version == 2);
  }
}

TEST_CASE("an update of a payment that does not exist finds nothing") {
  const auto store = opened_inline();
  const Conflict lost = conflict(store->commit(updating(next_version(payment_row(1), "paid"))));
  CHECK_FALSE(lost.payment);
  CHECK_FALSE(lost.idempotency);
}

TEST_CASE("a batch that fails late leaves nothing of what it wrote early") {
  const auto store = opened_inline();
  REQUIRE(done(store->commit(inserting(payment_row(1)))));

  Batch batch = inserting(payment_row(2));
  batch.insert.push_back(payment_row(3));
  batch.idempotency = IdempotencyRow{"acme/live/POST//v1/payments/k", "f", "p", 1000, 1};
  batch.events.push_back(event_row(payment_row(2), 1));
  batch.meta.push_back({"name", "value"});
  batch.update.push_back(payment_row(1));  // version 1 again: stale
  CHECK(conflict(store->commit(std::move(batch))).payment->key == payment_row(1).key);

  CHECK_FALSE(store->payment(payment_row(2).key).value());
  CHECK_FALSE(store->payment(payment_row(3).key).value());
  CHECK_FALSE(store->idempotency("acme/live/POST//v1/payments/k").value());
  CHECK(store->history(payment_row(2).key).value().empty());
  CHECK_FALSE(store->meta("name").value());
}

TEST_CASE("a batch that uses one reference twice is refused whole") {
  const auto store = opened_inline();
  Batch batch = inserting(payment_row(1));
  batch.insert.push_back(payment_row(2));
  batch.insert[1].reference = batch.insert[0].reference;
  conflict(store->commit(std::move(batch)));
  CHECK_FALSE(store->payment(payment_row(1).key).value());
}
