// How places and problems read, for people and for editors that jump to file:line:column.
#include "config/problem.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace wesel {

std::string Place::text() const {
  return line == 0 ? file : fmt::format("{}:{}:{}", file, line, column);
}

std::string Problem::text() const {
  return fmt::format("{}: {}{}", place.text(), severity == Severity::warning ? "warning: " : "",
                     message);
}

bool any_errors(const std::vector<Problem>& problems) {
  return std::any_of(problems.begin(), problems.end(),
                     [](const Problem& p) { return p.severity == Severity::error; });
}

}  // namespace wesel
