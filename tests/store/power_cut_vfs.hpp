// A disk in memory for SQLite, registered as a VFS: a story can cut its power, let it fail or let
// it lie. No file of it touches the real system. It knows nothing of stores and links without
// Catch, so that the simulation can stand on it too.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

namespace wesel {

// What SQLite asks a disk for.
enum class DiskAction { open, read, write, truncate, sync, measure, remove, look, lock, share };
enum class DiskAnswer { sound, error, full };

// Any thread. A story: open a store with `options.vfs` set to the disk's name, commit, cut(seed),
// destroy the store, restore_power(), open it again. The disk outlives its stores, and no two disks
// have one name at a time.
class PowerCutDisk {
 public:
  explicit PowerCutDisk(std::string vfs_name);
  PowerCutDisk(const PowerCutDisk&) = delete;
  PowerCutDisk& operator=(const PowerCutDisk&) = delete;
  ~PowerCutDisk();

  const std::string& vfs_name() const;

  // Power goes now. Of all that was not synced - writes, truncations, new and removed names - each
  // is kept, dropped or torn by the seed. Every open handle is dead from now on: it fails, and
  // changes nothing.
  void cut(std::uint64_t seed);
  // Power goes now, and all that was not synced with it.
  void cut_losing_all();
  // Power goes in the middle of the n-th change from now: 1 is the next write, truncation, sync,
  // creation or removal. Whoever asked for it is told that it failed.
  void cut_within(int change, std::uint64_t seed);
  bool has_power() const;
  // Without power nothing opens. Stores from before the cut should be gone by now; a cut_within
  // that has not come is called off.
  void restore_power();

  // A sync says that it worked, and does nothing.
  void lie_about_sync(bool lie);

  // Asked before everything that SQLite does; an answer that is not sound becomes SQLite's error
  // for that action. A write that fails has written its first half. It may not use the disk.
  void set_faults(std::function<DiskAnswer(DiskAction)> faults);

  std::int64_t changes() const;  // writes, truncations, syncs, creations and removals so far
  std::int64_t open_handles() const;

  struct Files;

 private:
  std::unique_ptr<Files> files_;
};

}  // namespace wesel
