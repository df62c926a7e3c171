#include "providers/method_lists.hpp"

#include <algorithm>

#include "base/limits.hpp"

namespace wesel {

namespace {

// A line without a channel speaks of all that its method has.
bool speaks_of(const ToldMethod& line, const Offer& offer) {
  if (line.kind != offer.kind || line.method != offer.method || line.currency != offer.currency)
    return false;
  if (line.channel.empty() && line.channel_code.empty()) return true;
  return line.channel_code.empty() ? line.channel == offer.channel
                                   : line.channel_code == offer.channel_code;
}

std::pair<std::string, std::int64_t> key_of(const Money& amount) {
  return {std::string(amount.currency.text()), amount.minor};
}

}  // namespace

const ToldMethod* find_line(const MethodList& list, const Offer& offer) {
  for (const ToldMethod& line : list.methods)
    if (speaks_of(line, offer)) return &line;
  return nullptr;
}

bool switched_off(const MethodList& list, const Offer& offer) {
  if (find_line(list, offer)) return false;
  if (list.amount && offer.kind == Kind::payment) return list.amount->currency == offer.currency;
  return std::any_of(list.methods.begin(), list.methods.end(), [&](const ToldMethod& line) {
    return line.kind == offer.kind && line.currency == offer.currency;
  });
}

bool MethodLists::by_amount() const {
  const One::CopyPtr usual = usual_->last();
  return usual && usual->value.amount;
}

MethodLists::OnePtr MethodLists::find(const Money& amount) const {
  const std::lock_guard lock(mutex_);
  const auto found = amounts_.find(key_of(amount));
  return found == amounts_.end() ? nullptr : found->second.list;
}

MethodLists::OnePtr MethodLists::of(const Money& amount) {
  const std::lock_guard lock(mutex_);
  const auto found = amounts_.find(key_of(amount));
  if (found == amounts_.end() && amounts_.size() >= limits::kMethodLists)
    amounts_.erase(std::min_element(
        amounts_.begin(), amounts_.end(),
        [](const auto& a, const auto& b) { return a.second.used < b.second.used; }));
  Kept& kept = amounts_[key_of(amount)];
  if (!kept.list) kept.list = std::make_shared<One>();
  kept.used = ++uses_;
  return kept.list;
}

std::vector<MethodLists::Entry> MethodLists::all() const {
  std::vector<Entry> out{{{}, usual_}};
  const std::lock_guard lock(mutex_);
  for (const auto& [key, kept] : amounts_)
    if (const auto currency = find_currency(key.first))
      out.push_back({Money{key.second, *currency}, kept.list});
  return out;
}

MethodLists::One::CopyPtr MethodLists::current(const std::optional<Money>& amount, Millis age,
                                               Time now) const {
  One::CopyPtr usual = usual_->last();
  if (!usual || !usual->value.amount) return usual;
  const OnePtr list = amount ? find(*amount) : nullptr;
  const One::CopyPtr told = list ? list->last() : nullptr;
  return told && (now - told->at < age || list->failing()) ? told : nullptr;
}

}  // namespace wesel
