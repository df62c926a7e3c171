// Which deliveries wait and which are under way, by lane: pure bookkeeping, no waiting, no I/O. A
// lane is one endpoint of one merchant. A merchant may bring a URL with each payment, so what one
// merchant holds of memory and workers is bounded as a whole too.
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
  static constexpr int kMerchantAtOnce = 64;    // of one merchant's lanes
  static constexpr int kSlowAtOnce = 128;       // of all slow lanes: the others have workers too
  static constexpr std::size_t kWaiting = 500;  // more of one lane is left in the store
  static constexpr std::size_t kMerchantWaiting = 2'000;
  static constexpr std::size_t kGone = 10'000;  // URLs that want no more; merchants make them up

  // True: it has it already, or its payment has one under way.
  bool knows(const EventRow& event) const { return taken_.count(event.payment) > 0; }

  enum class Added { yes, full, slow };
  // Anything but yes: leave the event to the store for a while.
  Added add(EventRow event, Endpoint endpoint);
  // How many times a lane's waiting room was turned away since the lane last had none waiting: the
  // longer the queue in the store, the later its end is looked at again.
  std::size_t queues(const EventRow& event, const Endpoint& endpoint) const;

  struct Job {
    EventRow event;
    Endpoint endpoint;
    std::string merchant, lane;
  };
  std::optional<Job> take();
  void done(const Job& job, Delivered how);

  bool gone(const std::string& url) const { return gone_.count(url) > 0; }
  std::size_t size() const { return taken_.size(); }
  // About how many could be taken now if there were workers; never fewer.
  int startable() const;

 private:
  struct Load {
    std::size_t waiting = 0;
    int flying = 0;
  };
  struct Lane {
    std::deque<Job> waiting;
    int flying = 0;
    bool slow = false;
    std::size_t turned_away = 0;
    int room() const { return (slow ? 1 : kAtOnce) - flying; }
  };
  bool may_fly(const Lane& lane) const;

  std::map<std::string, Lane> lanes_;  // those with something waiting or under way
  std::deque<std::string> turns_;      // the lanes with something waiting, the next one first
  std::map<std::string, Load> loads_;  // of those merchants that have lanes
  std::set<std::string> taken_;        // payments
  std::set<std::string> gone_;         // URLs
  int slow_flying_ = 0;
};

}  // namespace wesel
