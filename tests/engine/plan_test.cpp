// When the engine looks again: nothing that may still change is ever forgotten.
#include "engine/plan.hpp"
#include "stories.hpp"

#include <catch2/catch.hpp>

using namespace wesel;
using namespace wesel::stories;
using namespace std::chrono_literals;

namespace {

RecoveryConfig defaults() {
  RecoveryConfig r;
  r.schedule = {2s, 10s, 30s, 2min, 10min, 1h};
  r.pending_schedule = {5min, 30min, 1h};
  return r;
}

const TermsOf kAskable = [](const Attempt&) { return Terms{true, false}; };
const TermsOf kSettles = [](const Attempt&) { return Terms{true, true}; };
const TermsOf kMute = [](const Attempt&) { return Terms{false, false}; };

Payment planned(Payment p, const TermsOf& terms = kAskable) {
  plan(p, kNoon, defaults(), terms);
  return p;
}

}  // namespace

TEST_CASE("an attempt being sent is looked at just past its deadline") {
  CHECK(planned(being_sent()).due_at == kNoon + 4s + kAfterDeadline);
}

TEST_CASE("doubt is asked about on the schedule, the last wait for ever") {
  Payment p = being_sent();
  p.attempts[0].status = AttemptStatus::unknown;
  CHECK(planned(p).due_at == kNoon + 2s);
  p.attempts[0].asked_at = kNoon;
  for (const auto& [asked, wait] : std::vector<std::pair<int, Millis>>{
           {1, 10s}, {2, 30s}, {3, 2min}, {4, 10min}, {5, 1h}, {6, 1h}, {500, 1h}}) {
    p.attempts[0].questions = asked;
    CHECK(planned(p).due_at == kNoon + wait);
  }
}

TEST_CASE("doubt that nobody can be asked about still comes up, for its horizon") {
  Payment p = being_sent();
  p.attempts[0].status = AttemptStatus::unknown;
  CHECK(planned(p, kMute).due_at.has_value());
}

TEST_CASE("a pending payment is polled, and asked at its end and after the grace") {
  Payment p = waiting();
  CHECK(planned(p).due_at == kNoon + 5min);
  Attempt& a = p.attempts[0];
  a.questions = 3;
  a.asked_at = p.expires_at - 1min;
  CHECK(planned(p).due_at == p.expires_at);
  a.asked_at = p.expires_at + 1s;
  CHECK(planned(p).due_at == p.expires_at + 15min);
  a.asked_at = p.expires_at + 16min;
  CHECK(planned(p).due_at == p.expires_at + 16min + 1h);
}

TEST_CASE("paid is the last word where no settlement is told") {
  Payment p = waiting();
  p.attempts[0].status = AttemptStatus::paid;
  p.status = Status::paid;
  CHECK_FALSE(planned(p).due_at.has_value());
  CHECK(planned(p, kSettles).due_at == kNoon + 5min);
}

TEST_CASE("an ended attempt is asked about after an hour and after a day, then never") {
  Payment p = waiting();
  p.status = Status::expired;
  p.attempts[0].status = AttemptStatus::expired;
  CHECK(planned(p).due_at == kNoon + 1h);
  p.attempts[0].questions = 1;
  CHECK(planned(p).due_at == kNoon + 24h);
  p.attempts[0].questions = 2;
  CHECK_FALSE(planned(p).due_at.has_value());
}

TEST_CASE("a payout that arrived is asked about as long, for its money may come back") {
  for (const Kind kind : {Kind::payment, Kind::payout}) {
    Payment p = being_sent(kind);
    p.attempts[0].status = AttemptStatus::completed;
    p.status = Status::completed;
    CHECK(planned(p).due_at.has_value() == (kind == Kind::payout));
  }
}

TEST_CASE("an abandoned attempt is watched to the end and a day more") {
  Payment p = with_second(AttemptStatus::abandoned);
  CHECK(planned(p).attempts[0].next_at == kNoon + 5min);
  p.attempts[0].questions = 50;
  p.attempts[0].asked_at = p.expires_at + 23h + 30min;
  CHECK_FALSE(planned(p).attempts[0].next_at.has_value());
}

TEST_CASE("a payment between two attempts is due at once") {
  for (const AttemptStatus status :
       {AttemptStatus::refused, AttemptStatus::not_sent, AttemptStatus::abandoned}) {
    Payment p = being_sent();
    p.attempts[0].status = status;
    CHECK(planned(p).due_at == kNoon);
  }
}

TEST_CASE("a hurry comes before the schedule") {
  Payment p = waiting();
  p.attempts[0].hurry_at = kNoon + 1s;
  CHECK(planned(p).due_at == kNoon + 1s);
}
