// Where something stands in the configuration files, kept beside every value that a later check may
// complain about.
#pragma once

#include <cstdint>
#include <string>

namespace wesel {

struct Place {
  std::string file;  // as the operator named it
  std::uint32_t line = 0;
  std::uint32_t column = 0;

  // file:line:column
  std::string text() const;
  friend bool operator==(const Place&, const Place&) = default;
};

template <class T>
struct Located {
  T value{};
  Place place;

  const T& operator*() const { return value; }
  const T* operator->() const { return &value; }
};

using Text = Located<std::string>;

}  // namespace wesel
