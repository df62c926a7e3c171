#include "store/writer.hpp"

#include <semaphore.h>

#include <algorithm>
#include <cerrno>
#include <iterator>
#include <utility>

#include "base/limits.hpp"

namespace wesel {

// Shared, because the writer still touches it after its owner may have gone. A plain semaphore:
// std::atomic and std::binary_semaphore yield the processor four times before they sleep, which
// took a fifth of the engine's time, for a commit lasts far longer than that.
struct Writer::Ticket {
  Ticket() { ::sem_init(&served_, 0, 0); }
  ~Ticket() { ::sem_destroy(&served_); }
  Ticket(const Ticket&) = delete;
  Ticket& operator=(const Ticket&) = delete;

  void serve() { ::sem_post(&served_); }
  void wait() {
    while (::sem_wait(&served_) != 0 && errno == EINTR) continue;
  }

  Commit commit;

 private:
  sem_t served_;
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
  ticket->wait();
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
    for (const auto& ticket : group) ticket->serve();
    group.clear();
    committer_.checkpoint_if_due();
  }
}

}  // namespace wesel
