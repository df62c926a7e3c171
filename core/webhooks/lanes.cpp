#include "webhooks/lanes.hpp"

namespace wesel {

bool Lanes::add(EventRow event, Endpoint endpoint) {
  Lane& lane = lanes_[endpoint.url];
  if (lane.waiting.size() >= kWaiting || (lane.slow && lane.flying > 0)) return false;
  taken_.insert(event.payment);
  ready_.push_back(endpoint.url);
  lane.waiting.push_back({std::move(event), std::move(endpoint)});
  return true;
}

std::optional<Lanes::Job> Lanes::take() {
  for (std::size_t looked = ready_.size(); looked > 0; --looked) {
    const std::string url = std::move(ready_.front());
    ready_.pop_front();
    Lane& lane = lanes_[url];
    if (lane.waiting.empty()) continue;
    if (lane.room() <= 0) continue;  // done() puts it back
    Job job = std::move(lane.waiting.front());
    lane.waiting.pop_front();
    ++lane.flying;
    return job;
  }
  return {};
}

void Lanes::done(const Job& job, Delivered how) {
  taken_.erase(job.event.payment);
  const auto found = lanes_.find(job.endpoint.url);
  if (found == lanes_.end()) return;
  Lane& lane = found->second;
  --lane.flying;
  if (how == Delivered::gone) lane.gone = true;
  lane.slow = how == Delivered::silent;
  for (int i = 0; i < lane.room() && i < static_cast<int>(lane.waiting.size()); ++i)
    ready_.push_back(found->first);
  const bool idle = lane.waiting.empty() && lane.flying == 0 && !lane.slow && !lane.gone;
  if (idle) lanes_.erase(found);
}

bool Lanes::gone(const std::string& url) const {
  const auto found = lanes_.find(url);
  return found != lanes_.end() && found->second.gone;
}

}  // namespace wesel
