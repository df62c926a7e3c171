// All provider accounts of one configuration: an immutable snapshot that a reload replaces as a
// whole. Who still runs a flow keeps the old one alive.
#pragma once

#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "config/problem.hpp"
#include "providers/account.hpp"
#include "providers/plugin.hpp"

namespace wesel {

struct Config;

// Any thread: accounts guard what changes in them.
class Catalog {
 public:
  // Disabled accounts are in it too: their payments are still asked about.
  explicit Catalog(std::vector<std::shared_ptr<Account>> accounts);

  // Null when there is none.
  std::shared_ptr<Account> find(std::string_view account) const;
  // In the order of the configuration.
  std::span<const std::shared_ptr<Account>> accounts() const { return accounts_; }

 private:
  std::vector<std::shared_ptr<Account>> accounts_;
};

// Every problem is found and told at once, with its place. Null when one is an error.
std::shared_ptr<const Catalog> build_catalog(const Config& config, PluginSource& plugins,
                                             std::vector<Problem>& problems);

}  // namespace wesel
