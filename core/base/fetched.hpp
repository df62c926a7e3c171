// What somebody far away told, and when: fetched by one at a time, kept while fetching fails, due
// again when it is old. It fetches nothing itself: workers ask when it is due and bring what came;
// who needs it says so and may wait.
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "base/tasks.hpp"

namespace wesel {

// How often something is fetched.
struct Pace {
  Millis age{0};    // by itself when it is this old; 0: only when somebody wants it
  Millis pause{0};  // by itself again after a try that failed
  Millis apart{0};  // between any two tries, whoever wants it
};

// Any thread.
template <class T>
class Fetched {
 public:
  struct Copy {
    T value;
    Time at;        // for people
    Instant since;  // for its age
  };
  using CopyPtr = std::shared_ptr<const Copy>;

  // However old; null before the first.
  CopyPtr last() const {
    const std::lock_guard lock(mutex_);
    return last_;
  }
  // The newest try brought nothing.
  bool failing() const {
    const std::lock_guard lock(mutex_);
    return failing_;
  }

  // Instant::max() while somebody fetches it, or when it never is by itself.
  Instant due(const Pace& pace) const {
    const std::lock_guard lock(mutex_);
    if (under_way_) return Instant::max();
    if (wanted_) return earliest(pace.apart);
    if (pace.age <= Millis(0)) return Instant::max();
    if (failing_ || !last_) return earliest(failing_ ? pace.pause : pace.apart);
    return std::max(earliest(pace.apart), last_->since + pace.age);
  }

  // The right to fetch it, until end(). False: somebody else has it.
  bool begin(Instant now) {
    const std::lock_guard lock(mutex_);
    if (under_way_) return false;
    under_way_ = true;
    tried_ = now;
    return true;
  }
  void end(std::optional<T> came, Time at, Instant now) {
    std::vector<std::weak_ptr<Signal>> waiting;
    {
      const std::lock_guard lock(mutex_);
      under_way_ = wanted_ = false;
      failing_ = !came;
      if (came) last_ = std::make_shared<const Copy>(Copy{std::move(*came), at, now});
      waiting.swap(waiting_);
    }
    for (const auto& one : waiting)
      if (const auto signal = one.lock()) signal->set();
  }

  // Asks for it and gives the signal of its arrival; null: it may not be fetched before then.
  std::shared_ptr<Signal> want(Tasks& tasks, const Pace& pace, Instant until) {
    std::shared_ptr<Signal> signal = tasks.make_signal();
    const std::lock_guard lock(mutex_);
    if (!under_way_ && earliest(pace.apart) > until) return nullptr;
    wanted_ = true;
    std::erase_if(waiting_, [](const auto& one) { return one.expired(); });
    waiting_.push_back(signal);
    return signal;
  }

 private:
  Instant earliest(Millis after) const { return tried_ ? *tried_ + after : Instant::min(); }

  mutable std::mutex mutex_;
  CopyPtr last_;
  std::optional<Instant> tried_;
  bool failing_ = false, under_way_ = false, wanted_ = false;
  std::vector<std::weak_ptr<Signal>> waiting_;
};

}  // namespace wesel
