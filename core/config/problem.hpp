// Something wrong in the configuration, told to the operator.
#pragma once

#include <string>
#include <vector>

#include "config/place.hpp"

namespace wesel {

enum class Severity { error, warning };

struct Problem {
  Severity severity = Severity::error;
  Place place;
  std::string message;  // what is wrong, and what would be right; never holds a secret

  // file:line:column: message
  std::string text() const;
};

bool any_errors(const std::vector<Problem>& problems);

}  // namespace wesel
