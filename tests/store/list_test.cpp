// Lists of payments: for merchants, for background work, for operators.
#include "store/fixture.hpp"

using namespace wesel;

namespace {

std::vector<std::string> numbered(std::initializer_list<int> numbers) {
  std::vector<std::string> found;
  for (const int number : numbers) found.push_back(payment_row(number).key);
  return found;
}

}  // namespace

TEST_CASE("a merchant lists its payments, newest first, page by page") {
  const auto store = opened_inline();
  for (int i = 1; i <= 5; ++i) REQUIRE(done(store->commit(inserting(payment_row(i)))));
  PaymentRow other = payment_row(6);
  other.scope = "other/live/payment";
  REQUIRE(done(store->commit(inserting(other))));

  PaymentFilter filter{.scope = "acme/live/payment", .limit = 2};
  CHECK(keys(store->payments(filter)) == numbered({5, 4}));
  filter.starting_after = payment_row(4).key;
  CHECK(keys(store->payments(filter)) == numbered({3, 2}));
  filter.starting_after = payment_row(2).key;
  CHECK(keys(store->payments(filter)) == numbered({1}));
  filter.starting_after = payment_row(1).key;
  CHECK(keys(store->payments(filter)).empty());
}

TEST_CASE("payments of one millisecond page without loss, the last stored first") {
  const auto store = opened_inline();
  for (int i = 1; i <= 5; ++i) {
    PaymentRow row = payment_row(i);
    row.created_ms = 1000;
    REQUIRE(done(store->commit(inserting(row))));
  }
  PaymentFilter filter{.scope = "acme/live/payment", .limit = 3};
  CHECK(keys(store->payments(filter)) == numbered({5, 4, 3}));
  filter.starting_after = payment_row(3).key;
  CHECK(keys(store->payments(filter)) == numbered({2, 1}));
}

TEST_CASE("filters narrow the list, alone and together") {
  const auto store = opened_inline();
  for (int i = 1; i <= 6; ++i) {
    PaymentRow row = payment_row(i);
    if (i % 2 == 0) row.status = "paid";
    if (i > 3) row.provider = "fazz";
    REQUIRE(done(store->commit(inserting(row))));
  }
  PaymentFilter filter{.scope = "acme/live/payment"};
  SECTION("by reference") {
    filter.reference = "order-3";
    CHECK(keys(store->payments(filter)) == numbered({3}));
  }
  SECTION("by status") {
    filter.status = "paid";
    CHECK(keys(store->payments(filter)) == numbered({6, 4, 2}));
  }
  SECTION("by provider") {
    filter.provider = "komopay";
    CHECK(keys(store->payments(filter)) == numbered({3, 2, 1}));
  }
  SECTION("by time, bounds excluded") {
    filter.created_after_ms = 1002;
    filter.created_before_ms = 1005;
    CHECK(keys(store->payments(filter)) == numbered({4, 3}));
  }
  SECTION("by everything and from a page on") {
    filter.status = "paid";
    filter.provider = "fazz";
    filter.created_after_ms = 1000;
    filter.created_before_ms = 2000;
    filter.starting_after = payment_row(6).key;
    CHECK(keys(store->payments(filter)) == numbered({4}));
  }
}

TEST_CASE("background work comes by due time, the longest due first") {
  const auto store = opened_inline();
  CHECK(store->next_due_ms().value() == 0);
  int number = 0;
  for (const std::int64_t due_ms : {300, 0, 100, 200}) {
    PaymentRow row = payment_row(++number);
    row.due_ms = due_ms;
    REQUIRE(done(store->commit(inserting(row))));
  }
  CHECK(store->next_due_ms().value() == 100);
  CHECK(keys(store->due_payments(99, 10)).empty());
  CHECK(keys(store->due_payments(200, 10)) == numbered({3, 4}));
  CHECK(keys(store->due_payments(999, 2)) == numbered({3, 4}));

  PaymentRow worked = next_version(payment_row(3), "paid");
  worked.due_ms = 0;
  REQUIRE(done(store->commit(updating(worked))));
  CHECK(keys(store->due_payments(999, 10)) == numbered({4, 1}));
  CHECK(store->next_due_ms().value() == 200);
}

TEST_CASE("payments that need a person are listed until they no longer do") {
  const auto store = opened_inline();
  for (int i = 1; i <= 3; ++i) {
    PaymentRow row = payment_row(i);
    row.review = i != 2;
    REQUIRE(done(store->commit(inserting(row))));
  }
  CHECK(keys(store->payments_for_review("", 10)) == numbered({1, 3}));
  CHECK(keys(store->payments_for_review("", 1)) == numbered({1}));
  REQUIRE(done(store->commit(updating(next_version(payment_row(1), "paid")))));
  CHECK(keys(store->payments_for_review("", 10)) == numbered({3}));
}
