#include "store/writer.hpp"

#include <algorithm>
#include <atomic>
#include <iterator>
#include <utility>

#include "base/limits.hpp"

namespace wesel {

// Shared, because the writer still touches `served` after its owner may have gone.
struct Writer::Ticket {
  Commit commit;
  std::atomic<int> served = 0;
};

Writer::Writer(Committer& committer) : committer_(committer), thread_([this] { loop(); }) {}

Writer::~Writer() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  queued_.notify_one();
  thread_.join();
}

Result<Committed> Writer::commit(Batch batch) {
  const auto ticket = std::make_shared<Ticket>();
  ticket->commit.batch = std::move(batch);
  bool wake = false;
  {
    const std::lock_guard lock(mutex_);
    queue_.push_back(ticket);
    wake = std::exchange(asleep_, false);
  }
  if (wake) queued_.notify_one();
  ticket->served.wait(0);
  return std::move(ticket->commit.result);
}

std::vector<std::shared_ptr<Writer::Ticket>> Writer::next_group() {
  std::unique_lock lock(mutex_);
  while (queue_.empty() && !stopping_) {
    asleep_ = true;
    queued_.wait(lock);
  }
  if (queue_.size() <= limits::kGroupCommits) return std::exchange(queue_, {});
  const auto cut = queue_.begin() + limits::kGroupCommits;
  std::vector<std::shared_ptr<Ticket>> group(std::make_move_iterator(queue_.begin()),
                                             std::make_move_iterator(cut));
  queue_.erase(queue_.begin(), cut);
  return group;
}

void Writer::loop() {
  std::vector<Commit*> commits;
  for (auto group = next_group(); !group.empty(); group = next_group()) {
    commits.clear();
    for (const auto& ticket : group) commits.push_back(&ticket->commit);
    committer_.run(commits);
    for (const auto& ticket : group) {
      ticket->served.store(1);
      ticket->served.notify_one();
    }
    group.clear();
    committer_.checkpoint_if_due();
  }
}

}  // namespace wesel
