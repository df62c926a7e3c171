#include "providers/sessions.hpp"

#include <algorithm>

#include "base/limits.hpp"

namespace wesel {

using std::string;

const Sessions::Entry* Sessions::live(const string& key, Time now) const {
  const auto found = entries_.find(key);
  return found != entries_.end() && found->second.expires_at > now ? &found->second : nullptr;
}

Secret Sessions::find(const string& key, Time now) {
  const std::lock_guard lock(mutex_);
  const Entry* entry = live(key, now);
  return entry ? entry->value : Secret();
}

void Sessions::remember(const string& key, Secret value, Time expires_at, Time now) {
  if (value.empty() || expires_at <= now) return;
  const std::lock_guard lock(mutex_);
  if (entries_.size() >= limits::kSessions && !entries_.contains(key)) {
    if (none_ends_before_ <= now) forget_expired(now);
    // Keys begin with a time, so the first is the oldest attempt's.
    if (entries_.size() >= limits::kSessions) entries_.erase(entries_.begin());
  }
  none_ends_before_ = std::min(none_ends_before_, expires_at);
  entries_[key] = {std::move(value), expires_at};
}

void Sessions::forget_expired(Time now) {
  std::erase_if(entries_, [now](const auto& entry) { return entry.second.expires_at <= now; });
  none_ends_before_ = Time::max();
  for (const auto& [key, entry] : entries_)
    none_ends_before_ = std::min(none_ends_before_, entry.expires_at);
}

void Sessions::drop(const string& key, const Secret& value) {
  const std::lock_guard lock(mutex_);
  const auto found = entries_.find(key);
  if (found != entries_.end() && found->second.value == value) entries_.erase(found);
}

Sessions::Found Sessions::find_or_fetch(const string& key, Clock& clock, Tasks& tasks,
                                        Instant deadline) {
  while (true) {
    // Made before the lock: no lock is held across a call to Tasks.
    std::shared_ptr<Signal> done;
    if (find(key, clock.now()).empty()) done = tasks.make_signal();
    const Time now = clock.now();
    std::shared_ptr<Signal> others;
    {
      const std::lock_guard lock(mutex_);
      if (const Entry* entry = live(key, now)) return {entry->value, {}, false};
      if (fetching_ == nullptr && done != nullptr) {
        fetching_ = std::move(done);
        return {Secret(), Fetching(*this), false};
      }
      others = fetching_;
    }
    if (others != nullptr && !others->wait_until(deadline)) return {Secret(), {}, true};
  }
}

Sessions::Fetching& Sessions::Fetching::operator=(Fetching&& other) noexcept {
  if (this != &other) {
    release();
    sessions_ = std::exchange(other.sessions_, nullptr);
  }
  return *this;
}

void Sessions::Fetching::release() {
  Sessions* const sessions = std::exchange(sessions_, nullptr);
  if (sessions == nullptr) return;
  std::shared_ptr<Signal> done;
  {
    const std::lock_guard lock(sessions->mutex_);
    done = std::exchange(sessions->fetching_, nullptr);
  }
  if (done != nullptr) done->set();
}

}  // namespace wesel
