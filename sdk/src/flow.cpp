// Runs coroutines from step to step and keeps their exceptions on this side of the contract.
#include "wesel/flow.hpp"

#include <new>
#include <stdexcept>

#include "action.hpp"

namespace wesel::sdk {

namespace {

using Promise = Flow::promise_type;

Promise* promise_of(wesel_flow* flow) { return reinterpret_cast<Promise*>(flow); }

// An end that needs no memory.
constexpr std::string_view kLastWords = "out of memory, or a step after the end";
constexpr wesel_failure kLastFailure = {
    sizeof(wesel_failure), WESEL_FAIL_BUG, {}, {kLastWords.data(), kLastWords.size()}, {}, {}, 0};
constexpr wesel_action kLastAction = {
    sizeof(wesel_action), WESEL_ACTION_FAIL, nullptr, nullptr, &kLastFailure, nullptr};

}  // namespace

wesel_flow* Flow::release() {
  return reinterpret_cast<wesel_flow*>(&std::exchange(handle_, {}).promise());
}

Flow::promise_type::promise_type() = default;
Flow::promise_type::~promise_type() = default;

void Flow::promise_type::unhandled_exception() {
  std::string message = "an exception of an unknown type";
  try {
    throw;
  } catch (const std::exception& error) {
    message = error.what();
  } catch (...) {
  }
  outcome_ = of_failure(WESEL_FAIL_BUG, {}, message);
}

Flow::promise_type::Sending Flow::promise_type::await_transform(const Request& request) {
  action_ = std::make_unique<Action>(request, *description_);
  return Sending{this};
}

const wesel_action* Flow::promise_type::start(const Description& description) {
  description_ = &description;
  return run();
}

const wesel_action* Flow::promise_type::resume(const wesel_reply& reply) {
  const Handle self = Handle::from_promise(*this);
  if (self.done()) throw std::logic_error("advance after the end of the flow");
  reply_ = &reply;
  return run();
}

const wesel_action* Flow::promise_type::run() {
  const Handle self = Handle::from_promise(*this);
  self.resume();
  reply_ = nullptr;
  if (self.done()) action_ = std::make_unique<Action>(std::move(outcome_));
  return action_->block();
}

Flow ended(Outcome outcome) { co_return outcome; }

const wesel_action* begin_flow(const Description& description, Flow flow, wesel_flow** out) {
  const wesel_action* action = flow.promise().start(description);
  *out = flow.release();
  return action;
}

const wesel_action* advance_flow(wesel_flow* flow, const wesel_reply* reply) noexcept {
  try {
    return promise_of(flow)->resume(*reply);
  } catch (...) {
    return out_of_memory();
  }
}

void end_flow(wesel_flow* flow) noexcept {
  Flow::Handle::from_promise(*promise_of(flow)).destroy();
}

const wesel_action* out_of_memory() noexcept { return &kLastAction; }

const wesel_failure* problem_of(std::uint32_t kind, string_view setting, string_view message) {
  static auto* const kept_setting = new std::string;
  static auto* const kept_message = new std::string;
  static wesel_failure problem = sized<wesel_failure>();
  *kept_setting = setting;
  *kept_message = message;
  problem.kind = kind;
  problem.field = bytes(*kept_setting);
  problem.message = bytes(*kept_message);
  return &problem;
}

}  // namespace wesel::sdk
