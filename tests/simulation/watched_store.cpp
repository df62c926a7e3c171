#include "watched_store.hpp"

namespace wesel::simulation {

namespace {
// Writes, syncs and truncations of one commit, or of the checkpoint that follows some.
constexpr int kChangesOfOne = 8;
}  // namespace

Result<Committed> WatchedStore::commit(Batch batch) {
  world_.point("just before a commit");
  if (world_.chance(faults_.refuses_percent))
    return Error{Fault::unavailable, "store_unavailable", "the disk is full", {}};
  if (world_.chance_permille(faults_.power_goes_permille))
    power_.cut_within(1 + static_cast<int>(world_.dice(kChangesOfOne)), world_.dice(1'000'000));
  const Batch told = watch_ ? batch : Batch();
  auto committed = StoreBefore::commit(std::move(batch));
  power_.cut_within(0, 0);  // what it did not need
  const bool done = committed && std::holds_alternative<Done>(*committed);
  if (watch_ && done) watch_->committed(told);
  if (!power_.has_power()) {
    if (watch_ && !done) watch_->in_doubt(told);
    world_.doom("in the middle of a commit");
  }
  world_.point("just after a commit");
  return committed;
}

Result<std::optional<PaymentRow>> WatchedStore::payment(std::string_view key) {
  world_.point("before a look at the store");
  return StoreBefore::payment(key);
}

}  // namespace wesel::simulation
