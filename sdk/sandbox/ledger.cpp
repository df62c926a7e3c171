// The memory of a sandbox: a queue of entries and two indexes into it.
#include "wesel/sandbox/ledger.hpp"

namespace wesel::sandbox {

namespace {

std::string key(Kind kind, std::string_view name) {
  return std::string(1, static_cast<char>('0' + static_cast<int>(kind))).append(name);
}

}  // namespace

const std::string& Entry::field(const std::string& name) const {
  static const std::string kNone;
  const auto found = fields.find(name);
  return found == fields.end() ? kNone : found->second;
}

Entry* Ledger::locate(Kind kind, std::string_view name) const {
  const std::string wanted = key(kind, name);
  auto found = by_id_.find(wanted);
  if (found == by_id_.end()) {
    found = by_reference_.find(wanted);
    if (found == by_reference_.end()) return nullptr;
  }
  return &entries_[found->second - first_];
}

bool Ledger::add(Entry entry, bool unique_reference) {
  const std::lock_guard lock(mutex_);
  const std::string id = key(entry.kind, entry.id);
  const std::string reference = key(entry.kind, entry.reference);
  if (by_id_.contains(id)) return false;
  if (unique_reference && by_reference_.contains(reference)) return false;
  if (entries_.size() >= limit_) {
    const Entry& oldest = entries_.front();
    by_id_.erase(key(oldest.kind, oldest.id));
    const auto named = by_reference_.find(key(oldest.kind, oldest.reference));
    if (named != by_reference_.end() && named->second == first_) by_reference_.erase(named);
    entries_.pop_front();
    ++first_;
  }
  by_id_[id] = by_reference_[reference] = first_ + entries_.size();
  entries_.push_back(std::move(entry));
  return true;
}

std::optional<Entry> Ledger::find(Kind kind, std::string_view name) const {
  const std::lock_guard lock(mutex_);
  const Entry* entry = locate(kind, name);
  return entry == nullptr ? std::nullopt : std::optional(*entry);
}

std::optional<Entry> Ledger::change(Kind kind, std::string_view name,
                                    const std::function<void(Entry&)>& edit) {
  const std::lock_guard lock(mutex_);
  Entry* entry = locate(kind, name);
  if (entry == nullptr) return std::nullopt;
  edit(*entry);
  return *entry;
}

std::vector<Entry> Ledger::list(Kind kind, std::size_t most) const {
  const std::lock_guard lock(mutex_);
  std::vector<Entry> out;
  for (auto entry = entries_.rbegin(); entry != entries_.rend() && out.size() < most; ++entry) {
    if (entry->kind == kind) out.push_back(*entry);
  }
  return out;
}

std::size_t Ledger::count(Kind kind) const {
  const std::lock_guard lock(mutex_);
  std::size_t count = 0;
  for (const Entry& entry : entries_) count += entry.kind == kind ? 1 : 0;
  return count;
}

std::uint64_t Ledger::next_number() {
  using namespace std::chrono;
  const std::lock_guard lock(mutex_);
  if (number_ == 0) {
    const auto now = system_clock::now().time_since_epoch();
    number_ = static_cast<std::uint64_t>(duration_cast<microseconds>(now).count());
  }
  return ++number_;
}

void Ledger::clear() {
  const std::lock_guard lock(mutex_);
  entries_.clear();
  by_id_.clear();
  by_reference_.clear();
  first_ = 0;
}

}  // namespace wesel::sandbox
