// Each thing that SQLite asks of a disk fails once, or from then on: the first, the second, the
// third … until a whole life of the store meets none. Nothing answered is lost, nothing refused
// leaves a trace, and a store that did not declare itself dead goes on.
#include <atomic>

#include "store/books.hpp"
#include "store/fixture.hpp"
#include "store/power_cut_vfs.hpp"

using namespace wesel;

namespace {

constexpr const char* kFile = "wesel.db";

// How long the disk fails, and what follows.
enum class Spell { once, until_mended, until_closed, until_power_cut };

using Open = Result<std::unique_ptr<Store>> (*)(const std::string&, SqliteOptions);

struct Case {
  Open open;
  DiskAnswer answer;
  Spell spell;
  int n;  // which of the disk's actions fails
};

bool unavailable(const Error& error) {
  return error.fault == Fault::unavailable && error.code == "store_unavailable";
}

// One life of a store on a disk that fails as the case says.
class Life {
 public:
  explicit Life(const Case& which) : case_(which) {
    disk_.set_faults([this](DiskAction action) { return answer(action); });
  }

  // False when the disk never failed.
  bool run() {
    for (const int until : {5, 7}) {
      if (!start()) break;
      while (next_ < until && one_batch()) ++next_;
      if (next_ < until) break;
      if (next_ == 5) a_conflict();
      store_.reset();
    }
    const bool failed = seen_ >= case_.n;
    store_.reset();
    died_ = fatal_ > 0;
    finish();
    return failed;
  }

  bool died() const { return died_; }
  // One that did not give up refused a batch.
  bool refused() const { return refused_; }

 private:
  DiskAnswer answer(DiskAction action) {
    // Only a write finds a disk full.
    if (mended_ || (case_.answer == DiskAnswer::full && action != DiskAction::write))
      return DiskAnswer::sound;
    const int now = ++seen_;
    const bool fails = case_.spell == Spell::once ? now == case_.n : now >= case_.n;
    return fails ? case_.answer : DiskAnswer::sound;
  }

  Result<std::unique_ptr<Store>> opened_store() {
    SqliteOptions options;
    options.vfs = disk_.vfs_name();
    options.readers = 2;
    options.log_pages = 10;
    options.on_fatal = [this](const std::string&) { ++fatal_; };
    return case_.open(kFile, std::move(options));
  }

  // A program that could not open its store is started again once the disk is sound.
  bool start() {
    auto store = opened_store();
    if (!store) {
      CHECK(store.error().code == "store_unavailable");
      if (case_.spell >= Spell::until_closed) return false;
      mended_ = case_.spell == Spell::until_mended;
      store = opened_store();
    }
    if (!store) FAIL(store.error().message);
    store_ = std::move(*store);
    return true;
  }

  bool one_batch() {
    const auto result = books_.commit(*store_, next_);
    if (done(result)) return read_back();
    REQUIRE(result.has_error());
    CHECK(unavailable(result.error()));
    if (fatal_ > 0) return stays_dead();
    refused_ = true;
    if (case_.spell >= Spell::until_closed) return false;
    mended_ = case_.spell == Spell::until_mended;
    CHECK(Books::untouched(*store_, next_));
    CHECK(done(books_.commit(*store_, next_)));
    return read_back();
  }

  // A read is right or an error, never "there is none".
  bool read_back() {
    const std::string key = payment_row(next_ / 2).key;
    const auto row = store_->payment(key);
    if (!row) {
      CHECK(unavailable(row.error()));
    } else {
      CHECK((*row && (*row)->version == 1 + next_ % 2));
    }
    return true;
  }

  bool stays_dead() {
    mended_ = true;
    const auto again = store_->commit(Books::batch(100));
    CHECK((!again && unavailable(again.error())));
    CHECK_FALSE(store_->healthy());
    CHECK(fatal_ == 1);
    return false;
  }

  void a_conflict() {
    Batch stale = Books::batch(200);
    stale.update.push_back(payment_row(0));
    const auto result = store_->commit(stale);
    if (result) CHECK(std::holds_alternative<Conflict>(*result));
    conflict_refused_ = true;
  }

  // What the next life finds, on a sound disk.
  void finish() {
    if (case_.spell == Spell::until_power_cut) {
      disk_.cut(static_cast<std::uint64_t>(case_.n));
      disk_.restore_power();
    }
    mended_ = true;
    fatal_ = 0;
    // Before the next life mends it: a store may not have gone on without its log.
    if (case_.spell == Spell::once) CHECK(pragma(kFile, disk_.vfs_name(), "journal_mode") == "wal");
    auto store = opened_store();
    if (!store) FAIL(store.error().message);
    CHECK(books_.complaints(**store) == std::vector<std::string>{});
    if (conflict_refused_) CHECK(Books::untouched(**store, 200));
    CHECK(Books::untouched(**store, 100));
    if (refused_ && case_.spell >= Spell::until_closed) CHECK(Books::untouched(**store, next_));
    if (Books::untouched(**store, next_)) CHECK(done(books_.commit(**store, next_)));
    CHECK(books_.complaints(**store) == std::vector<std::string>{});
    store = Error{};
    CHECK(pragma(kFile, disk_.vfs_name(), "integrity_check") == "ok");
    CHECK(disk_.open_handles() == 0);
    disk_.set_faults({});
  }

  Case case_;
  PowerCutDisk disk_{"failing"};
  Books books_;
  std::unique_ptr<Store> store_;
  std::atomic<int> seen_ = 0, fatal_ = 0;
  std::atomic<bool> mended_ = false;
  int next_ = 0;
  bool refused_ = false, died_ = false, conflict_refused_ = false;
};

// Fails the first action, the second … until a life meets no fault, and says how many that were.
struct Tally {
  int cases = 0, refused = 0, fatal = 0;
};

Tally fail_each(Open open, DiskAnswer answer, Spell spell) {
  Tally tally;
  for (int n = 1;; ++n) {
    CAPTURE(n, static_cast<int>(answer), static_cast<int>(spell));
    Life life({open, answer, spell, n});
    if (!life.run()) break;
    ++tally.cases;
    tally.fatal += life.died();
    tally.refused += life.refused();
  }
  fmt::print("{} actions of the disk failed in turn: {} commits refused, {} stores gave up\n",
             tally.cases, tally.refused, tally.fatal);
  return tally;
}

}  // namespace

TEST_CASE("whichever action of the disk fails, the store keeps its word") {
  const auto spell = GENERATE(Spell::once, Spell::until_closed, Spell::until_power_cut);
  const Tally tally = fail_each(open_sqlite_inline, DiskAnswer::error, spell);
  CHECK(tally.cases > 500);
  CHECK(tally.refused > 0);
  CHECK(tally.fatal > 0);
}

TEST_CASE("whichever write finds the disk full, the store keeps its word and lives") {
  const auto spell = GENERATE(Spell::once, Spell::until_mended, Spell::until_power_cut);
  const Tally tally = fail_each(open_sqlite_inline, DiskAnswer::full, spell);
  CHECK(tally.cases > 200);
  CHECK(tally.refused > 0);
  CHECK(tally.fatal == 0);
}

TEST_CASE("whichever action of the disk fails, a store with threads keeps its word") {
  const auto spell = GENERATE(Spell::once, Spell::until_power_cut);
  CHECK(fail_each(open_sqlite, DiskAnswer::error, spell).cases > 500);
}
