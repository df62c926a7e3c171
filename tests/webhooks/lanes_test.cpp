// Who may be called next: an endpoint that hangs costs the others nothing.
#include "webhooks/lanes.hpp"

#include <catch2/catch.hpp>

using namespace wesel;
using std::string;

namespace {

int payments = 0;
Instant now{};

EventRow event_of(const string& merchant) {
  EventRow event;
  event.payment = "P" + std::to_string(++payments);
  event.scope = merchant + "/sandbox/payment";
  return event;
}

Lanes::Added add(Lanes& lanes, const string& merchant, const string& url) {
  return lanes.add(event_of(merchant), {url, {}});
}

int take_all(Lanes& lanes, std::vector<Lanes::Job>& jobs) {
  int count = 0;
  for (auto job = lanes.take(now); job; job = lanes.take(now), ++count)
    jobs.push_back(std::move(*job));
  return count;
}

void end(Lanes& lanes, std::vector<Lanes::Job>& jobs, Delivered how) {
  for (const Lanes::Job& job : jobs) lanes.done(job, how);
  jobs.clear();
}

}  // namespace

TEST_CASE("two at once for an endpoint, one after it was silent, two when it answers again") {
  Lanes lanes;
  std::vector<Lanes::Job> jobs;
  for (int i = 0; i < 5; ++i) REQUIRE(add(lanes, "acme", "https://a/h") == Lanes::Added::yes);
  CHECK(lanes.startable(now) == 2);
  CHECK(take_all(lanes, jobs) == 2);
  end(lanes, jobs, Delivered::silent);
  CHECK(take_all(lanes, jobs) == 1);
  end(lanes, jobs, Delivered::yes);
  CHECK(take_all(lanes, jobs) == 2);
  end(lanes, jobs, Delivered::yes);
  CHECK(take_all(lanes, jobs) == 0);
  CHECK(lanes.size() == 0);
}

TEST_CASE("a payment has one delivery under way") {
  Lanes lanes;
  const EventRow event = event_of("acme");
  REQUIRE(lanes.add(event, {"https://a/h", {}}) == Lanes::Added::yes);
  CHECK(lanes.knows(event));
  const auto job = lanes.take(now);
  CHECK(lanes.knows(event));
  lanes.done(*job, Delivered::yes);
  CHECK_FALSE(lanes.knows(event));
}

TEST_CASE("half of 200 endpoints hang, and the others never wait for them") {
  Lanes lanes;
  std::vector<Lanes::Job> hanging, answering;
  const auto fill = [&](int rounds) {
    for (int i = 0; i < 200 * rounds; ++i) {
      const string merchant = "m" + std::to_string(i % 200);
      add(lanes, merchant, "https://" + merchant + "/hook?order=" + std::to_string(i));
    }
  };
  const auto take = [&] {
    for (auto job = lanes.take(now); job; job = lanes.take(now))
      (std::stoi(job->merchant.substr(1)) % 2 ? hanging : answering).push_back(std::move(*job));
  };
  fill(10);
  take();
  end(lanes, hanging, Delivered::silent);
  for (int round = 0; round < 50; ++round) {
    end(lanes, answering, Delivered::yes);
    fill(2);
    take();
    CHECK(hanging.size() <= 100);
    CHECK(answering.size() == 200);
    CHECK(lanes.startable(now) == 0);
  }
}

TEST_CASE("slow lanes together leave workers for the others") {
  Lanes lanes;
  std::vector<Lanes::Job> jobs;
  for (int round = 0; round < 4; ++round)
    for (int i = 0; i < 300; ++i) add(lanes, "m" + std::to_string(i), "https://a/h");
  take_all(lanes, jobs);
  end(lanes, jobs, Delivered::silent);
  CHECK(take_all(lanes, jobs) == Lanes::kSlowAtOnce);
  REQUIRE(add(lanes, "other", "https://b/h") == Lanes::Added::yes);
  CHECK(lanes.startable(now) == 1);
  CHECK(lanes.take(now)->merchant == "other");
  end(lanes, jobs, Delivered::yes);
  CHECK(take_all(lanes, jobs) > 0);
}

TEST_CASE("a URL for each payment buys no merchant more than its share") {
  Lanes lanes;
  std::vector<Lanes::Job> jobs;
  for (int i = 0; i < 5'000; ++i) add(lanes, "acme", "https://a/" + std::to_string(i));
  CHECK(lanes.size() == Lanes::kMerchantWaiting);
  CHECK(take_all(lanes, jobs) == Lanes::kMerchantAtOnce);
  REQUIRE(add(lanes, "bolt", "https://b/h") == Lanes::Added::yes);
  CHECK(lanes.take(now)->merchant == "bolt");
}

TEST_CASE("a full lane is left to the store, a slow one for longer") {
  Lanes lanes;
  std::vector<Lanes::Job> jobs;
  for (std::size_t i = 0; i < Lanes::kWaiting; ++i) add(lanes, "acme", "https://a/h");
  CHECK(add(lanes, "acme", "https://a/h") == Lanes::Added::full);
  take_all(lanes, jobs);
  end(lanes, jobs, Delivered::silent);
  CHECK(add(lanes, "acme", "https://a/h") == Lanes::Added::slow);
}

TEST_CASE("410 stops that endpoint alone, and strangers' URLs do not fill the memory") {
  Lanes lanes;
  for (std::size_t i = 0; i < Lanes::kGone + 50; ++i) {
    add(lanes, "acme", "https://a/" + std::to_string(i));
    const auto job = lanes.take(now);
    lanes.done(*job, Delivered::gone);
    CHECK(lanes.gone(job->event, job->endpoint));
  }
  CHECK_FALSE(lanes.gone(event_of("acme"), {"https://b/h", {}}));
}

TEST_CASE("a 410 stops nobody else's events to that URL, and one that is taken lifts it") {
  Lanes lanes;
  const Endpoint endpoint{"https://a/h", {}};
  const EventRow event = event_of("acme");
  for (const auto how : {Delivered::gone, Delivered::later, Delivered::silent, Delivered::yes}) {
    lanes.add(event, endpoint);
    lanes.done(*lanes.take(now), how);
    CHECK(lanes.gone(event, endpoint) == (how != Delivered::yes));
    CHECK_FALSE(lanes.gone(event_of("bolt"), endpoint));
  }
}

TEST_CASE("whose endpoints are late has others that go on, but only so many") {
  Lanes lanes;
  std::vector<Lanes::Job> jobs;
  for (int i = 0; i < 1'000; ++i) add(lanes, "acme", "https://a/" + std::to_string(i));
  CHECK(take_all(lanes, jobs) == Lanes::kMerchantAtOnce);
  now += Lanes::kPrompt - Millis(1);
  CHECK(take_all(lanes, jobs) == 0);
  now += Millis(1);
  CHECK(lanes.startable(now) >= Lanes::kMerchantAtOnce);
  for (int rounds = 0; rounds < 10; ++rounds, now += Lanes::kPrompt) take_all(lanes, jobs);
  CHECK(jobs.size() == Lanes::kMerchantAtOnce + Lanes::kMerchantLate);
  for (int i = 0; i < 300; ++i) add(lanes, "bolt", "https://b/" + std::to_string(i));
  CHECK(take_all(lanes, jobs) == Lanes::kMerchantAtOnce);
  end(lanes, jobs, Delivered::yes);
  CHECK(take_all(lanes, jobs) == 2 * Lanes::kMerchantAtOnce);
  while (!jobs.empty()) {
    end(lanes, jobs, Delivered::yes);
    take_all(lanes, jobs);
  }
  CHECK(lanes.size() == 0);
}

TEST_CASE("an endpoint that is late gets no second message until it answers") {
  Lanes lanes;
  add(lanes, "acme", "https://a/h");
  const auto first = lanes.take(now);
  now += Lanes::kPrompt;
  add(lanes, "acme", "https://a/h");
  add(lanes, "acme", "https://a/h");
  CHECK_FALSE(lanes.take(now));
  lanes.done(*first, Delivered::yes);
  CHECK(lanes.startable(now) == 2);
}

TEST_CASE("an endpoint that hung is remembered while nothing is sent to it") {
  Lanes lanes;
  std::vector<Lanes::Job> jobs;
  add(lanes, "acme", "https://a/h");
  take_all(lanes, jobs);
  end(lanes, jobs, Delivered::silent);
  CHECK(add(lanes, "acme", "https://a/h") == Lanes::Added::yes);
  CHECK(add(lanes, "acme", "https://a/h") == Lanes::Added::slow);
  take_all(lanes, jobs);
  end(lanes, jobs, Delivered::yes);
  for (int i = 0; i < 2; ++i) CHECK(add(lanes, "acme", "https://a/h") == Lanes::Added::yes);
  CHECK(take_all(lanes, jobs) == 2);
}

TEST_CASE("the longer the queue in the store, the later its end is looked at again") {
  Lanes lanes;
  std::vector<Lanes::Job> jobs;
  const EventRow event = event_of("acme");
  const Endpoint endpoint{"https://a/h", {}};
  CHECK(lanes.queues(event, endpoint) == 0);
  for (std::size_t i = 0; i < Lanes::kWaiting * 3; ++i) add(lanes, "acme", endpoint.url);
  CHECK(lanes.queues(event, endpoint) == 2);
  while (take_all(lanes, jobs) > 0) end(lanes, jobs, Delivered::yes);
  CHECK(lanes.queues(event, endpoint) == 0);
}
