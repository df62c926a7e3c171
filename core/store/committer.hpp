// Runs groups of batches, each group as one transaction, and judges what an error means for the
// batch, the group and the store. One thread at a time.
#pragma once

#include <atomic>
#include <functional>
#include <span>
#include <string>

#include "store/database.hpp"
#include "store/store.hpp"

namespace wesel {

// A batch and, afterwards, how it ended.
struct Commit {
  Batch batch;
  Result<Committed> result = Committed(Done{});
};

class Committer {
 public:
  // `on_fatal` is told once that the store can never be trusted again in this process.
  Committer(Database& database, int log_pages, std::function<void(const std::string&)> on_fatal);

  // Fills every result; then all that are Done are durable. A conflict or a bug ends one batch, a
  // disk that refuses ends the group.
  void run(std::span<Commit* const> group);

  // Moves the log into the file once it has grown enough to be worth it.
  void checkpoint_if_due();

  // Any thread: whether the last group went through.
  bool working() const { return working_.load(std::memory_order_relaxed); }

 private:
  bool run_bare(std::span<Commit* const> group);
  void run_with_savepoints(std::span<Commit* const> group);
  bool run_one(Commit& commit);
  void touch();
  void roll_back();
  void give_up(const std::string& reason);

  Database& database_;
  int log_pages_;  // from how many on the log moves into the file
  std::function<void(const std::string&)> on_fatal_;
  std::atomic<bool> working_ = true;
  bool dead_ = false;
  int moved_pages_ = 0;  // length of the log at the last checkpoint
};

Error store_unavailable(const std::string& reason);

}  // namespace wesel
