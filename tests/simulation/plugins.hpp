// The plugins of the simulated providers, inside this program: one protocol, three natures.
#pragma once

#include "providers/plugin.hpp"

namespace wesel::simulation {

// alpha: not keyed, unseen-safe, cancels, signs. beta: keyed, unseen-safe, pays out, lists methods
// by amount. gamma: keyed, pushes to phones, unsigned callbacks, pays out.
class InsidePlugins final : public PluginSource {
 public:
  Result<std::shared_ptr<Plugin>> find(std::string_view plugin, std::string_view sha256) override;
  Result<std::shared_ptr<Plugin>> open(const std::filesystem::path& file,
                                       std::string_view sha256) override;
};

}  // namespace wesel::simulation
