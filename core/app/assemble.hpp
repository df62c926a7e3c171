// A configuration made into what the engine works with, every problem found on the way. Shared by
// serve, check, explain and reload, so that what one accepts the others accept.
#pragma once

#include <filesystem>
#include <vector>

#include "config/problem.hpp"
#include "engine/setup.hpp"
#include "providers/plugin.hpp"

namespace wesel {

struct Assembled {
  std::shared_ptr<Setup> setup;  // null when a problem is an error; its secret is still empty
  std::vector<Problem> problems;
};

Assembled assemble(const std::filesystem::path& file, PluginSource& plugins);

// Of a server's own address: "http://127.0.0.1:8080".
std::string default_public_url(const ServerConfig& server);

}  // namespace wesel
