// Idempotency keys, callbacks and the engine's own small values.
#include "store/fixture.hpp"

using namespace wesel;

namespace {

Batch claiming(const std::string& key, std::int64_t now_ms, int payment) {
  Batch batch = inserting(payment_row(payment));
  batch.idempotency = IdempotencyRow{.key = key,
                                     .fingerprint = fmt::format("request {}", payment),
                                     .payment = payment_row(payment).key,
                                     .expires_ms = now_ms + 100,
                                     .now_ms = now_ms};
  return batch;
}

CallbackRow callback_row(const std::string& id, const std::string& verdict) {
  return {id, "komopay", "att_1", 1000, verdict, R"({"method":"POST"})"};
}

Batch receiving(CallbackRow row) {
  Batch batch;
  batch.callback = std::move(row);
  return batch;
}

}  // namespace

TEST_CASE("an idempotency key gives back what it was used for until it expires") {
  const auto store = opened_inline();
  REQUIRE(done(store->commit(claiming("k", 1000, 1))));

  const Conflict used = conflict(store->commit(claiming("k", 1099, 2)));
  CHECK(used.idempotency->fingerprint == "request 1");
  CHECK(used.idempotency->payment == payment_row(1).key);
  CHECK(used.payment->key == payment_row(1).key);
  CHECK_FALSE(store->payment(payment_row(2).key).value());

  CHECK(done(store->commit(claiming("k", 1100, 3))));
  CHECK(store->idempotency("k").value()->fingerprint == "request 3");
  CHECK(store->idempotency("k").value()->expires_ms == 1200);
}

TEST_CASE("new idempotency keys clear away expired ones") {
  const auto store = opened_inline();
  for (int i = 1; i <= 4; ++i) REQUIRE(done(store->commit(claiming(fmt::format("{}", i), i, i))));
  for (int i = 5; i <= 6; ++i) {
    REQUIRE(done(store->commit(claiming(fmt::format("{}", i), 5000, i))));
  }
  for (int i = 1; i <= 4; ++i) CHECK_FALSE(store->idempotency(fmt::format("{}", i)).value());
  for (int i = 5; i <= 6; ++i) CHECK(store->idempotency(fmt::format("{}", i)).value());
}

TEST_CASE("an orphan callback waits for its attempt until it is matched") {
  const auto store = opened_inline();
  REQUIRE(done(store->commit(receiving(callback_row("c1", "orphan")))));
  REQUIRE(done(store->commit(receiving(callback_row("c2", "verified")))));
  REQUIRE(done(store->commit(receiving(callback_row("c3", "orphan")))));

  CHECK(keys(store->orphan_callbacks("att_1")) == std::vector<std::string>{"c1", "c3"});
  CHECK(store->orphan_callbacks("att_2").value().empty());
  CHECK(store->orphan_callbacks("att_1").value()[0].message == R"({"method":"POST"})");

  Batch batch;
  batch.matched_callbacks = {"c1"};
  REQUIRE(done(store->commit(std::move(batch))));
  CHECK(keys(store->orphan_callbacks("att_1")) == std::vector<std::string>{"c3"});
}

TEST_CASE("the first value of a name stays") {
  const auto store = opened_inline();
  CHECK_FALSE(store->meta("secret").value());
  CHECK(store->put_meta_once("secret", "one").value() == "one");
  CHECK(store->put_meta_once("secret", "two").value() == "one");
  CHECK(store->meta("secret").value() == std::string("one"));
  CHECK(store->put_meta_once("other", "").value().empty());
}
