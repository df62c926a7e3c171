// Many threads at once: one winner, no neighbour harmed, nobody left waiting.
#include <atomic>
#include <latch>
#include <thread>

#include "store/fixture.hpp"

using namespace wesel;

namespace {

// Runs `work(0..count-1)` on as many threads, all released together.
template <class Work>
void together(int count, Work work) {
  std::latch start(count);
  std::vector<std::thread> threads;
  for (int i = 0; i < count; ++i) {
    threads.emplace_back([&, i] {
      start.arrive_and_wait();
      work(i);
    });
  }
  for (auto& thread : threads) thread.join();
}

}  // namespace

TEST_CASE("of a hundred equal inserts one is done and the others see it") {
  const Folder folder;
  const auto store = opened(folder.file());
  std::vector<Result<Committed>> results(100, Committed(Done{}));
  together(100, [&](int i) {
    PaymentRow row = payment_row(i);
    row.reference = "the same";
    results[static_cast<std::size_t>(i)] = store->commit(inserting(row));
  });

  const auto stored = store->payment_by_reference("acme/live/payment", "the same").value();
  REQUIRE(stored);
  int winners = 0;
  for (std::size_t i = 0; i < results.size(); ++i) {
    if (done(results[i])) {
      ++winners;
      CHECK(stored->key == payment_row(static_cast<int>(i)).key);
    } else {
      CHECK(conflict(results[i]).payment->key == stored->key);
    }
  }
  CHECK(winners == 1);
}

TEST_CASE("a conflict in a group leaves its neighbours") {
  const Folder folder;
  const auto store = opened(folder.file());
  REQUIRE(done(store->commit(inserting(payment_row(1000)))));
  std::atomic<int> conflicts = 0;
  together(40, [&](int i) {
    Batch batch = inserting(payment_row(i));
    batch.events.push_back(event_row(payment_row(i), 1));
    // Every fourth ends in a stale update, after it has written.
    if (i % 4 == 0) batch.update.push_back(payment_row(1000));
    const auto result = store->commit(std::move(batch));
    if (result && std::holds_alternative<Conflict>(*result)) ++conflicts;
  });
  CHECK(conflicts == 10);
  for (int i = 0; i < 40; ++i) {
    const bool expected = i % 4 != 0;
    CHECK(store->payment(payment_row(i).key).value().has_value() == expected);
    CHECK(store->history(payment_row(i).key).value().size() == (expected ? 1U : 0U));
  }
}

TEST_CASE("updates that race lose nothing when each reads again after a conflict") {
  const Folder folder;
  const auto store = opened(folder.file());
  REQUIRE(done(store->commit(inserting(payment_row(1)))));
  constexpr int kThreads = 8, kRounds = 20;
  together(kThreads, [&](int) {
    for (int round = 0; round < kRounds;) {
      const PaymentRow row = *store->payment(payment_row(1).key).value();
      if (done(store->commit(updating(next_version(row, "pending"))))) ++round;
    }
  });
  CHECK(store->payment(payment_row(1).key).value()->version == 1 + kThreads * kRounds);
}

TEST_CASE("more readers than connections share them, beside writers") {
  const Folder folder;
  const auto store = opened(folder.file(), {.readers = 2});
  REQUIRE(done(store->commit(inserting(payment_row(0)))));
  std::atomic<int> wrong = 0;
  together(20, [&](int i) {
    if (i < 4 && !done(store->commit(inserting(payment_row(i + 1))))) ++wrong;
    for (int round = 0; round < 50; ++round) {
      if (!store->payment(payment_row(0).key).value()) ++wrong;
    }
  });
  CHECK(wrong == 0);
}

TEST_CASE("what was committed is read at once by whoever asks") {
  const Folder folder;
  const auto store = opened(folder.file());
  std::atomic<int> missing = 0;
  together(4, [&](int thread) {
    for (int i = 0; i < 50; ++i) {
      const PaymentRow row = payment_row(thread * 100 + i);
      if (!done(store->commit(inserting(row))) || !store->payment(row.key).value()) ++missing;
    }
  });
  CHECK(missing == 0);
}
