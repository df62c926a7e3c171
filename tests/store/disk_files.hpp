// The inside of PowerCutDisk: names, the files behind them, and who has which of them open. Told
// apart from the VFS so that what survives a cut reads without SQLite's tables of functions.
#pragma once

#include <sqlite3.h>

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "store/power_cut_vfs.hpp"
#include "store/unsynced_file.hpp"

namespace wesel {

struct DiskFile {
  UnsyncedFile content;
  // The folder is written with the first sync of a new journal or log, as the system's VFS does.
  bool writes_folder = false;
  std::vector<std::unique_ptr<char[]>> shared;  // the index of the write-ahead log
};

// An open file; SQLite owns its memory, xOpen and xClose its life.
struct DiskHandle {
  sqlite3_file base;
  PowerCutDisk::Files* disk;
  std::shared_ptr<DiskFile> file;
  std::string removed_when_closed;  // a name, or empty
  bool dead = false;
  int lock = SQLITE_LOCK_NONE;
  bool shares = false;
  unsigned read_slots = 0, write_slots = 0;  // locks on the shared index, one bit each
};

// One lock guards all of it.
struct PowerCutDisk::Files {
  using Names = std::map<std::string, std::shared_ptr<DiskFile>>;

  // What this action ends in before it has begun; SQLITE_OK: nothing stands in its way.
  int refusal(DiskAction action, bool dead) const;
  // Counts a change that has just been made, or is about to be synced; true when power went in it.
  bool power_goes();
  void cut(Dice* dice);
  void sync(DiskFile& file);
  std::vector<DiskHandle*> others(const DiskHandle& me) const;

  mutable std::mutex mutex;
  sqlite3_vfs vfs;
  std::string vfs_name;
  Names now, synced;
  std::vector<DiskHandle*> handles;
  std::function<DiskAnswer(DiskAction)> faults;
  bool power = true;
  bool lies = false;
  std::int64_t changes = 0;
  std::optional<std::int64_t> cut_at;  // a number of changes
  std::uint64_t cut_seed = 0;
};

extern const sqlite3_io_methods kDiskMethods;

}  // namespace wesel
