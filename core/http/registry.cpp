// Sockets are only shut down here, never closed: that stays with the thread that serves them.
#include "http/registry.hpp"

#include <sys/socket.h>

namespace wesel::http {

Registry::Entry::Entry(Registry& registry, int socket, std::size_t most)
    : registry_(registry), socket_(socket) {
  const std::lock_guard lock(registry_.mutex_);
  registry_.entries_.insert(this);
  admitted_ = registry_.admitted_ < most;
  if (admitted_) ++registry_.admitted_;
}

Registry::Entry::~Entry() {
  const std::lock_guard lock(registry_.mutex_);
  registry_.entries_.erase(this);
  if (admitted_) --registry_.admitted_;
  if (registry_.entries_.empty()) registry_.gone_.notify_all();
}

// Either this sees that it is draining, or drain() sees that this is idle.
bool Registry::Entry::rest() {
  idle_ = true;
  return !registry_.draining_;
}

void Registry::drain() {
  draining_ = true;
  const std::lock_guard lock(mutex_);
  for (const Entry* entry : entries_) {
    if (entry->idle_) ::shutdown(entry->socket_, SHUT_RD);
  }
}

void Registry::cut() {
  const std::lock_guard lock(mutex_);
  for (const Entry* entry : entries_) ::shutdown(entry->socket_, SHUT_RDWR);
}

bool Registry::wait_empty(Instant deadline) {
  std::unique_lock lock(mutex_);
  return gone_.wait_until(lock, deadline, [&] { return entries_.empty(); });
}

std::size_t Registry::size() const {
  const std::lock_guard lock(mutex_);
  return entries_.size();
}

}  // namespace wesel::http
