// A disk that fills up, refuses and lies: what is told, what stays, what comes back.
#include <atomic>
#include <latch>
#include <thread>

#include "store/faulty_vfs.hpp"
#include "store/fixture.hpp"

using namespace wesel;

namespace {

// A store on a disk that can fail, and what it said when it gave up.
struct Patient {
  Patient() {
    register_faulty_vfs();
    set_disk(Disk::sound);
    SqliteOptions options;
    options.vfs = kFaultyVfs;
    options.on_fatal = [this](const std::string&) { ++fatal; };
    store = opened(folder.file(), std::move(options));
  }
  ~Patient() { set_disk(Disk::sound); }

  bool unavailable(const Result<Committed>& result) const {
    return !result && result.error().fault == Fault::unavailable &&
           result.error().code == "store_unavailable";
  }

  Folder folder;
  std::atomic<int> fatal = 0;
  std::unique_ptr<Store> store;
};

}  // namespace

TEST_CASE("a full disk fails the batch whole, and the store recovers with space") {
  Patient patient;
  Store& store = *patient.store;
  REQUIRE(done(store.commit(inserting(payment_row(1)))));

  set_disk(Disk::full);
  Batch batch = inserting(payment_row(2));
  batch.events.push_back(event_row(payment_row(2), 1));
  CHECK(patient.unavailable(store.commit(batch)));
  CHECK(patient.unavailable(store.commit(updating(next_version(payment_row(1), "paid")))));
  CHECK_FALSE(store.healthy());
  CHECK(store.payment(payment_row(1).key).value()->version == 1);
  CHECK_FALSE(store.payment(payment_row(2).key).value());
  CHECK(store.history(payment_row(2).key).value().empty());

  set_disk(Disk::sound);
  CHECK(store.healthy());
  CHECK(done(store.commit(batch)));
  CHECK(store.payment(payment_row(2).key).value());
  CHECK(patient.fatal == 0);
}

TEST_CASE("a full disk fails everyone in the group, and wakes them all") {
  Patient patient;
  set_disk(Disk::full);
  std::atomic<int> failed = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 30; ++i) {
    threads.emplace_back([&, i] {
      if (patient.unavailable(patient.store->commit(inserting(payment_row(i))))) ++failed;
    });
  }
  for (auto& thread : threads) thread.join();
  CHECK(failed == 30);
  set_disk(Disk::sound);
  CHECK(patient.store->payments({.scope = "acme/live/payment"}).value().empty());
}

TEST_CASE("a sync that fails ends the store for good") {
  Patient patient;
  Store& store = *patient.store;
  REQUIRE(done(store.commit(inserting(payment_row(1)))));
  set_disk(Disk::no_sync);
  CHECK(patient.unavailable(store.commit(inserting(payment_row(2)))));
  CHECK(patient.fatal == 1);

  set_disk(Disk::sound);
  CHECK(patient.unavailable(store.commit(inserting(payment_row(3)))));
  CHECK_FALSE(store.healthy());
  CHECK(patient.fatal == 1);
}

TEST_CASE("a write that fails within COMMIT ends the store too") {
  Patient patient;
  set_disk(Disk::no_write);
  CHECK(patient.unavailable(patient.store->commit(inserting(payment_row(1)))));
  CHECK(patient.fatal == 1);
}

TEST_CASE("a large transaction that meets a full disk early leaves the store usable") {
  Patient patient;
  PaymentRow huge = payment_row(1);
  huge.body = std::string(100'000'000, 'x');  // above the page cache: it spills before COMMIT
  set_disk(Disk::full);
  CHECK(patient.unavailable(patient.store->commit(inserting(huge))));
  set_disk(Disk::sound);
  CHECK(done(patient.store->commit(inserting(payment_row(1)))));
  CHECK(patient.store->payment(payment_row(1).key).value()->body == payment_row(1).body);
  CHECK(patient.fatal == 0);
}
