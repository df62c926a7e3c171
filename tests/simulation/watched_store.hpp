// The store as the simulated engine meets it: somebody else may go on, or the engine die, around
// each call; it refuses some commits; power may go in the middle of one. What it says is durable is
// told to the watch.
#pragma once

#include "store/power_cut_vfs.hpp"
#include "store_before.hpp"
#include "watch.hpp"

namespace wesel::simulation {

struct StoreFaults {
  int refuses_percent = 0;      // commits, without a trace
  int power_goes_permille = 0;  // within a commit
};

class WatchedStore final : public StoreBefore {
 public:
  WatchedStore(World& world, Store& disk, PowerCutDisk& power, const StoreFaults& faults,
               Watch* watch)
      : StoreBefore(disk), world_(world), power_(power), faults_(faults), watch_(watch) {}

  Result<Committed> commit(Batch batch) override;
  Result<std::optional<PaymentRow>> payment(std::string_view key) override;

 private:
  World& world_;
  PowerCutDisk& power_;
  const StoreFaults& faults_;
  Watch* watch_;  // null: nobody looks
};

}  // namespace wesel::simulation
