// TOML files to a Config. Every problem is found and told at once, each with its place, what is
// wrong and what would be right. What plugins declare is not known here and not checked.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "config/config.hpp"
#include "config/problem.hpp"

namespace wesel {

struct LoadResult {
  std::optional<Config> config;  // none when a problem is an error
  std::vector<Problem> problems;
};

// Follows `include`. Reads secrets from the environment, files and systemd's credentials.
LoadResult load(const std::filesystem::path& file);

}  // namespace wesel
