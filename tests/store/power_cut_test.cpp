// The power goes, between commits and in the middle of them: what was answered stays, nothing is
// half there. And a disk that lies shows that these stories can fail.
#include <array>
#include <thread>

#include "store/books.hpp"
#include "store/fixture.hpp"
#include "store/power_cut_vfs.hpp"

using namespace wesel;

namespace {

constexpr const char* kFile = "wesel.db";
constexpr int kBatches = 7;

// One machine with one store, through any number of lives.
struct Machine {
  Result<std::unique_ptr<Store>> start() {
    SqliteOptions options;
    options.vfs = disk.vfs_name();
    options.log_pages = 12;  // the log moves into the file every few commits
    return open_sqlite_inline(kFile, std::move(options));
  }

  // Commits from where the last life ended; stops where the power does.
  void live(int until) {
    auto store = start();
    while (store && next < until && done(books.commit(**store, next))) ++next;
  }

  // What the next life finds wrong; it also makes good what was refused.
  std::vector<std::string> recover() {
    disk.restore_power();
    auto store = start();
    if (!store) return {"does not open: " + store.error().message};
    auto complaints = books.complaints(**store);
    if (!complaints.empty()) return complaints;
    if (Books::untouched(**store, next) && !done(books.commit(**store, next)))
      return {"refuses what it refused before the cut"};
    ++next;
    complaints = books.complaints(**store);
    store = Error{};
    const std::string sound = pragma(kFile, disk.vfs_name(), "integrity_check");
    if (sound != "ok") complaints.push_back(sound);
    return complaints;
  }

  PowerCutDisk disk{"power-cut"};
  Books books;
  int next = 0;
};

using Complaints = std::vector<std::string>;

}  // namespace

TEST_CASE("what was answered is there after the power went between two commits") {
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    CAPTURE(seed);
    Machine machine;
    for (std::uint64_t life = 0; life < 3; ++life) {
      auto store = machine.start();
      REQUIRE(store);
      const int until = machine.next + 1 + static_cast<int>((seed + life) % 7);
      for (; machine.next < until; ++machine.next)
        REQUIRE(done(machine.books.commit(**store, machine.next)));
      machine.disk.cut(seed * 3 + life);
      CHECK_FALSE(done((*store)->commit(Books::batch(machine.next))));
      store = Error{};
      REQUIRE(machine.recover() == Complaints{});
    }
    CHECK(machine.disk.open_handles() == 0);
  }
}

TEST_CASE("what was answered is there after the power went in the middle of any change") {
  int cuts = 0;
  for (std::uint64_t seed = 0; seed < 2; ++seed) {
    for (int change = 1;; ++change) {
      CAPTURE(seed, change);
      Machine machine;
      machine.disk.cut_within(change, seed * 1000 + static_cast<std::uint64_t>(change));
      machine.live(kBatches);
      if (machine.disk.has_power()) break;
      ++cuts;
      REQUIRE(machine.recover() == Complaints{});
    }
  }
  fmt::print("the power went in the middle of {} changes\n", cuts);
  CHECK(cuts > 500);
}

TEST_CASE("the power goes again while the store recovers") {
  for (int change = 1, cuts = 1; cuts > 0; ++change) {
    CAPTURE(change);
    Machine machine;
    machine.live(kBatches);
    machine.disk.cut(1);
    cuts = 0;
    for (std::uint64_t seed = 0; seed < 3; ++seed) {
      machine.disk.restore_power();
      machine.disk.cut_within(change, seed);
      { const auto store = machine.start(); }
      if (!machine.disk.has_power()) ++cuts;
    }
    REQUIRE(machine.recover() == Complaints{});
  }
}

TEST_CASE("a disk that lies about syncing loses what was answered, and we see it") {
  Machine machine;
  machine.live(4);
  machine.disk.lie_about_sync(true);
  machine.live(8);
  REQUIRE(machine.next == 8);
  machine.disk.cut_losing_all();
  machine.disk.restore_power();
  auto store = machine.start();
  REQUIRE(store);
  CHECK(machine.books.complaints(**store) ==
        Complaints{"batch 4 is lost", "batch 5 is lost", "batch 6 is lost", "batch 7 is lost"});
}

TEST_CASE("the power goes while many threads commit, and every one's answers hold") {
  constexpr int kThreads = 4;
  for (int round = 1; round <= 60; ++round) {
    CAPTURE(round);
    PowerCutDisk disk("power-cut");
    std::array<Books, kThreads> books;
    SqliteOptions options;
    options.vfs = disk.vfs_name();
    options.log_pages = 12;
    {
      auto store = open_sqlite(kFile, options);
      REQUIRE(store);
      disk.cut_within(round * 5, static_cast<std::uint64_t>(round));
      std::vector<std::thread> threads;
      for (int i = 0; i < kThreads; ++i)
        threads.emplace_back([&, i] {
          int number = i * 1000;
          while (done(books[static_cast<std::size_t>(i)].commit(**store, number))) ++number;
        });
      for (auto& thread : threads) thread.join();
    }
    REQUIRE_FALSE(disk.has_power());
    disk.restore_power();
    auto store = open_sqlite(kFile, options);
    REQUIRE(store);
    for (Books& each : books) REQUIRE(each.complaints(**store) == Complaints{});
    store = Error{};
    REQUIRE(pragma(kFile, disk.vfs_name(), "integrity_check") == "ok");
  }
}
