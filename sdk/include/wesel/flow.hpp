// The coroutine that turns straight code into the contract's steps. A frame lives in the
// wesel_flow; destroying it at any step frees all. It starts no thread and does no I/O.
#pragma once

#include <coroutine>
#include <memory>
#include <utility>

#include "wesel/about.hpp"
#include "wesel/outcome.hpp"

namespace wesel::sdk {

class Action;  // what the contract is shown of a step

// What an operation of a provider returns. One await form: Reply reply = co_await request;
class Flow {
 public:
  class promise_type;
  using Handle = std::coroutine_handle<promise_type>;

  explicit Flow(Handle handle) : handle_(handle) {}
  Flow(Flow&& other) noexcept : handle_(std::exchange(other.handle_, {})) {}
  Flow& operator=(Flow&&) = delete;
  ~Flow() {
    if (handle_) handle_.destroy();
  }

  promise_type& promise() const { return handle_.promise(); }
  // Hands the frame over to the engine, which ends it.
  wesel_flow* release();

 private:
  Handle handle_;
};

class Flow::promise_type {
 public:
  promise_type();
  ~promise_type();

  Flow get_return_object() { return Flow(Handle::from_promise(*this)); }
  std::suspend_always initial_suspend() noexcept { return {}; }
  std::suspend_always final_suspend() noexcept { return {}; }
  void return_value(Outcome& outcome) { outcome_ = std::move(outcome); }
  void return_value(Outcome&& outcome) { outcome_ = std::move(outcome); }
  void unhandled_exception();

  // The request is copied before the coroutine suspends, so that no temporary of the awaiting
  // expression is needed while the provider is asked.
  struct Sending {
    promise_type* promise;
    bool await_ready() const noexcept { return false; }
    void await_suspend(std::coroutine_handle<>) const noexcept {}
    Reply await_resume() const { return Reply(*promise->reply_); }
  };
  Sending await_transform(const Request& request);

  // Runs to the next request or the end. The action lives until the next call or the end.
  const wesel_action* start(const Description& description);
  const wesel_action* resume(const wesel_reply& reply);

 private:
  const wesel_action* run();

  const Description* description_ = nullptr;
  const wesel_reply* reply_ = nullptr;
  Outcome outcome_;
  std::unique_ptr<Action> action_;
};

// A flow that has ended before it began.
Flow ended(Outcome outcome);

// The contract's functions, as far as they are the same for all providers. None throws.
const wesel_action* begin_flow(const Description& description, Flow flow, wesel_flow** out);
const wesel_action* advance_flow(wesel_flow* flow, const wesel_reply* reply) noexcept;
void end_flow(wesel_flow* flow) noexcept;
const wesel_action* out_of_memory() noexcept;
// Why a provider was not created; valid until the next call.
const wesel_failure* problem_of(std::uint32_t kind, string_view setting, string_view message);

}  // namespace wesel::sdk
