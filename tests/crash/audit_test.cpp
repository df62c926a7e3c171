// The auditor is shown sound books, and then the same books with one line doctored: for each way of
// losing money it says so, about the right payment. What cannot fail checks nothing.
#include "crash/audit.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <functional>

namespace wesel::crash {

using std::string;

namespace {

const string kOne = "pay_01J00000000000000000000001", kTwo = "pay_01J00000000000000000000002";

string attempt_of(const string& payment, const char* number) {
  return "att_" + payment.substr(4) + number;
}

// One payment that was paid at its second provider, and one that nobody paid.
Books sound() {
  Books books;
  books.answered["ONE"] = {{kOne}, {"processing", "pending", "paid"}, {"fazz F-1"}, 0, {}};
  books.answered["TWO"] = {{kTwo}, {"pending", "expired"}, {"komopay K-1"}, 0, {}};
  Stored one{kOne, "ONE", "paid", 50'000, 50'000, {}, {}, {}};
  one.attempts = {{attempt_of(kOne, "01"), "komerce", "abandoned"},
                  {attempt_of(kOne, "02"), "fazz", "paid"}};
  one.events = {{"evt_1", "payment.pending", "delivered", 1},
                {"evt_2", "payment.paid", "delivered", 2}};
  Stored two{kTwo, "TWO", "expired", 70'000, 0, {}, {}, {}};
  two.attempts = {{attempt_of(kTwo, "01"), "komopay", "expired"}};
  two.events = {{"evt_3", "payment.pending", "delivered", 1},
                {"evt_4", "payment.expired", "undelivered", 2}};
  books.stored = {{kOne, one}, {kTwo, two}};
  books.held = {{"komerce", "C-1", attempt_of(kOne, "01"), "CANCELED", 50'000, 0, false},
                {"fazz", "F-1", attempt_of(kOne, "02"), "paid", 50'000, 50'000, false},
                {"komopay", "K-1", attempt_of(kTwo, "01"), "FAILED", 70'000, 0, true}};
  books.told = {{kOne, "evt_1", 1, true, true},
                {kTwo, "evt_3", 1, true, true},
                {kOne, "evt_2", 2, true, false},
                {kOne, "evt_2", 2, true, true}};
  return books;
}

using Doctor = std::function<void(Books&)>;

// The kind of breach that the doctored books have; each of them, for one line may break two laws.
bool finds(Kind kind, const string& about, const Doctor& doctor) {
  Books books = sound();
  doctor(books);
  const auto breaches = audit(books);
  for (const Breach& breach : breaches)
    UNSCOPED_INFO(name(breach.kind) << ": " << breach.payment << ": " << breach.text);
  return std::any_of(breaches.begin(), breaches.end(), [&](const Breach& breach) {
    return breach.kind == kind && breach.payment == about;
  });
}

}  // namespace

TEST_CASE("sound books have no breach") {
  CHECK(audit({}).empty());
  CHECK(audit(sound()).empty());
}

TEST_CASE("what was answered, held or told and is not in the store is lost") {
  CHECK(finds(Kind::lost, kTwo, [](Books& b) { b.stored.erase(kTwo); }));
  CHECK(finds(Kind::lost, attempt_of(kOne, "01"),
              [](Books& b) { b.stored[kOne].attempts.erase(b.stored[kOne].attempts.begin()); }));
  CHECK(finds(Kind::lost, attempt_of(kOne, "02"),
              [](Books& b) { b.stored[kOne].attempts[1].provider = "komopay"; }));
  CHECK(finds(Kind::lost, "someone else's", [](Books& b) {
    b.held.push_back({"fazz", "F-9", "someone else's", "pending", 1, 0, false});
  }));
  CHECK(finds(Kind::lost, kOne, [](Books& b) {
    b.told.push_back({kOne, "evt_9", 2, true, true});
  }));
}

TEST_CASE("two of what there may be one of is doubled") {
  CHECK(finds(Kind::doubled, "ONE", [](Books& b) { b.answered["ONE"].ids.insert(kTwo); }));
  CHECK(
      finds(Kind::doubled, "ONE", [](Books& b) { b.answered["ONE"].shown.push_back("fazz F-2"); }));
  CHECK(finds(Kind::doubled, "ONE", [](Books& b) {
    b.answered["ONE"].choices = 2;
    b.answered["ONE"].shown = {"fazz F-1", "fazz F-2", "fazz F-1"};
  }));
  CHECK_FALSE(finds(Kind::doubled, "ONE", [](Books& b) {
    b.answered["ONE"].choices = 1;
    b.answered["ONE"].shown = {"fazz F-1", "fazz F-2"};
  }));
  CHECK(finds(Kind::doubled, kTwo, [](Books& b) { b.stored[kTwo].reference = "ONE"; }));
  CHECK(finds(Kind::doubled, kTwo, [](Books& b) {
    b.stored[kTwo].attempts.push_back({attempt_of(kTwo, "02"), "komopay", "expired"});
    b.held.push_back({"komopay", "K-2", attempt_of(kTwo, "02"), "FAILED", 70'000, 0, true});
  }));
  const Doctor paid_twice = [](Books& b) {
    b.held[0].paid = 50'000;
    b.stored[kOne].attempts[0].status = "paid";
  };
  CHECK(finds(Kind::doubled, kOne, paid_twice));
  CHECK_FALSE(finds(Kind::doubled, kOne, [&](Books& b) {
    paid_twice(b);
    b.stored[kOne].exceptions = {"paid_twice"};
  }));
}

TEST_CASE("what is not known at rest is told") {
  CHECK(finds(Kind::unknown, kTwo, [](Books& b) { b.stored[kTwo].status = "processing"; }));
  for (const char* status : {"processing", "unknown"})
    CHECK(
        finds(Kind::unknown, kOne, [&](Books& b) { b.stored[kOne].attempts[0].status = status; }));
}

TEST_CASE("an event that is missing, late or not ours is told") {
  CHECK(finds(Kind::events, kOne, [](Books& b) { b.stored[kOne].events[1].sequence = 3; }));
  CHECK(finds(Kind::events, kOne, [](Books& b) { b.stored[kOne].events.pop_back(); }));
  CHECK(finds(Kind::events, kOne, [](Books& b) { b.stored[kOne].events.clear(); }));
  CHECK(finds(Kind::events, kTwo, [](Books& b) { b.stored[kTwo].events[1].delivery = "pending"; }));
  CHECK(
      finds(Kind::events, kTwo, [](Books& b) { b.stored[kTwo].events[1].delivery = "delivered"; }));
  CHECK(finds(Kind::events, kOne, [](Books& b) { b.told.pop_back(); }));
  CHECK(finds(Kind::events, kOne, [](Books& b) { b.told[0].genuine = false; }));
  CHECK(finds(Kind::events, kOne, [](Books& b) { std::swap(b.told[0], b.told[3]); }));
}

TEST_CASE("money that only one side knows of is wrong") {
  CHECK(finds(Kind::money, kTwo, [](Books& b) { b.held[2].paid = 70'000; }));
  CHECK(finds(Kind::money, "all payments", [](Books& b) { b.held[2].paid = 70'000; }));
  CHECK(finds(Kind::money, kOne, [](Books& b) { b.held[1].paid = 0; }));
  CHECK(finds(Kind::money, kOne, [](Books& b) { b.stored[kOne].amount_paid = 40'000; }));
  CHECK(finds(Kind::money, kOne, [](Books& b) { b.stored[kOne].status = "failed"; }));
  CHECK(finds(Kind::money, kTwo, [](Books& b) { b.stored[kTwo].status = "paid"; }));
}

TEST_CASE("a status that went back, and a surprising answer, are told") {
  CHECK(finds(Kind::backwards, "ONE", [](Books& b) {
    b.answered["ONE"].statuses = {"pending", "paid", "pending", "paid"};
  }));
  CHECK_FALSE(finds(Kind::backwards, "ONE", [](Books& b) {
    b.answered["ONE"].choices = 1;
    b.answered["ONE"].statuses = {"pending", "processing", "pending", "paid"};
  }));
  CHECK(finds(Kind::backwards, kTwo, [](Books& b) { b.answered["TWO"].statuses = {"paid"}; }));
  CHECK(finds(Kind::surprise, "TWO", [](Books& b) { b.answered["TWO"].surprises = {"500"}; }));
}

}  // namespace wesel::crash
