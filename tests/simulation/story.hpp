// What happened in a run, in virtual time: who did what to which order. Lines are kept as they
// come and told of one order or of all, with the names that people use in place of ids.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"

namespace wesel::simulation {

class Story {
 public:
  // `about`: an order's reference, a payment's key, or empty: it concerns all.
  void tell(Millis at, std::string_view about, std::string line);
  // From now on, and before, this payment's key means that order.
  void name(std::string_view key, std::string_view reference);
  // The order that a key, or a reference itself, means.
  std::string order_of(std::string_view about) const;

  std::string whole() const;
  // The order's lines, and those that concern all.
  std::string of(std::string_view order) const;
  // "ORDER-3" for "pay_01K…", "ORDER-3/1" for "att_01K…01".
  std::string with_names(std::string text) const;

 private:
  struct Line {
    Millis at;
    std::string about, text;
  };
  std::string told(const Line& line) const;

  std::vector<Line> lines_;
  std::map<std::string, std::string, std::less<>> orders_;  // by payment key
};

}  // namespace wesel::simulation
