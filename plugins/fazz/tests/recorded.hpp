// The recorded exchanges by name, and the settings that all of them were made with.
#pragma once

#include "wesel/testing.hpp"

using namespace wesel::sdk;
using namespace wesel::sdk::testing;

inline std::string folder() { return std::string(WESEL_SOURCE_DIR) + "/plugins/fazz/exchanges/"; }

inline Recording recorded(const std::string& name) { return load(folder() + name + ".json"); }

inline Fields settings() {
  return {{"api_key", "test_key"}, {"secret_key", "test_secret"}, {"signing_secret", "signing"}};
}
