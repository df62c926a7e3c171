// A disk that fills up or refuses: what is told, what stays, what comes back. Every single action
// that can fail is every_fault_test's.
#include <atomic>
#include <thread>

#include "store/fixture.hpp"
#include "store/power_cut_vfs.hpp"

using namespace wesel;

namespace {

// A store on a disk that can fail, and what it said when it gave up.
struct Patient {
  Patient() {
    SqliteOptions options;
    options.vfs = disk.vfs_name();
    options.on_fatal = [this](const std::string&) { ++fatal; };
    store = opened("wesel.db", std::move(options));
  }

  // From now on, until it is mended.
  void fails(DiskAction failing, DiskAnswer answer) {
    disk.set_faults(
        [=](DiskAction action) { return action == failing ? answer : DiskAnswer::sound; });
  }
  void is_full() { fails(DiskAction::write, DiskAnswer::full); }
  void is_mended() { disk.set_faults({}); }

  static bool unavailable(const Result<Committed>& result) {
    return !result && result.error().fault == Fault::unavailable &&
           result.error().code == "store_unavailable";
  }

  PowerCutDisk disk{"patient"};
  std::atomic<int> fatal = 0;
  std::unique_ptr<Store> store;
};

}  // namespace

TEST_CASE("a full disk fails the batch whole, and the store recovers with space") {
  Patient patient;
  Store& store = *patient.store;
  REQUIRE(done(store.commit(inserting(payment_row(1)))));

  patient.is_full();
  Batch batch = inserting(payment_row(2));
  batch.events.push_back(event_row(payment_row(2), 1));
  CHECK(patient.unavailable(store.commit(batch)));
  CHECK(patient.unavailable(store.commit(updating(next_version(payment_row(1), "paid")))));
  CHECK_FALSE(store.healthy());
  CHECK(store.payment(payment_row(1).key).value()->version == 1);
  CHECK_FALSE(store.payment(payment_row(2).key).value());
  CHECK(store.history(payment_row(2).key).value().empty());

  patient.is_mended();
  CHECK(store.healthy());
  CHECK(done(store.commit(batch)));
  CHECK(store.payment(payment_row(2).key).value());
  CHECK(patient.fatal == 0);
}

TEST_CASE("a full disk fails everyone in the group, and wakes them all") {
  Patient patient;
  patient.is_full();
  std::atomic<int> failed = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 30; ++i) {
    threads.emplace_back([&, i] {
      if (patient.unavailable(patient.store->commit(inserting(payment_row(i))))) ++failed;
    });
  }
  for (auto& thread : threads) thread.join();
  CHECK(failed == 30);
  patient.is_mended();
  CHECK(patient.store->payments({.scope = "acme/live/payment"}).value().empty());
}

TEST_CASE("a sync that fails ends the store for good") {
  Patient patient;
  Store& store = *patient.store;
  REQUIRE(done(store.commit(inserting(payment_row(1)))));
  patient.fails(DiskAction::sync, DiskAnswer::error);
  CHECK(patient.unavailable(store.commit(inserting(payment_row(2)))));
  CHECK(patient.fatal == 1);

  patient.is_mended();
  CHECK(patient.unavailable(store.commit(inserting(payment_row(3)))));
  CHECK_FALSE(store.healthy());
  CHECK(patient.fatal == 1);
}

TEST_CASE("a log that cannot move into the file ends the store, and what was answered stays") {
  PowerCutDisk disk("patient");
  int fatal = 0, syncs = 0;
  SqliteOptions options;
  options.vfs = disk.vfs_name();
  options.log_pages = 1;
  options.on_fatal = [&](const std::string&) { ++fatal; };
  auto store = open_sqlite_inline("wesel.db", options);
  REQUIRE(store);

  // The commit syncs once; whatever fails after that is the move.
  disk.set_faults([&](DiskAction action) {
    if (action == DiskAction::sync) ++syncs;
    return action == DiskAction::sync && syncs > 1 ? DiskAnswer::error : DiskAnswer::sound;
  });
  CHECK(done((*store)->commit(inserting(payment_row(1)))));
  CHECK(fatal == 1);
  disk.set_faults({});
  CHECK(Patient::unavailable((*store)->commit(inserting(payment_row(2)))));
  disk.cut_losing_all();
  disk.restore_power();
  store = open_sqlite_inline("wesel.db", options);
  REQUIRE(store);
  CHECK(keys((*store)->payments({.scope = "acme/live/payment"})) ==
        std::vector{payment_row(1).key});
}

TEST_CASE("a write that fails within COMMIT undoes it, and the store recovers with the disk") {
  Patient patient;
  patient.fails(DiskAction::write, DiskAnswer::error);
  CHECK(patient.unavailable(patient.store->commit(inserting(payment_row(1)))));
  CHECK_FALSE(patient.store->payment(payment_row(1).key).value());
  patient.is_mended();
  CHECK(done(patient.store->commit(inserting(payment_row(1)))));
  CHECK(patient.fatal == 0);
}

TEST_CASE("a large transaction that meets a full disk early leaves the store usable") {
  Patient patient;
  PaymentRow huge = payment_row(1);
  huge.body = std::string(100'000'000, 'x');  // above the page cache: it spills before COMMIT
  patient.is_full();
  CHECK(patient.unavailable(patient.store->commit(inserting(huge))));
  patient.is_mended();
  CHECK(done(patient.store->commit(inserting(payment_row(1)))));
  CHECK(patient.store->payment(payment_row(1).key).value()->body == payment_row(1).body);
  CHECK(patient.fatal == 0);
}
