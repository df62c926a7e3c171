// A file system for SQLite that passes everything on to the real one until it is told to fail. It
// is registered under a name; a store that opens with that name meets its faults.
#pragma once

namespace wesel {

enum class Disk {
  sound,
  full,      // no write finds space
  no_write,  // writes fail
  no_sync,   // syncs fail
};

inline constexpr const char* kFaultyVfs = "faulty";

// For all files of all stores on that VFS, from any thread.
void set_disk(Disk disk);
void register_faulty_vfs();

}  // namespace wesel
