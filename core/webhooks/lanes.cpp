#include "webhooks/lanes.hpp"

#include <algorithm>

namespace wesel {

namespace {

// "acme/sandbox"
std::string owner_of(const EventRow& event) {
  return event.scope.substr(0, event.scope.rfind('/'));
}

// A query tells payments apart, not endpoints.
std::string lane_of(const EventRow& event, const Endpoint& endpoint) {
  return owner_of(event) + ' ' + endpoint.url.substr(0, endpoint.url.find('?'));
}

// Not the URL alone: nobody speaks for another merchant's endpoint.
std::string stop_of(const EventRow& event, const Endpoint& endpoint) {
  return owner_of(event) + ' ' + endpoint.url;
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

std::optional<Lanes::Job> Lanes::take(Instant now) {
  note_late(now);
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
      job->number = ++taken_so_far_;
      prompt_[job->number] = {job->merchant, name, now};
    }
    if (lane.waiting.empty()) lane.turned_away = 0;
    if (!lane.waiting.empty()) turns_.push_back(std::move(name));
    if (job) return job;
  }
  return {};
}

void Lanes::note_late(Instant now) {
  for (auto it = prompt_.begin(); it != prompt_.end() && it->second.since + kPrompt <= now;) {
    Load& load = loads_[it->second.merchant];
    if (load.late >= kMerchantLate) {
      ++it;
      continue;
    }
    --load.flying;
    ++load.late;
    ++lanes_[it->second.lane].late;
    it = prompt_.erase(it);
  }
}

void Lanes::land(const Job& job, Lane& lane) {
  Load& load = loads_[job.merchant];
  if (prompt_.erase(job.number) > 0) {
    --load.flying;
  } else {
    --load.late;
    --lane.late;
  }
  if (load.flying == 0 && load.late == 0 && load.waiting == 0) loads_.erase(job.merchant);
  --lane.flying;
}

void Lanes::done(const Job& job, Delivered how) {
  taken_.erase(job.event.payment);
  const std::string stop = stop_of(job.event, job.endpoint);
  if (how == Delivered::yes) gone_.erase(stop);
  if (how == Delivered::gone) {
    if (gone_.size() >= kGone) gone_.erase(gone_.begin());
    gone_.insert(stop);
  }
  const auto found = lanes_.find(job.lane);
  Lane& lane = found->second;
  if (lane.slow) slow_flying_ -= lane.flying;
  land(job, lane);
  lane.slow = how == Delivered::silent;
  if (lane.slow) slow_flying_ += lane.flying;
  const bool empty = lane.waiting.empty() && lane.flying == 0;
  if (empty && (!lane.slow || lanes_.size() > kLanes)) lanes_.erase(found);
}

bool Lanes::gone(const EventRow& event, const Endpoint& endpoint) const {
  return !gone_.empty() && gone_.contains(stop_of(event, endpoint));
}

int Lanes::startable(Instant now) {
  note_late(now);
  int count = 0;
  for (const std::string& name : turns_) {
    const Lane& lane = lanes_.at(name);
    if (may_fly(lane)) count += std::min(lane.room(), static_cast<int>(lane.waiting.size()));
  }
  return count;
}

}  // namespace wesel
