// The secrets that a plugin asked to be remembered (tokens), in memory only. An account-wide one is
// fetched by one flow at a time: the others wait for what that flow learns.
#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>

#include "base/clock.hpp"
#include "base/secret.hpp"
#include "base/tasks.hpp"

namespace wesel {

// Any thread.
class Sessions {
 public:
  // The remembered one; empty when there is none or it has expired.
  Secret find(const std::string& key, Time now);
  void remember(const std::string& key, Secret value, Time expires_at, Time now);
  // Forgets it if it is still this one: another flow may have renewed it.
  void drop(const std::string& key, const Secret& value);

  // The right to fetch an account-wide session. Gives way to the next at release() or destruction.
  class Fetching {
   public:
    Fetching() = default;
    explicit Fetching(Sessions& sessions) : sessions_(&sessions) {}
    Fetching(Fetching&& other) noexcept : sessions_(std::exchange(other.sessions_, nullptr)) {}
    Fetching& operator=(Fetching&& other) noexcept;
    ~Fetching() { release(); }
    void release();

   private:
    Sessions* sessions_ = nullptr;
  };

  struct Found {
    Secret value;       // empty: fetch it
    Fetching fetching;  // held while value is empty
    bool late = false;  // the deadline passed while another flow was fetching
  };
  // Waits, until the deadline, while another flow fetches.
  Found find_or_fetch(const std::string& key, Clock& clock, Tasks& tasks, Instant deadline);

 private:
  struct Entry {
    Secret value;
    Time expires_at;
  };

  const Entry* live(const std::string& key, Time now) const;
  void forget_expired(Time now);

  std::mutex mutex_;
  std::map<std::string, Entry> entries_;
  Time none_ends_before_ = Time::max();  // so that a full map is not searched at every create
  std::shared_ptr<Signal> fetching_;     // set when the one who fetches is done; null: nobody
};

}  // namespace wesel
