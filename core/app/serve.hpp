// Runs an App until the process is told to end.
#pragma once

#include <filesystem>

namespace wesel {

// The process's exit code: 0 after a drain, 2 when the configuration or a port was refused.
int serve(const std::filesystem::path& config);

}  // namespace wesel
