#include "store/file_lock.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

namespace wesel {

Result<FileLock> FileLock::take(const std::string& path) {
  const std::string name = path + ".lock";
  FileLock lock(::open(name.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
  if (lock.descriptor_ < 0) {
    return Error{Fault::config, "store_unavailable",
                 "cannot open " + name + ": " + std::strerror(errno), ""};
  }
  if (::flock(lock.descriptor_, LOCK_EX | LOCK_NB) != 0) {
    return Error{Fault::config, "store_in_use", path + " is in use by another wesel", ""};
  }
  return lock;
}

FileLock::FileLock(FileLock&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}

FileLock::~FileLock() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

}  // namespace wesel
