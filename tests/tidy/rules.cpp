#include "rules.hpp"

#include <algorithm>
#include <tuple>

namespace wesel::tidy {

Findings check_all(const Tree& tree) {
  Findings found;
  for (const auto check :
       {check_includes, check_libraries, check_waiting, check_words, check_files})
    check(tree, found);
  std::sort(found.begin(), found.end(), [](const Finding& a, const Finding& b) {
    return std::tie(a.path, a.line, a.rule) < std::tie(b.path, b.line, b.rule);
  });
  return found;
}

}  // namespace wesel::tidy
