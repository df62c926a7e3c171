#include "engine/leases.hpp"

namespace wesel {

std::optional<Leases::Lease> Leases::try_take(std::string_view key) {
  const std::lock_guard lock(mutex_);
  if (!held_.try_emplace(std::string(key)).second) return {};
  return std::optional<Lease>(std::in_place, *this, std::string(key));
}

std::optional<Leases::Lease> Leases::take(std::string_view key, Instant deadline) {
  while (true) {
    if (auto lease = try_take(key)) return lease;
    if (!wait(key, deadline)) return {};
  }
}

bool Leases::wait(std::string_view key, Instant deadline) {
  std::shared_ptr<Signal> fresh = tasks_.make_signal();
  std::shared_ptr<Signal> done;
  {
    const std::lock_guard lock(mutex_);
    const auto found = held_.find(key);
    if (found == held_.end()) return true;
    if (!found->second) found->second = fresh;
    done = found->second;
  }
  return done->wait_until(deadline);
}

void Leases::release(const std::string& key) {
  std::shared_ptr<Signal> done;
  {
    const std::lock_guard lock(mutex_);
    const auto found = held_.find(key);
    if (found == held_.end()) return;
    done = std::move(found->second);
    held_.erase(found);
  }
  if (done) done->set();
}

}  // namespace wesel
