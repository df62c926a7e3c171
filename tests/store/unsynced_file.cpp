#include "store/unsynced_file.hpp"

#include <algorithm>

namespace wesel {
namespace {

constexpr std::size_t kSector = 512;  // what a disk writes whole

// How many bytes of a write of `length` bytes at `at` are there when it was cut short.
std::size_t torn(std::size_t at, std::size_t length, Dice& dice) {
  const std::size_t end = (at + dice() % (length + 1)) / kSector * kSector;
  return end > at ? end - at : 0;
}

}  // namespace

void UnsyncedFile::apply(const Change& change, std::size_t length, std::string& to) {
  if (change.truncation) return to.resize(change.at);
  if (to.size() < change.at + length) to.resize(change.at + length);
  std::copy_n(change.bytes.begin(), length, to.begin() + static_cast<std::ptrdiff_t>(change.at));
}

void UnsyncedFile::write(std::size_t at, std::string_view bytes) {
  unsynced_.push_back({false, at, std::string(bytes)});
  apply(unsynced_.back(), bytes.size(), now_);
}

void UnsyncedFile::truncate(std::size_t size) {
  unsynced_.push_back({true, size, {}});
  apply(unsynced_.back(), 0, now_);
}

void UnsyncedFile::sync() {
  for (const Change& change : unsynced_)
    if (!change.given_up) apply(change, change.bytes.size(), synced_);
  std::erase_if(unsynced_, [](const Change& change) { return !change.given_up; });
}

void UnsyncedFile::sync_fails() {
  for (Change& change : unsynced_) change.given_up = true;
}

// A disk may write in the order it was told, stop anywhere in it, or choose its own order.
std::string UnsyncedFile::after_cut(Dice* dice) const {
  std::string left = synced_;
  if (!dice || unsynced_.empty()) return left;
  const bool in_order = (*dice)() % 2 == 0;
  const std::size_t stop = (*dice)() % (unsynced_.size() + 1);
  for (std::size_t i = 0; i < unsynced_.size(); ++i) {
    const Change& change = unsynced_[i];
    const std::size_t length = change.bytes.size();
    // 0: kept, 1: torn, 2: dropped.
    const std::uint64_t fate = in_order ? (i < stop ? 0 : i == stop ? 1 : 2) : (*dice)() % 3;
    if (fate == 0) apply(change, length, left);
    if (fate == 1 && !change.truncation) apply(change, torn(change.at, length, *dice), left);
  }
  return left;
}

}  // namespace wesel
