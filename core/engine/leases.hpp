// Who works on which payment in this process, so that no two conversations about one payment run
// at once, and a repeated request can wait for the first. Void after a restart, as it should be.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

#include "base/tasks.hpp"

namespace wesel {

// Any thread.
class Leases {
 public:
  explicit Leases(Tasks& tasks) : tasks_(tasks) {}

  class Lease {
   public:
    Lease(Leases& leases, std::string key) : leases_(&leases), key_(std::move(key)) {}
    Lease(Lease&& other) noexcept
        : leases_(std::exchange(other.leases_, nullptr)), key_(std::move(other.key_)) {}
    Lease& operator=(Lease&&) = delete;
    ~Lease() {
      if (leases_) leases_->release(key_);
    }

   private:
    Leases* leases_;
    std::string key_;
  };

  // Nothing when somebody has it.
  std::optional<Lease> try_take(std::string_view key);
  // Waits for it; nothing when somebody still has it at the deadline.
  std::optional<Lease> take(std::string_view key, Instant deadline);
  // Waits until nobody has it or the deadline passes; true when nobody has.
  bool wait(std::string_view key, Instant deadline);

 private:
  void release(const std::string& key);

  Tasks& tasks_;
  std::mutex mutex_;
  std::map<std::string, std::shared_ptr<Signal>, std::less<>> held_;  // null: nobody waits
};

}  // namespace wesel
