// One thread that does things when their time has come.
#include "wesel/sandbox/callbacks.hpp"

namespace wesel::sandbox {

Schedule::Schedule() : thread_([this] { run(); }) {}

void Schedule::at(Time time, std::function<void()> work) {
  {
    const std::lock_guard lock(mutex_);
    due_.emplace(time, std::move(work));
  }
  changed_.notify_one();
}

void Schedule::after(Millis delay, std::function<void()> work) {
  at(std::chrono::system_clock::now() + delay, std::move(work));
}

void Schedule::clear() {
  const std::lock_guard lock(mutex_);
  due_.clear();
}

void Schedule::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_one();
  if (thread_.joinable()) thread_.join();
}

void Schedule::run() {
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    if (due_.empty()) {
      changed_.wait(lock);
      continue;
    }
    const auto next = due_.begin();
    if (next->first > std::chrono::system_clock::now()) {
      changed_.wait_until(lock, Time(next->first));
      continue;
    }
    const std::function<void()> work = std::move(next->second);
    due_.erase(next);
    lock.unlock();
    work();
    lock.lock();
  }
}

}  // namespace wesel::sandbox
