// Tasks on plain threads: what production runs on.
#include "base/tasks.hpp"

#include <pthread.h>

#include <condition_variable>
#include <mutex>
#include <thread>
#include <vector>

namespace wesel {
namespace {

class ThreadSignal final : public Signal {
 public:
  void set() override {
    const std::lock_guard lock(mutex_);
    set_ = true;
    changed_.notify_all();
  }
  void reset() override {
    const std::lock_guard lock(mutex_);
    set_ = false;
  }
  bool wait_until(Instant deadline) override {
    std::unique_lock lock(mutex_);
    return changed_.wait_until(lock, deadline, [this] { return set_; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool set_ = false;
};

class Threads final : public Tasks {
 public:
  ~Threads() override { join(); }

  void spawn(std::string name, std::function<void()> work) override {
    const std::lock_guard lock(mutex_);
    threads_.emplace_back(std::move(work));
    pthread_setname_np(threads_.back().native_handle(), name.substr(0, 15).c_str());
  }
  void sleep_until(Instant when) override { std::this_thread::sleep_until(when); }
  std::unique_ptr<Signal> make_signal() override { return std::make_unique<ThreadSignal>(); }

  void join() override {
    while (true) {
      std::vector<std::thread> ending;
      {
        const std::lock_guard lock(mutex_);
        ending.swap(threads_);
      }
      if (ending.empty()) return;
      for (std::thread& thread : ending) thread.join();
    }
  }

 private:
  std::mutex mutex_;
  std::vector<std::thread> threads_;
};

}  // namespace

std::unique_ptr<Tasks> make_threads() { return std::make_unique<Threads>(); }

}  // namespace wesel
