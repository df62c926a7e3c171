#include "checkout/stage.hpp"

#include <algorithm>

namespace wesel::checkout {

using std::string;

namespace {

Stage while_pending(const Payment& p, Time now) {
  if (p.has_open_exception(ExceptionType::amount_mismatch)) return Stage::held;
  if (now >= end_of(p)) return Stage::over_time;
  const Attempt* a = p.current_attempt();
  const bool shown = a && a->status == AttemptStatus::pending && !a->instructions.type.empty();
  return shown && !p.change_wanted && !p.cancel_wanted ? Stage::pay : Stage::prepare;
}

}  // namespace

const char* name(Stage stage) {
  switch (stage) {
    case Stage::choose: return "choose";
    case Stage::prepare: return "prepare";
    case Stage::pay: return "pay";
    case Stage::over_time: return "over_time";
    case Stage::held: return "held";
    case Stage::paid: return "paid";
    case Stage::failed: return "failed";
    case Stage::expired: return "expired";
    case Stage::cancelled: return "cancelled";
  }
  return "";
}

Time end_of(const Payment& p) {
  const Attempt* a = p.current_attempt();
  if (!a || !a->instructions.expires_at) return p.expires_at;
  return std::min(p.expires_at, *a->instructions.expires_at);
}

Stage stage_of(const Payment& p, Time now) {
  switch (p.status) {
    case Status::requires_method: return now < p.expires_at ? Stage::choose : Stage::expired;
    case Status::processing: return Stage::prepare;
    case Status::pending: return while_pending(p, now);
    case Status::paid:
    case Status::completed: return Stage::paid;
    case Status::failed: return Stage::failed;
    case Status::expired: return Stage::expired;
    case Status::cancelled: return Stage::cancelled;
  }
  return Stage::prepare;
}

bool open(Stage stage) { return stage < Stage::paid; }

bool may_choose(const Payment& p, Time now) {
  const Stage stage = stage_of(p, now);
  return stage == Stage::choose || (stage == Stage::pay && p.choices > 0);
}

string state_of(const Payment& p, Time now) {
  return string(name(stage_of(p, now))) + '.' + std::to_string(p.current);
}

const char* headline(Stage stage, const Words& say) {
  switch (stage) {
    case Stage::choose: return say.choose;
    case Stage::prepare: return say.preparing;
    case Stage::pay: return say.waiting;
    case Stage::over_time: return say.over_time;
    case Stage::held: return say.held;
    case Stage::paid: return say.paid;
    case Stage::failed: return say.failed;
    case Stage::expired: return say.expired;
    case Stage::cancelled: return say.cancelled;
  }
  return "";
}

}  // namespace wesel::checkout
