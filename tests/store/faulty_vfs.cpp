#include "store/faulty_vfs.hpp"

#include <sqlite3.h>

#include <atomic>
#include <cstring>

namespace wesel {
namespace {

std::atomic<Disk> current = Disk::sound;

struct File {
  sqlite3_file base;
  sqlite3_file* real() { return reinterpret_cast<sqlite3_file*>(this + 1); }
};

sqlite3_file* real(sqlite3_file* file) { return reinterpret_cast<File*>(file)->real(); }

template <auto Member, class... Values>
int pass(sqlite3_file* file, Values... values) {
  return (real(file)->pMethods->*Member)(real(file), values...);
}

using Io = sqlite3_io_methods;

int write(sqlite3_file* file, const void* data, int size, sqlite3_int64 at) {
  if (current == Disk::full) return SQLITE_FULL;
  if (current == Disk::no_write) return SQLITE_IOERR_WRITE;
  return pass<&Io::xWrite>(file, data, size, at);
}

int sync(sqlite3_file* file, int flags) {
  if (current == Disk::no_sync) return SQLITE_IOERR_FSYNC;
  return pass<&Io::xSync>(file, flags);
}

void shm_barrier(sqlite3_file* file) { real(file)->pMethods->xShmBarrier(real(file)); }

const Io kMethods = {
    .iVersion = 2,
    .xClose = pass<&Io::xClose>,
    .xRead = pass<&Io::xRead, void*, int, sqlite3_int64>,
    .xWrite = write,
    .xTruncate = pass<&Io::xTruncate, sqlite3_int64>,
    .xSync = sync,
    .xFileSize = pass<&Io::xFileSize, sqlite3_int64*>,
    .xLock = pass<&Io::xLock, int>,
    .xUnlock = pass<&Io::xUnlock, int>,
    .xCheckReservedLock = pass<&Io::xCheckReservedLock, int*>,
    .xFileControl = pass<&Io::xFileControl, int, void*>,
    .xSectorSize = pass<&Io::xSectorSize>,
    .xDeviceCharacteristics = pass<&Io::xDeviceCharacteristics>,
    .xShmMap = pass<&Io::xShmMap, int, int, int, void volatile**>,
    .xShmLock = pass<&Io::xShmLock, int, int, int>,
    .xShmBarrier = shm_barrier,
    .xShmUnmap = pass<&Io::xShmUnmap, int>,
};

sqlite3_vfs* system_vfs(sqlite3_vfs* vfs) { return static_cast<sqlite3_vfs*>(vfs->pAppData); }

int open(sqlite3_vfs* vfs, const char* name, sqlite3_file* file, int flags, int* out_flags) {
  file->pMethods = nullptr;
  const int code = system_vfs(vfs)->xOpen(system_vfs(vfs), name, real(file), flags, out_flags);
  if (real(file)->pMethods) file->pMethods = &kMethods;
  return code;
}

}  // namespace

void set_disk(Disk disk) { current = disk; }

// Everything but files is the system's own; its functions only look at what they are given.
void register_faulty_vfs() {
  static sqlite3_vfs vfs = [] {
    sqlite3_vfs* system = sqlite3_vfs_find(nullptr);
    sqlite3_vfs made = *system;
    made.szOsFile = static_cast<int>(sizeof(File)) + system->szOsFile;
    made.pNext = nullptr;
    made.zName = kFaultyVfs;
    made.pAppData = system;
    made.xOpen = open;
    return made;
  }();
  sqlite3_vfs_register(&vfs, 0);
}

}  // namespace wesel
