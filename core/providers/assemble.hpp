// Makes an Account of its configuration and a plugin: settings and addresses are compared with the
// description, the plugin is asked to take them, offers are narrowed.
#pragma once

#include <memory>
#include <vector>

#include "config/config.hpp"
#include "config/problem.hpp"
#include "providers/account.hpp"

namespace wesel {

// Null when something is wrong; `problems` then says what, all of it.
std::shared_ptr<Account> assemble(const Config& config, const AccountConfig& account,
                                  std::shared_ptr<Plugin> plugin, std::vector<Problem>& problems);

}  // namespace wesel
