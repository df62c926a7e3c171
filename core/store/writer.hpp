// The one thread that writes. Whatever has queued while it was busy becomes its next transaction,
// and it wakes exactly those that it served.
#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "store/committer.hpp"

namespace wesel {

class Writer {
 public:
  explicit Writer(Committer& committer);
  // Commits what has queued first. Nobody may call commit any more.
  ~Writer();

  // Any thread; waits until the batch is durable or failed.
  Result<Committed> commit(Batch batch);

 private:
  struct Ticket;

  void loop();
  std::vector<std::shared_ptr<Ticket>> next_group();

  Committer& committer_;
  std::mutex mutex_;
  std::condition_variable queued_;
  std::vector<std::shared_ptr<Ticket>> queue_;
  bool asleep_ = false;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace wesel
