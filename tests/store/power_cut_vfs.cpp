#include "store/power_cut_vfs.hpp"

#include <new>

#include "store/disk_files.hpp"

namespace wesel {
namespace {

constexpr int kJournals = SQLITE_OPEN_MAIN_JOURNAL | SQLITE_OPEN_SUPER_JOURNAL | SQLITE_OPEN_WAL;

PowerCutDisk::Files& files(sqlite3_vfs* vfs) {
  return *static_cast<PowerCutDisk::Files*>(vfs->pAppData);
}

int open(sqlite3_vfs* vfs, const char* name, sqlite3_file* out, int flags, int* out_flags) {
  out->pMethods = nullptr;
  PowerCutDisk::Files& disk = files(vfs);
  const std::lock_guard guard(disk.mutex);
  if (const int code = disk.refusal(DiskAction::open, false)) return code;
  std::shared_ptr<DiskFile> file;
  if (name && disk.now.contains(name)) file = disk.now[name];
  if (!file) {
    if (!(flags & SQLITE_OPEN_CREATE)) return SQLITE_CANTOPEN;
    file = std::make_shared<DiskFile>();
    file->writes_folder = flags & kJournals;
    if (name) disk.now[name] = file;
    if (disk.power_goes()) return SQLITE_CANTOPEN;
  }
  auto* handle = new (out) DiskHandle{{&kDiskMethods}, &disk, std::move(file), {}};
  if (name && flags & SQLITE_OPEN_DELETEONCLOSE) handle->removed_when_closed = name;
  disk.handles.push_back(handle);
  if (out_flags) *out_flags = flags;
  return SQLITE_OK;
}

int remove(sqlite3_vfs* vfs, const char* name, int sync_folder) {
  PowerCutDisk::Files& disk = files(vfs);
  const std::lock_guard guard(disk.mutex);
  if (const int code = disk.refusal(DiskAction::remove, false)) return code;
  if (disk.now.erase(name) == 0) return SQLITE_IOERR_DELETE_NOENT;
  if (disk.power_goes()) return SQLITE_IOERR_DELETE;
  if (sync_folder && !disk.lies) disk.synced = disk.now;
  return SQLITE_OK;
}

// An empty file counts as none, as in the system's VFS.
int look(sqlite3_vfs* vfs, const char* name, int, int* there) {
  PowerCutDisk::Files& disk = files(vfs);
  const std::lock_guard guard(disk.mutex);
  if (const int code = disk.refusal(DiskAction::look, false)) return code;
  const auto found = disk.now.find(name);
  *there = found != disk.now.end() && !found->second->content.bytes().empty();
  return SQLITE_OK;
}

int full_name(sqlite3_vfs*, const char* name, int size, char* out) {
  sqlite3_snprintf(size, out, "%s", name);
  return SQLITE_OK;
}

}  // namespace

// Clock, entropy and libraries are the system's own; those functions only look at what they are
// given.
PowerCutDisk::PowerCutDisk(std::string vfs_name) : files_(std::make_unique<Files>()) {
  files_->vfs_name = std::move(vfs_name);
  sqlite3_vfs& vfs = files_->vfs = *sqlite3_vfs_find("unix");
  vfs.iVersion = 2;
  vfs.szOsFile = sizeof(DiskHandle);
  vfs.pNext = nullptr;
  vfs.zName = files_->vfs_name.c_str();
  vfs.pAppData = files_.get();
  vfs.xOpen = open;
  vfs.xDelete = remove;
  vfs.xAccess = look;
  vfs.xFullPathname = full_name;
  sqlite3_vfs_register(&vfs, 0);
}

PowerCutDisk::~PowerCutDisk() { sqlite3_vfs_unregister(&files_->vfs); }

const std::string& PowerCutDisk::vfs_name() const { return files_->vfs_name; }

void PowerCutDisk::cut(std::uint64_t seed) {
  const std::lock_guard guard(files_->mutex);
  Dice dice(seed);
  files_->cut(&dice);
}

void PowerCutDisk::cut_losing_all() {
  const std::lock_guard guard(files_->mutex);
  files_->cut(nullptr);
}

void PowerCutDisk::cut_within(int change, std::uint64_t seed) {
  const std::lock_guard guard(files_->mutex);
  files_->cut_at = files_->changes + change;
  files_->cut_seed = seed;
}

bool PowerCutDisk::has_power() const {
  const std::lock_guard guard(files_->mutex);
  return files_->power;
}

void PowerCutDisk::restore_power() {
  const std::lock_guard guard(files_->mutex);
  files_->power = true;
  files_->cut_at.reset();
}

void PowerCutDisk::lie_about_sync(bool lie) {
  const std::lock_guard guard(files_->mutex);
  files_->lies = lie;
}

void PowerCutDisk::set_faults(std::function<DiskAnswer(DiskAction)> faults) {
  const std::lock_guard guard(files_->mutex);
  files_->faults = std::move(faults);
}

std::int64_t PowerCutDisk::changes() const {
  const std::lock_guard guard(files_->mutex);
  return files_->changes;
}

std::int64_t PowerCutDisk::open_handles() const {
  const std::lock_guard guard(files_->mutex);
  return static_cast<std::int64_t>(files_->handles.size());
}

}  // namespace wesel
