// What is fetched from far away: by one at a time, kept while fetching fails, due when it is old.
#include "base/fetched.hpp"

#include <atomic>
#include <catch2/catch.hpp>
#include <thread>

using namespace wesel;
using namespace std::chrono_literals;

namespace {

const Instant kStart{1h};
constexpr Pace kHourly{1h, 1min, 30s};

Instant steady_now() {
  return std::chrono::time_point_cast<Millis>(std::chrono::steady_clock::now());
}

}  // namespace

TEST_CASE("it is due at once, then when it is old") {
  Fetched<int> thing;
  CHECK(thing.due(kHourly) <= kStart);
  REQUIRE(thing.begin(kStart));
  CHECK(thing.due(kHourly) == Instant::max());
  thing.end(1, {}, kStart + 1s);
  CHECK(thing.last()->value == 1);
  CHECK(thing.due(kHourly) == kStart + 1s + 1h);
  CHECK(thing.due({0ms, 1min, 30s}) == Instant::max());
}

TEST_CASE("what could not be fetched anew stays as it was, and is tried again after a pause") {
  Fetched<int> thing;
  REQUIRE(thing.begin(kStart));
  thing.end(1, {}, kStart);
  REQUIRE(thing.begin(kStart + 1h));
  thing.end({}, {}, kStart + 1h);
  CHECK(thing.failing());
  CHECK(thing.last()->value == 1);
  CHECK(thing.due(kHourly) == kStart + 1h + 1min);
  REQUIRE(thing.begin(kStart + 2h));
  thing.end(2, {}, kStart + 2h);
  CHECK_FALSE(thing.failing());
  CHECK(thing.last()->value == 2);
}

TEST_CASE("who wants it makes it due, but no sooner than allowed") {
  const auto tasks = make_threads();
  Fetched<int> thing;
  REQUIRE(thing.begin(kStart));
  thing.end(1, {}, kStart);
  CHECK(thing.want(*tasks, kHourly, kStart + 29s) == nullptr);
  CHECK(thing.due(kHourly) == kStart + 1h);
  const auto arrival = thing.want(*tasks, kHourly, kStart + 31s);
  REQUIRE(arrival);
  CHECK(thing.due(kHourly) == kStart + 30s);
  REQUIRE(thing.begin(kStart + 30s));
  thing.end(2, {}, kStart + 30s);
  CHECK(arrival->wait_until(kStart));
  CHECK(thing.due(kHourly) == kStart + 30s + 1h);
}

TEST_CASE("a hundred who want it at once cost one fetch, and all get it") {
  constexpr int kCallers = 100;
  const auto tasks = make_threads();
  Fetched<int> thing;
  std::atomic<int> asking{0}, fetches{0}, served{0};
  const Instant late = steady_now() + 30s;
  for (int i = 0; i < kCallers; ++i)
    tasks->spawn("caller", [&] {
      const auto arrival = thing.want(*tasks, kHourly, late);
      ++asking;
      if (arrival && arrival->wait_until(late) && thing.last()) ++served;
    });
  for (int i = 0; i < 4; ++i)
    tasks->spawn("worker", [&] {
      while (asking < kCallers) std::this_thread::yield();
      if (thing.due(kHourly) > steady_now() || !thing.begin(steady_now())) return;
      ++fetches;
      thing.end(7, {}, steady_now());
    });
  tasks->join();
  CHECK(fetches == 1);
  CHECK(served == kCallers);
}
