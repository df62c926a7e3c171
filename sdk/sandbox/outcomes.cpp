// Amounts that force an outcome, so that whoever tries a sandbox sees every end without touching
// its control side. The last three digits of the amount decide; sdk/sandbox/README.md lists them.
#include <algorithm>
#include <array>

#include "wesel/sandbox.hpp"

namespace wesel::sandbox {

namespace {

struct Step {
  const char* payment;  // the action; empty: none
  const char* payout;
  bool late = false;
  int less = 0;  // than was asked
};

struct Outcome {
  const char* digits;
  std::array<Step, 2> steps;  // each a while after the one before
};

constexpr Outcome kOutcomes[] = {
    {"101", {{{"pay", "complete"}, {"", ""}}}},
    {"102", {{{"pay", "complete"}, {"settle", "return"}}}},
    {"103", {{{"fail", "fail"}, {"", ""}}}},
    {"104", {{{"expire", "fail"}, {"", ""}}}},
    {"105", {{{"expire", "fail"}, {"pay", "complete", true}}}},
    {"106", {{{"pay", "complete", false, 1000}, {"", ""}}}},
};
constexpr std::string_view kMute = "107";
constexpr Millis kStep{3'000};
constexpr std::size_t kMuteAtOnce = 1'000;

std::string last_digits(const Amount& amount) {
  const std::string text = amount.text();
  return amount.is_whole() && text.size() > 3 ? text.substr(text.size() - 3) : std::string();
}

}  // namespace

void Sandbox::force_outcome(const Entry& entry) {
  const std::string digits = last_digits(entry.amount);
  for (const Outcome& outcome : kOutcomes) {
    if (digits != outcome.digits) continue;
    Millis wait{0};
    for (const Step& step : outcome.steps) {
      wait += kStep;
      const std::string name = entry.kind == Kind::payout ? step.payout : step.payment;
      if (name.empty()) continue;
      Action action{.name = name, .late = step.late};
      if (step.less > 0) action.amount = entry.amount - Amount::whole(step.less);
      schedule_.after(scaled(wait),
                      [this, kind = entry.kind, id = entry.id, action] { act(kind, id, action); });
    }
  }
}

bool Sandbox::falls_silent(const Entry& entry) {
  if (last_digits(entry.amount) != kMute) return false;
  const std::lock_guard lock(mutex_);
  for (const std::string& name : {entry.id, entry.reference})
    if (!name.empty()) mute_.push_back(name);
  while (mute_.size() > kMuteAtOnce) mute_.pop_front();
  return true;
}

bool Sandbox::is_mute(const Request& request) const {
  const std::lock_guard lock(mutex_);
  return std::any_of(mute_.begin(), mute_.end(), [&](const std::string& name) {
    return request.target.find(name) != std::string::npos ||
           request.body.find(name) != std::string::npos;
  });
}

}  // namespace wesel::sandbox
