// Delivers events to merchants: in order and one at a time per payment, at most two at once per
// endpoint (one while it is late or slow), so that an endpoint that hangs delays nobody else. What
// is to be delivered and when is in the store; what is under way, and who said 410 since the engine
// started, is in memory.
#pragma once

#include <memory>

#include "engine/records.hpp"

namespace wesel {

class Outbox {
 public:
  // Looks at the clock at least every `longest_sleep`, so that a jump of it is noticed.
  Outbox(Ports ports, Bells& bells, Records::SetupOf setup,
         Millis longest_sleep = std::chrono::seconds(10));
  void start();
  // Deliveries under way end; Tasks::join returns after them.
  void stop();

 private:
  struct State;
  std::shared_ptr<State> state_;
};

// When a delivery that failed `tries` times is tried again, with jitter of a tenth; nothing: never.
std::optional<Millis> retry_wait(const std::vector<Millis>& schedule, int tries, Entropy& entropy);

}  // namespace wesel
