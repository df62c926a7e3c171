// The main file and all that it includes, as one tree: included files first, in the order named,
// then the file's own content.
#pragma once

#include <filesystem>
#include <vector>

#include "config/document.hpp"

namespace wesel::config {

toml_tree::Node gather_sources(const std::filesystem::path& file, std::vector<Problem>& problems);

}  // namespace wesel::config
