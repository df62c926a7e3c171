// The auditor over money out: sound books of payouts that arrived, failed and came back, and the
// same with one line doctored.
#include <algorithm>
#include <catch2/catch.hpp>
#include <functional>

#include "crash/audit.hpp"

namespace wesel::crash {

using std::string;

namespace {

const string kDone = "po_01J00000000000000000000001", kBack = "po_01J00000000000000000000002";

string attempt_of(const string& payout, const char* number) {
  return "att_" + payout.substr(3) + number;
}

// One that was refused first and arrived at the second provider, and one that came back.
Books sound() {
  Books books;
  books.answered["DONE"] = {{kDone}, {"processing", "completed"}, {}, 0, {}};
  Stored done{kDone, "DONE", "completed", 50'000, 0, {}, {}, {}, true};
  done.attempts = {{attempt_of(kDone, "01"), "komopay", "refused"},
                   {attempt_of(kDone, "02"), "fazz", "completed"}};
  done.events = {{"evt_1", "payout.processing", "delivered", 1},
                 {"evt_2", "payout.completed", "delivered", 2}};
  Stored back{kBack, "BACK", "completed", 70'000, 0, {}, {"returned"}, {}, true};
  back.attempts = {{attempt_of(kBack, "01"), "komopay", "completed"}};
  back.events = {{"evt_3", "payout.completed", "delivered", 1},
                 {"evt_4", "payout.exception", "delivered", 2}};
  books.stored = {{kDone, done}, {kBack, back}};
  books.held = {{"fazz", "F-1", attempt_of(kDone, "02"), "completed", 50'000, 50'000, false, true},
                {"komopay", "K-1", attempt_of(kBack, "01"), "FAILED", 70'000, 0, false, true}};
  books.told = {{kDone, "evt_1", 1, true, true},
                {kDone, "evt_2", 2, true, true},
                {kBack, "evt_3", 1, true, true},
                {kBack, "evt_4", 2, true, true}};
  return books;
}

bool finds(Kind kind, const string& about, const std::function<void(Books&)>& doctor) {
  Books books = sound();
  doctor(books);
  const auto breaches = audit(books);
  return std::any_of(breaches.begin(), breaches.end(), [&](const Breach& breach) {
    return breach.kind == kind && breach.payment == about;
  });
}

}  // namespace

TEST_CASE("sound books of payouts have no breach") { CHECK(audit(sound()).empty()); }

TEST_CASE("a payout in two entries is told, at one provider or at two, whatever became of them") {
  CHECK(finds(Kind::doubled, kDone, [](Books& b) {
    b.held.push_back({"komopay", "K-2", attempt_of(kDone, "01"), "FAILED", 50'000, 0, false, true});
  }));
  CHECK(finds(Kind::doubled, kBack, [](Books& b) {
    b.held.push_back(
        {"komopay", "K-2", attempt_of(kBack, "01"), "SUCCESS", 70'000, 70'000, false, true});
  }));
}

TEST_CASE("money out that only one side knows of is wrong") {
  CHECK(finds(Kind::money, kDone, [](Books& b) { b.held[0].paid = 0; }));
  CHECK(finds(Kind::money, "all payouts", [](Books& b) { b.held[0].paid = 0; }));
  CHECK(finds(Kind::money, kBack, [](Books& b) { b.held[1].paid = 70'000; }));
  CHECK(finds(Kind::money, kBack, [](Books& b) { b.stored[kBack].exceptions.clear(); }));
  CHECK(finds(Kind::money, kDone, [](Books& b) { b.stored[kDone].status = "failed"; }));
  CHECK(finds(Kind::money, "all payouts", [](Books& b) {
    b.stored[kDone].out = false;  // money in does not make up for money out
    b.held[1].paid = 50'000;
  }));
}

TEST_CASE("a payout that is lost, unknown, untold or went back is told") {
  CHECK(finds(Kind::lost, kDone, [](Books& b) { b.stored.erase(kDone); }));
  CHECK(finds(Kind::unknown, kDone, [](Books& b) { b.stored[kDone].status = "processing"; }));
  CHECK(finds(Kind::events, kDone, [](Books& b) { b.stored[kDone].events.pop_back(); }));
  CHECK(finds(Kind::backwards, "DONE", [](Books& b) {
    b.answered["DONE"].statuses = {"processing", "completed", "processing"};
  }));
}

}  // namespace wesel::crash
