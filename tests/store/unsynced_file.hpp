// A file's bytes as they are read now, and what of them a disk still holds after its power was cut:
// everything up to the last sync, and of the changes since then whatever the dice leave. Bytes
// alone; names, locks and SQLite are power_cut_vfs's.
#pragma once

#include <cstddef>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace wesel {

using Dice = std::mt19937_64;

class UnsyncedFile {
 public:
  UnsyncedFile() = default;
  explicit UnsyncedFile(std::string survived) : now_(survived), synced_(std::move(survived)) {}

  const std::string& bytes() const { return now_; }
  void write(std::size_t at, std::string_view bytes);
  void truncate(std::size_t size);

  void sync();
  // A sync that failed: the changes so far are not written by any later one either, as Linux drops
  // the pages that it could not write.
  void sync_fails();

  // Without dice every change since the last sync is gone.
  std::string after_cut(Dice* dice) const;

 private:
  struct Change {
    bool truncation;
    std::size_t at;  // of a truncation: the new size
    std::string bytes;
    bool given_up = false;
  };

  static void apply(const Change& change, std::size_t length, std::string& to);

  std::string now_;
  std::string synced_;
  std::vector<Change> unsynced_;  // oldest first
};

}  // namespace wesel
