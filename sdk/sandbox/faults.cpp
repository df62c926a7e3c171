// The book of faults: which are armed, and which a request or a callback uses up.
#include "wesel/sandbox/faults.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace wesel::sandbox {

namespace {

constexpr std::array kOfRequests = {
    "latency",   "refuse", "reset_after_read",  "error_500", "work_then_500",
    "silence",   "429",    "work_then_silence", "garbled",   "truncated",
    "oversized", "html"};
constexpr std::array kOfCallbacks = {"twice",  "late",         "before_answer", "out_of_order",
                                     "forged", "other_amount", "drop"};

template <class Names>
bool contains(const Names& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

bool spent(const Fault& fault) { return fault.count > 0 && fault.used >= fault.count; }

}  // namespace

bool Faults::known(std::string_view name) {
  return contains(kOfRequests, name) || contains(kOfCallbacks, name);
}

void Faults::add(Fault fault) {
  const std::lock_guard lock(mutex_);
  faults_.push_back(std::move(fault));
  any_ = true;
}

void Faults::clear() {
  const std::lock_guard lock(mutex_);
  faults_.clear();
  any_ = false;
}

std::vector<Fault> Faults::list() const {
  const std::lock_guard lock(mutex_);
  return faults_;
}

template <class Wanted>
std::vector<Fault> Faults::take(Wanted wanted) {
  std::vector<Fault> taken;
  if (!any_) return taken;
  const std::lock_guard lock(mutex_);
  for (Fault& fault : faults_) {
    if (spent(fault) || !wanted(fault, taken)) continue;
    ++fault.used;
    taken.push_back(fault);
  }
  std::erase_if(faults_, spent);
  any_ = !faults_.empty();
  return taken;
}

std::vector<Fault> Faults::take_for_request(std::string_view operation) {
  bool other = false;
  return take([&](const Fault& fault, const std::vector<Fault>&) {
    const bool here = fault.operation == "*" || fault.operation == operation;
    if (!here || !contains(kOfRequests, fault.name) || fault.name == "refuse") return false;
    if (fault.name == "latency") return true;
    return !std::exchange(other, true);
  });
}

std::vector<Fault> Faults::take_for_callback() {
  return take([](const Fault& fault, const std::vector<Fault>& taken) {
    if (!contains(kOfCallbacks, fault.name) || fault.name == "before_answer") return false;
    return std::none_of(taken.begin(), taken.end(),
                        [&](const Fault& other) { return other.name == fault.name; });
  });
}

std::optional<Fault> Faults::take_before_answer(std::string_view operation) {
  const std::vector<Fault> taken = take([&](const Fault& fault, const std::vector<Fault>& already) {
    return already.empty() && fault.name == "before_answer" &&
           (fault.operation == "*" || fault.operation == "callback" ||
            fault.operation == operation);
  });
  return taken.empty() ? std::nullopt : std::optional(taken.front());
}

}  // namespace wesel::sandbox
