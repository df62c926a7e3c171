// The Store in one SQLite file (write-ahead log, every commit synced). One process owns a file; a
// second one is refused. It creates and migrates the file, and refuses one that is newer, damaged
// or another program's.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "base/limits.hpp"
#include "store/store.hpp"

namespace wesel {

struct SqliteOptions {
  // Told once, from the writing thread, when the store can no longer be trusted (a sync failed, the
  // file is damaged). It refuses everything from then on; the process should end.
  std::function<void(const std::string& reason)> on_fatal;
  std::size_t readers = limits::kStoreReaders;
  int log_pages = limits::kLogPages;  // of 4 KB, before the log moves into the file
  // Name of a registered sqlite VFS, for fault tests; then the file is not locked.
  std::string vfs;
};

// Commits from all threads are grouped by one writing thread; reads have their own connections.
Result<std::unique_ptr<Store>> open_sqlite(const std::string& path, SqliteOptions options = {});

// Starts no thread: each call runs on its caller's, one at a time. The path may be ":memory:".
Result<std::unique_ptr<Store>> open_sqlite_inline(const std::string& path,
                                                  SqliteOptions options = {});

}  // namespace wesel
