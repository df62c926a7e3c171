// Closing and opening the port, for the fault `refuse`. Closing joins the threads that serve, so it
// never runs on one of them.
#include <future>

#include "listener.hpp"
#include "wesel/sandbox.hpp"

namespace wesel::sandbox {

void Sandbox::add_fault(Fault fault) {
  if (fault.name == "refuse") return refuse_connections(fault);
  faults_.add(std::move(fault));
}

void Sandbox::clear_faults() {
  faults_.clear();
  accept_connections();
}

void Sandbox::refuse_connections(const Fault& fault) {
  // New connections are refused at once; cutting the open ones waits for the answer to whoever
  // asked for this over HTTP.
  if (refusing_.exchange(true)) return;
  const std::lock_guard lock(door_);
  listener_->refuse();
  const int turn = ++refusals_;
  schedule_.after(Millis(20), [this, turn] { cut_connections(turn); });
  const int ms = fault.ms.value_or(2'000);
  if (ms <= 0) return;
  schedule_.after(Millis(ms), [this, turn] {
    if (turn == refusals_) accept_connections();
  });
}

void Sandbox::cut_connections(int turn) {
  const std::lock_guard lock(door_);
  if (refusing_ && turn == refusals_) listener_->close();
}

void Sandbox::accept_connections() {
  const std::lock_guard lock(door_);
  if (!refusing_) return;
  listener_->close();
  listener_->open();
  refusing_ = false;
}

// For control requests, which run on a thread that serves: another thread opens, and we wait no
// longer than is polite.
void Sandbox::open_door_soon() {
  if (!refusing_) return;
  const auto opened = std::make_shared<std::promise<void>>();
  schedule_.after(Millis(0), [this, opened] {
    accept_connections();
    opened->set_value();
  });
  opened->get_future().wait_for(std::chrono::seconds(1));
}

}  // namespace wesel::sandbox
