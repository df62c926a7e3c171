// Remembered sessions: expiry, a bounded number, and one fetching while the others wait.
#include "providers/sessions.hpp"

#include <fmt/format.h>

#include <atomic>

#include "base/limits.hpp"
#include "providers/world.hpp"

namespace wesel {
namespace {

TEST_CASE("a session lives until its end and is dropped only by who saw it") {
  test::StillClock clock;
  Sessions sessions;
  sessions.remember("a", Secret("one"), clock.wall + Millis(1000), clock.wall);
  CHECK(sessions.find("a", clock.wall).reveal() == "one");
  CHECK(sessions.find("b", clock.wall).empty());
  sessions.drop("a", Secret("an older one"));
  CHECK_FALSE(sessions.find("a", clock.wall).empty());
  CHECK(sessions.find("a", clock.wall + Millis(1000)).empty());
  sessions.drop("a", Secret("one"));
  CHECK(sessions.find("a", clock.wall).empty());
}

TEST_CASE("the number of sessions is bounded; expired ones go first, then the oldest") {
  test::StillClock clock;
  Sessions sessions;
  const auto key = [](std::size_t i) { return fmt::format("att_{:08}", i); };
  const Time soon = clock.wall + Millis(10), later = clock.wall + Millis(100'000);
  sessions.remember(key(1), Secret("x"), soon, clock.wall);
  for (std::size_t i = 2; i <= limits::kSessions; ++i)
    sessions.remember(key(i), Secret("x"), later, clock.wall);
  sessions.remember(key(limits::kSessions + 1), Secret("x"), later, soon);
  CHECK_FALSE(sessions.find(key(2), soon).empty());
  sessions.remember(key(limits::kSessions + 2), Secret("x"), later, soon);
  CHECK(sessions.find(key(2), soon).empty());
  CHECK_FALSE(sessions.find(key(3), soon).empty());
}

TEST_CASE("many flows at once fetch one session") {
  SystemClock clock;
  const auto tasks = make_threads();
  Sessions sessions;
  std::atomic<int> fetched = 0, served = 0;
  const Instant deadline = clock.steady() + std::chrono::seconds(60);
  for (int i = 0; i < 16; ++i)
    tasks->spawn("flow", [&] {
      const Sessions::Found found = sessions.find_or_fetch("", clock, *tasks, deadline);
      if (found.value.empty() && !found.late) {
        ++fetched;
        sessions.remember("", Secret("token"), clock.now() + std::chrono::hours(1), clock.now());
      } else if (found.value.reveal() == "token") {
        ++served;
      }
    });
  tasks->join();
  CHECK(fetched == 1);
  CHECK(served == 15);
}

TEST_CASE("when a fetch comes to nothing, the next flow fetches") {
  SystemClock clock;
  const auto tasks = make_threads();
  Sessions sessions;
  std::atomic<int> fetched = 0;
  for (int i = 0; i < 8; ++i)
    tasks->spawn("flow", [&] {
      const Instant deadline = clock.steady() + std::chrono::seconds(60);
      const auto found = sessions.find_or_fetch("", clock, *tasks, deadline);
      if (found.value.empty() && !found.late) ++fetched;
    });
  tasks->join();
  CHECK(fetched == 8);
}

TEST_CASE("who waits for a session waits no longer than its deadline") {
  SystemClock clock;
  const auto tasks = make_threads();
  Sessions sessions;
  const Instant soon = clock.steady() + Millis(20);
  const Sessions::Found first = sessions.find_or_fetch("", clock, *tasks, soon);
  CHECK_FALSE(first.late);
  CHECK(sessions.find_or_fetch("", clock, *tasks, soon).late);
}

}  // namespace
}  // namespace wesel
