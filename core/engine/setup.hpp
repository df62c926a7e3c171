// What the engine works with: the five ports to the world, and everything that comes from the
// configuration, which a reload replaces as a whole.
#pragma once

#include <memory>
#include <string>
#include <unordered_map>

#include "base/entropy.hpp"
#include "base/secret.hpp"
#include "base/tasks.hpp"
#include "config/config.hpp"
#include "http/transport.hpp"
#include "providers/catalog.hpp"
#include "providers/flow.hpp"
#include "routing/choose.hpp"
#include "store/store.hpp"

namespace wesel {

// All outlive the engine.
struct Ports {
  Clock& clock;
  Entropy& entropy;
  http::Transport& transport;
  Store& store;
  Tasks& tasks;
};

// Whose key it is, in the configuration beside it.
struct KeyOwner {
  const Merchant* merchant = nullptr;
  const ApiKey* key = nullptr;
};

// Immutable; who still uses an old one keeps it alive.
struct Setup {
  Config config;
  std::shared_ptr<const Catalog> catalog;
  std::shared_ptr<const AccountIndex> accounts;  // the catalog's offers, as routing wants them
  std::shared_ptr<const RuleSet> rules;
  std::unordered_map<std::string, KeyOwner> keys;  // by the hex SHA-256 of the key
  std::string public_url;                          // without a slash at the end
  Secret secret;  // of this installation: signs callback and checkout URLs, makes callback keys
};
using SetupPtr = std::shared_ptr<const Setup>;

// Whose objects a call may see.
struct Caller {
  std::string merchant;
  Mode mode = Mode::sandbox;
};

}  // namespace wesel
