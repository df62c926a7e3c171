// What the provider's own lists say can be paid with, for one account: the usual list, and where
// the list depends on the amount, those of the amounts that were asked about. What no list speaks
// of counts as offered. It asks nobody; the engine brings the lists.
#pragma once

#include <map>
#include <mutex>
#include <string>
#include <utility>

#include "base/fetched.hpp"
#include "domain/offer.hpp"
#include "providers/flow.hpp"

namespace wesel {

struct MethodList {
  std::vector<ToldMethod> methods;
  std::optional<Money> amount;  // it holds for this amount alone; none: for all
};

// The line about an offer; null: none.
const ToldMethod* find_line(const MethodList& list, const Offer& offer);
// Whether the list says that the offer cannot be had. One that names nothing of a kind says nothing
// about it, but for one amount there may be nothing to pay with.
bool switched_off(const MethodList& list, const Offer& offer);

// Any thread.
class MethodLists {
 public:
  using One = Fetched<MethodList>;
  using OnePtr = std::shared_ptr<One>;
  struct Entry {
    std::optional<Money> amount;  // none: the usual list
    OnePtr list;
  };

  One& usual() { return *usual_; }
  const One& usual() const { return *usual_; }
  bool by_amount() const;
  // The list of an amount; a new one may push out the one that was longest unused.
  OnePtr of(const Money& amount);
  std::vector<Entry> all() const;

  // What holds for this amount now; null: nobody knows. A list of one amount counts for `age`, and
  // longer while its provider does not answer.
  One::CopyPtr current(const std::optional<Money>& amount, Millis age, Time now) const;

 private:
  struct Kept {
    OnePtr list;
    std::uint64_t used = 0;
  };
  OnePtr find(const Money& amount) const;

  const OnePtr usual_ = std::make_shared<One>();
  mutable std::mutex mutex_;
  std::map<std::pair<std::string, std::int64_t>, Kept> amounts_;  // by currency and minor units
  std::uint64_t uses_ = 0;
};

}  // namespace wesel
