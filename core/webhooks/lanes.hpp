// Which deliveries wait and which are under way, by endpoint: pure bookkeeping, no waiting, no I/O.
#pragma once

#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "store/store.hpp"
#include "webhooks/delivery.hpp"

namespace wesel {

// One thread at a time.
class Lanes {
 public:
  static constexpr int kAtOnce = 2;
  static constexpr std::size_t kWaiting = 500;  // more of one endpoint is left in the store

  // False: it has it already, or its payment has one under way.
  bool knows(const EventRow& event) const { return taken_.count(event.payment) > 0; }
  // False: this endpoint has enough waiting; leave the event to the store for a while.
  bool add(EventRow event, Endpoint endpoint);

  struct Job {
    EventRow event;
    Endpoint endpoint;
  };
  std::optional<Job> take();
  void done(const Job& job, Delivered how);

  bool gone(const std::string& url) const;
  std::size_t size() const { return taken_.size(); }

 private:
  struct Lane {
    std::deque<Job> waiting;
    int flying = 0;
    bool slow = false;
    bool gone = false;
    int room() const { return (slow ? 1 : kAtOnce) - flying; }
  };
  std::map<std::string, Lane> lanes_;     // by URL
  std::deque<std::string> ready_;         // URLs that may have a job and room
  std::set<std::string> taken_;           // payments
};

}  // namespace wesel
