// What SQLite may do with an open file of a PowerCutDisk.
#include <algorithm>
#include <cstring>

#include "store/disk_files.hpp"

namespace wesel {
namespace {

DiskHandle& of(sqlite3_file* file) { return *reinterpret_cast<DiskHandle*>(file); }

int close(sqlite3_file* file) {
  DiskHandle& handle = of(file);
  PowerCutDisk::Files& disk = *handle.disk;
  const std::lock_guard guard(disk.mutex);
  std::erase(disk.handles, &handle);
  if (!handle.dead && !handle.removed_when_closed.empty())
    disk.now.erase(handle.removed_when_closed);
  handle.~DiskHandle();
  return SQLITE_OK;
}

int read(sqlite3_file* file, void* to, int size, sqlite3_int64 at) {
  DiskHandle& handle = of(file);
  const std::lock_guard guard(handle.disk->mutex);
  if (const int code = handle.disk->refusal(DiskAction::read, handle.dead)) return code;
  const std::string& bytes = handle.file->content.bytes();
  const auto wanted = static_cast<std::size_t>(size);
  const std::size_t begin = std::min(static_cast<std::size_t>(at), bytes.size());
  const std::size_t there = std::min(wanted, bytes.size() - begin);
  std::memcpy(to, bytes.data() + begin, there);
  std::memset(static_cast<char*>(to) + there, 0, wanted - there);
  return there == wanted ? SQLITE_OK : SQLITE_IOERR_SHORT_READ;
}

int write(sqlite3_file* file, const void* data, int size, sqlite3_int64 at) {
  DiskHandle& handle = of(file);
  PowerCutDisk::Files& disk = *handle.disk;
  const std::lock_guard guard(disk.mutex);
  const std::string_view bytes(static_cast<const char*>(data), static_cast<std::size_t>(size));
  const int code = disk.refusal(DiskAction::write, handle.dead);
  if (code != SQLITE_OK && handle.dead) return code;
  const std::size_t written = code == SQLITE_OK ? bytes.size() : bytes.size() / 2;
  handle.file->content.write(static_cast<std::size_t>(at), bytes.substr(0, written));
  if (disk.power_goes()) return SQLITE_IOERR_WRITE;
  return code;
}

int truncate(sqlite3_file* file, sqlite3_int64 size) {
  DiskHandle& handle = of(file);
  PowerCutDisk::Files& disk = *handle.disk;
  const std::lock_guard guard(disk.mutex);
  if (const int code = disk.refusal(DiskAction::truncate, handle.dead)) return code;
  handle.file->content.truncate(static_cast<std::size_t>(size));
  return disk.power_goes() ? SQLITE_IOERR_TRUNCATE : SQLITE_OK;
}

int sync(sqlite3_file* file, int) {
  DiskHandle& handle = of(file);
  PowerCutDisk::Files& disk = *handle.disk;
  const std::lock_guard guard(disk.mutex);
  if (const int code = disk.refusal(DiskAction::sync, handle.dead)) {
    if (!handle.dead) handle.file->content.sync_fails();
    return code;
  }
  if (disk.power_goes()) return SQLITE_IOERR_FSYNC;
  disk.sync(*handle.file);
  return SQLITE_OK;
}

int measure(sqlite3_file* file, sqlite3_int64* size) {
  DiskHandle& handle = of(file);
  const std::lock_guard guard(handle.disk->mutex);
  *size = static_cast<sqlite3_int64>(handle.file->content.bytes().size());
  return handle.disk->refusal(DiskAction::measure, handle.dead);
}

int lock(sqlite3_file* file, int level) {
  DiskHandle& handle = of(file);
  const std::lock_guard guard(handle.disk->mutex);
  if (handle.lock >= level) return SQLITE_OK;
  if (const int code = handle.disk->refusal(DiskAction::lock, handle.dead)) return code;
  int highest = SQLITE_LOCK_NONE;
  for (const DiskHandle* other : handle.disk->others(handle))
    highest = std::max(highest, other->lock);
  const int endured = level == SQLITE_LOCK_SHARED ? SQLITE_LOCK_RESERVED : SQLITE_LOCK_SHARED;
  if (highest > endured) return SQLITE_BUSY;
  const bool waits = level == SQLITE_LOCK_EXCLUSIVE && highest != SQLITE_LOCK_NONE;
  handle.lock = waits ? SQLITE_LOCK_PENDING : level;
  return waits ? SQLITE_BUSY : SQLITE_OK;
}

int unlock(sqlite3_file* file, int level) {
  DiskHandle& handle = of(file);
  const std::lock_guard guard(handle.disk->mutex);
  handle.lock = std::min(handle.lock, level);
  return SQLITE_OK;
}

int check_reserved(sqlite3_file* file, int* reserved) {
  DiskHandle& handle = of(file);
  const std::lock_guard guard(handle.disk->mutex);
  *reserved = handle.lock >= SQLITE_LOCK_RESERVED;
  for (const DiskHandle* other : handle.disk->others(handle))
    *reserved |= other->lock >= SQLITE_LOCK_RESERVED;
  return handle.disk->refusal(DiskAction::lock, handle.dead);
}

int control(sqlite3_file*, int, void*) { return SQLITE_NOTFOUND; }
int sector_size(sqlite3_file*) { return 4096; }
// As the system's VFS says of itself: a torn write leaves the bytes beside it alone.
int characteristics(sqlite3_file*) { return SQLITE_IOCAP_POWERSAFE_OVERWRITE; }

int share_map(sqlite3_file* file, int region, int size, int extend, void volatile** out) {
  DiskHandle& handle = of(file);
  const std::lock_guard guard(handle.disk->mutex);
  *out = nullptr;
  if (const int code = handle.disk->refusal(DiskAction::share, handle.dead)) return code;
  handle.shares = true;
  auto& shared = handle.file->shared;
  const auto wanted = static_cast<std::size_t>(region);
  while (extend && shared.size() <= wanted)
    shared.push_back(std::make_unique<char[]>(static_cast<std::size_t>(size)));
  if (wanted < shared.size()) *out = shared[wanted].get();
  return SQLITE_OK;
}

int share_lock(sqlite3_file* file, int first, int count, int flags) {
  DiskHandle& handle = of(file);
  const std::lock_guard guard(handle.disk->mutex);
  const unsigned slots = ((1U << count) - 1U) << first;
  if (flags & SQLITE_SHM_UNLOCK) {
    handle.read_slots &= ~slots;
    handle.write_slots &= ~slots;
    return SQLITE_OK;
  }
  if (const int code = handle.disk->refusal(DiskAction::share, handle.dead))
    return code == SQLITE_FULL ? code : SQLITE_IOERR_SHMLOCK;
  const bool alone = flags & SQLITE_SHM_EXCLUSIVE;
  for (const DiskHandle* other : handle.disk->others(handle)) {
    const unsigned taken = alone ? other->read_slots | other->write_slots : other->write_slots;
    if (taken & slots) return SQLITE_BUSY;
  }
  (alone ? handle.write_slots : handle.read_slots) |= slots;
  return SQLITE_OK;
}

void share_barrier(sqlite3_file* file) { const std::lock_guard guard(of(file).disk->mutex); }

// The last one takes the index with it, as the system's VFS removes its file.
int share_unmap(sqlite3_file* file, int) {
  DiskHandle& handle = of(file);
  const std::lock_guard guard(handle.disk->mutex);
  handle.shares = false;
  handle.read_slots = handle.write_slots = 0;
  const auto others = handle.disk->others(handle);
  const bool last = std::ranges::none_of(others, [](const auto* other) { return other->shares; });
  if (last && !handle.dead) handle.file->shared.clear();
  return SQLITE_OK;
}

}  // namespace

const sqlite3_io_methods kDiskMethods = {
    .iVersion = 2,
    .xClose = close,
    .xRead = read,
    .xWrite = write,
    .xTruncate = truncate,
    .xSync = sync,
    .xFileSize = measure,
    .xLock = lock,
    .xUnlock = unlock,
    .xCheckReservedLock = check_reserved,
    .xFileControl = control,
    .xSectorSize = sector_size,
    .xDeviceCharacteristics = characteristics,
    .xShmMap = share_map,
    .xShmLock = share_lock,
    .xShmBarrier = share_barrier,
    .xShmUnmap = share_unmap,
};

}  // namespace wesel
