// The open connections of one listener, so that stopping can reach every one of them: idle ones at
// once, busy ones when their answer is out, all of them at the deadline. Any thread.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <unordered_set>

#include "base/clock.hpp"

namespace wesel::http {

class Registry {
 public:
  // One open connection. Leaves when it goes, before its socket's number can be another's.
  class Entry {
   public:
    // Admitted while fewer than `most` are.
    Entry(Registry& registry, int socket, std::size_t most);
    ~Entry();
    Entry(const Entry&) = delete;
    Entry& operator=(const Entry&) = delete;
    bool admitted() const { return admitted_; }
    // Idle: between requests, may be ended at once. False when it should end now.
    bool rest();
    void work() { idle_ = false; }

   private:
    friend class Registry;
    Registry& registry_;
    const int socket_;
    bool admitted_ = false;
    std::atomic<bool> idle_{false};
  };

  bool draining() const { return draining_; }
  // Ends idle connections; what they have already sent is still read and answered.
  void drain();
  void cut();
  bool wait_empty(Instant deadline);
  std::size_t size() const;

 private:
  mutable std::mutex mutex_;
  std::condition_variable gone_;
  std::unordered_set<Entry*> entries_;
  std::size_t admitted_ = 0;
  std::atomic<bool> draining_{false};
};

}  // namespace wesel::http
