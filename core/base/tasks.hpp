// Threads, waiting and waking come in as an argument, so that the whole engine also runs in one
// thread under fibers (tests/simulation). No lock may be held across any call here.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "base/clock.hpp"

namespace wesel {

// A latch that many may wait on. It stays set until reset. Any thread.
class Signal {
 public:
  virtual ~Signal() = default;
  virtual void set() = 0;
  virtual void reset() = 0;
  // True when it is set, false when the deadline passed first.
  virtual bool wait_until(Instant deadline) = 0;
};

class Tasks {
 public:
  virtual ~Tasks() = default;
  // Runs `work` beside the caller until it returns. The name is for debuggers, at most 15 bytes.
  virtual void spawn(std::string name, std::function<void()> work) = 0;
  virtual void sleep_until(Instant when) = 0;
  virtual std::unique_ptr<Signal> make_signal() = 0;
  // Waits for everything that was spawned. Call once, after telling the work to end.
  virtual void join() = 0;
};

// Plain threads. spawn may be called from any thread.
std::unique_ptr<Tasks> make_threads();

}  // namespace wesel
