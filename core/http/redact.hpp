// Keeps secrets out of what is logged, recorded or shown: fields by their name, and known values
// wherever they turn up. Last line of defence; Secret is the first.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/secret.hpp"
#include "http/message.hpp"

namespace wesel::http {

// The same fields; credentials' values are stars.
Fields mask_fields(const Fields& fields);

// Immutable once built, so any thread may use it.
class Masker {
 public:
  Masker() = default;
  // Values shorter than six characters are left out: they would star innocent text.
  explicit Masker(const std::vector<Secret>& secrets);
  std::string mask(std::string_view text) const;

 private:
  std::vector<std::string> values_;  // longest first, so that one inside another hides nothing
};

}  // namespace wesel::http
