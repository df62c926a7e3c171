// Keeps a second process, or a second store in this one, off a database file. The lock is on a
// file beside it, because closing any handle of the database itself would drop SQLite's locks.
#pragma once

#include <string>

#include "base/result.hpp"

namespace wesel {

class FileLock {
 public:
  // Holds "<path>.lock" until this object goes; the file stays.
  static Result<FileLock> take(const std::string& path);
  FileLock(FileLock&& other) noexcept;
  FileLock& operator=(FileLock&&) = delete;
  ~FileLock();

 private:
  explicit FileLock(int descriptor) : descriptor_(descriptor) {}
  int descriptor_;
};

}  // namespace wesel
