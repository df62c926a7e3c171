// Which deliveries wait and which are under way, by lane: pure bookkeeping, no waiting, no I/O. A
// lane is one endpoint of one merchant. A merchant may bring a URL with each payment, so what one
// merchant holds of memory and workers is bounded as a whole too.
#pragma once

#include <cstdint>
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
  static constexpr int kMerchantAtOnce = 64;    // of one merchant's lanes, but for the late ones
  static constexpr int kMerchantLate = 192;     // that hang: more count as the others do
  static constexpr int kSlowAtOnce = 128;       // of all slow lanes: the others have workers too
  static constexpr std::size_t kWaiting = 500;  // more of one lane is left in the store
  static constexpr std::size_t kMerchantWaiting = 2'000;
  static constexpr std::size_t kGone = 10'000;   // URLs that want no more; merchants make them up
  static constexpr std::size_t kLanes = 10'000;  // beyond these, slow ones are forgotten when empty
  // Who has not answered by then is late: his merchant's others no longer wait for him.
  static constexpr Millis kPrompt{250};

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
    std::uint64_t number = 0;  // in the order of taking
  };
  std::optional<Job> take(Instant now);
  void done(const Job& job, Delivered how);

  // Its merchant's endpoint said that it wants no more; one that it takes after all lifts that.
  bool gone(const EventRow& event, const Endpoint& endpoint) const;
  std::size_t size() const { return taken_.size(); }
  bool waits() const { return !turns_.empty(); }
  // About how many could be taken now if there were workers; never fewer.
  int startable(Instant now);

 private:
  struct Load {
    std::size_t waiting = 0;
    int flying = 0, late = 0;
  };
  struct Lane {
    std::deque<Job> waiting;
    int flying = 0, late = 0;  // flying: those too that are late
    bool slow = false;
    std::size_t turned_away = 0;
    int room() const { return (slow || late > 0 ? 1 : kAtOnce) - flying; }
  };
  struct Flight {
    std::string merchant, lane;
    Instant since;
  };
  void note_late(Instant now);
  void land(const Job& job, Lane& lane);
  bool may_fly(const Lane& lane) const;

  std::map<std::string, Lane> lanes_;  // those with something waiting or under way, and slow ones
  std::deque<std::string> turns_;      // the lanes with something waiting, the next one first
  std::map<std::string, Load> loads_;  // of those merchants that have lanes
  std::set<std::string> taken_;        // payments
  std::set<std::string> gone_;         // merchants' URLs
  std::map<std::uint64_t, Flight> prompt_;  // by number: under way and not late
  std::uint64_t taken_so_far_ = 0;
  int slow_flying_ = 0;
};

}  // namespace wesel
