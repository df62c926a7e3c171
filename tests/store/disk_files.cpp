#include "store/disk_files.hpp"

#include <set>
#include <utility>

namespace wesel {
namespace {

int error_of(DiskAction action) {
  switch (action) {
    case DiskAction::open: return SQLITE_CANTOPEN;
    case DiskAction::read: return SQLITE_IOERR_READ;
    case DiskAction::write: return SQLITE_IOERR_WRITE;
    case DiskAction::truncate: return SQLITE_IOERR_TRUNCATE;
    case DiskAction::sync: return SQLITE_IOERR_FSYNC;
    case DiskAction::measure: return SQLITE_IOERR_FSTAT;
    case DiskAction::remove: return SQLITE_IOERR_DELETE;
    case DiskAction::look: return SQLITE_IOERR_ACCESS;
    case DiskAction::lock: return SQLITE_IOERR_LOCK;
    case DiskAction::share: return SQLITE_IOERR_SHMMAP;
  }
  return SQLITE_IOERR;
}

// Which file a name leads to after the cut: the old one, the new one or, between the two, none.
std::shared_ptr<DiskFile> survivor(const std::shared_ptr<DiskFile>& synced,
                                   const std::shared_ptr<DiskFile>& now, Dice* dice) {
  if (!dice || synced == now) return synced;
  const std::uint64_t fate = (*dice)() % 4;
  if (fate == 0 && synced && now) return nullptr;
  return fate % 2 == 0 ? synced : now;
}

std::shared_ptr<DiskFile> find(const PowerCutDisk::Files::Names& names, const std::string& name) {
  const auto found = names.find(name);
  return found == names.end() ? nullptr : found->second;
}

}  // namespace

int PowerCutDisk::Files::refusal(DiskAction action, bool dead) const {
  if (dead || !power) return error_of(action);
  const DiskAnswer answer = faults ? faults(action) : DiskAnswer::sound;
  if (answer == DiskAnswer::full) return SQLITE_FULL;
  return answer == DiskAnswer::error ? error_of(action) : SQLITE_OK;
}

bool PowerCutDisk::Files::power_goes() {
  if (++changes != cut_at) return false;
  Dice dice(cut_seed);
  cut(&dice);
  return true;
}

void PowerCutDisk::Files::cut(Dice* dice) {
  std::set<std::string> all;
  for (const auto& names : {now, synced})
    for (const auto& [name, file] : names) all.insert(name);
  Names left;
  for (const std::string& name : all) {
    const auto file = survivor(find(synced, name), find(now, name), dice);
    if (!file) continue;
    left[name] = std::make_shared<DiskFile>();
    left[name]->content = UnsyncedFile(file->content.after_cut(dice));
  }
  now = left;
  synced = std::move(left);
  for (DiskHandle* handle : handles) handle->dead = true;
  power = false;
  cut_at.reset();
}

void PowerCutDisk::Files::sync(DiskFile& file) {
  if (lies) return;
  file.content.sync();
  if (std::exchange(file.writes_folder, false)) synced = now;
}

std::vector<DiskHandle*> PowerCutDisk::Files::others(const DiskHandle& me) const {
  std::vector<DiskHandle*> found;
  for (DiskHandle* handle : handles)
    if (handle != &me && handle->file == me.file && !handle->dead) found.push_back(handle);
  return found;
}

}  // namespace wesel
