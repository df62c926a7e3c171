// A text that must never be written out. It prints as stars; reveal() is the one way to the value
// and easy to search for.
#pragma once

#include <ostream>
#include <string>
#include <utility>

namespace wesel {

class Secret {
 public:
  Secret() = default;
  explicit Secret(std::string value) : value_(std::move(value)) {}
  const std::string& reveal() const { return value_; }
  bool empty() const { return value_.empty(); }
  friend bool operator==(const Secret&, const Secret&) = default;
  friend std::ostream& operator<<(std::ostream& out, const Secret&) { return out << "***"; }

 private:
  std::string value_;
};

}  // namespace wesel
