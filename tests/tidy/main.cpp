// wesel-tidy ROOT: prints every place that breaks a rule of the house as file:line: rule: what
// would be right, then how large files are. Exit 0 clean, 1 findings, 2 unusable.
#include <algorithm>
#include <cstdio>
#include <exception>

#include "rules.hpp"

namespace {

void print_sizes(const wesel::tidy::Tree& tree) {
  std::vector<std::pair<int, std::string>> sizes;
  for (const auto& [path, source] : tree)
    if (source.is_code()) sizes.emplace_back(source.lines(), path);
  if (sizes.empty()) return;
  std::sort(sizes.begin(), sizes.end());
  std::printf("%zu files; lines: median %d, nine in ten up to %d, largest %d (%s)\n", sizes.size(),
              sizes[sizes.size() / 2].first, sizes[sizes.size() * 9 / 10].first, sizes.back().first,
              sizes.back().second.c_str());
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fputs("usage: wesel-tidy ROOT\n", stderr);
    return 2;
  }
  try {
    const wesel::tidy::Tree tree = wesel::tidy::read_tree(argv[1]);
    const wesel::tidy::Findings found = wesel::tidy::check_all(tree);
    for (const auto& [path, line, rule, advice] : found)
      std::printf("%s:%d: %s: %s\n", path.c_str(), line, rule.c_str(), advice.c_str());
    print_sizes(tree);
    return found.empty() ? 0 : 1;
  } catch (const std::exception& problem) {
    std::fprintf(stderr, "wesel-tidy: %s\n", problem.what());
    return 2;
  }
}
