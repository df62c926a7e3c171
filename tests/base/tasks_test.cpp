// Threads and signals as production uses them. Every wait here is for something that happens, or
// for a deadline that has passed already: nothing sleeps.
#include "base/tasks.hpp"

#include <atomic>
#include <catch2/catch.hpp>

using namespace wesel;

namespace {

// Long enough that reaching it means a signal was lost.
Instant far() { return SystemClock().steady() + std::chrono::minutes(1); }
Instant past() { return SystemClock().steady() - Millis(1); }

}  // namespace

TEST_CASE("join waits for everything that was spawned, and for what that spawned") {
  const auto tasks = make_threads();
  std::atomic<int> done = 0;
  for (int i = 0; i < 4; ++i)
    tasks->spawn("outer", [&] {
      tasks->spawn("inner", [&] { ++done; });
      ++done;
    });
  tasks->join();
  CHECK(done == 8);
}

TEST_CASE("tasks run beside each other") {
  const auto tasks = make_threads();
  const auto ping = tasks->make_signal();
  const auto pong = tasks->make_signal();
  bool first = false, second = false;
  tasks->spawn("first", [&] {
    ping->set();
    first = pong->wait_until(far());
  });
  tasks->spawn("second", [&] {
    second = ping->wait_until(far());
    pong->set();
  });
  tasks->join();
  CHECK(first);
  CHECK(second);
}

TEST_CASE("a signal stays set until it is reset") {
  const auto tasks = make_threads();
  const auto signal = tasks->make_signal();
  CHECK_FALSE(signal->wait_until(past()));
  signal->set();
  CHECK(signal->wait_until(past()));  // set beforehand: no wait, even after the deadline
  CHECK(signal->wait_until(past()));
  signal->reset();
  CHECK_FALSE(signal->wait_until(past()));
}

TEST_CASE("a signal wakes everyone who waits") {
  const auto tasks = make_threads();
  const auto waiting = tasks->make_signal();
  const auto go = tasks->make_signal();
  std::atomic<int> arrived = 0, woken = 0;
  for (int i = 0; i < 5; ++i)
    tasks->spawn("waits", [&] {
      if (++arrived == 5) waiting->set();
      woken += go->wait_until(far());
    });
  REQUIRE(waiting->wait_until(far()));
  go->set();
  tasks->join();
  CHECK(woken == 5);
}

TEST_CASE("sleeping until a time that has passed returns at once") {
  const auto tasks = make_threads();
  tasks->sleep_until(past());
  SystemClock clock;
  const Instant soon = clock.steady() + Millis(5);
  tasks->sleep_until(soon);
  CHECK(clock.steady() >= soon);
}

TEST_CASE("a name longer than the system allows is cut") {
  const auto tasks = make_threads();
  bool ran = false;
  tasks->spawn("a name of more than fifteen bytes", [&] { ran = true; });
  tasks->join();
  CHECK(ran);
}
