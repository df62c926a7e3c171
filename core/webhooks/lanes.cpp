#include "webhooks/lanes.hpp"

#include <algorithm>

namespace wesel {

namespace {

// A query tells payments apart, not endpoints.
std::string lane_of(const EventRow& event, const Endpoint& endpoint) {
  return event.scope.substr(0, event.scope.rfind('/')) + ' ' +
         endpoint.url.substr(0, endpoint.url.find('?'));
}

}  // namespace

Lanes::Added Lanes::add(EventRow event, Endpoint endpoint) {
  std::string name = lane_of(event, endpoint);
  const auto found = lanes_.find(name);
  if (found != lanes_.end()) {
    if (found->second.waiting.size() >= kWaiting) {
      ++found->second.turned_away;
      return Added::full;
    }
    if (found->second.slow && !found->second.waiting.empty()) return Added::slow;
  }
  std::string merchant = event.scope.substr(0, event.scope.find('/'));
  Load& load = loads_[merchant];
  if (load.waiting >= kMerchantWaiting) return Added::full;
  ++load.waiting;
  Lane& lane = found == lanes_.end() ? lanes_[name] : found->second;
  taken_.insert(event.payment);
  if (lane.waiting.empty()) turns_.push_back(name);
  lane.waiting.push_back(
      {std::move(event), std::move(endpoint), std::move(merchant), std::move(name)});
  return Added::yes;
}

std::size_t Lanes::queues(const EventRow& event, const Endpoint& endpoint) const {
  const auto found = lanes_.find(lane_of(event, endpoint));
  return found == lanes_.end() ? 0 : found->second.turned_away / kWaiting;
}

bool Lanes::may_fly(const Lane& lane) const {
  return lane.room() > 0 && (!lane.slow || slow_flying_ < kSlowAtOnce) &&
         loads_.at(lane.waiting.front().merchant).flying < kMerchantAtOnce;
}

std::optional<Lanes::Job> Lanes::take() {
  for (std::size_t looked = turns_.size(); looked > 0; --looked) {
    std::string name = std::move(turns_.front());
    turns_.pop_front();
    Lane& lane = lanes_[name];
    std::optional<Job> job;
    if (may_fly(lane)) {
      job = std::move(lane.waiting.front());
      lane.waiting.pop_front();
      ++lane.flying;
      slow_flying_ += lane.slow;
      Load& load = loads_[job->merchant];
      --load.waiting;
      ++load.flying;
    }
    if (lane.waiting.empty()) lane.turned_away = 0;
    if (!lane.waiting.empty()) turns_.push_back(std::move(name));
    if (job) return job;
  }
  return {};
}

void Lanes::done(const Job& job, Delivered how) {
  taken_.erase(job.event.payment);
  if (how == Delivered::gone) {
    if (gone_.size() >= kGone) gone_.erase(gone_.begin());
    gone_.insert(job.endpoint.url);
  }
  Load& load = loads_[job.merchant];
  if (--load.flying == 0 && load.waiting == 0) loads_.erase(job.merchant);
  const auto found = lanes_.find(job.lane);
  if (found == lanes_.end()) return;
  Lane& lane = found->second;
  if (lane.slow) slow_flying_ -= lane.flying;
  --lane.flying;
  lane.slow = how == Delivered::silent;
  if (lane.slow) slow_flying_ += lane.flying;
  if (lane.waiting.empty() && lane.flying == 0) lanes_.erase(found);
}

int Lanes::startable() const {
  int count = 0;
  for (const std::string& name : turns_) {
    const Lane& lane = lanes_.at(name);
    if (may_fly(lane)) count += std::min(lane.room(), static_cast<int>(lane.waiting.size()));
  }
  return count;
}

}  // namespace wesel
