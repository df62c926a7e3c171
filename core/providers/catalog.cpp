#include "providers/catalog.hpp"

#include <filesystem>

#include "providers/assemble.hpp"

namespace wesel {

namespace fs = std::filesystem;

namespace {

// A relative path is meant from where it is written.
fs::path beside(const Text& path) { return fs::path(path.place.file).parent_path() / *path; }

std::shared_ptr<Plugin> plugin_of(const AccountConfig& account, PluginSource& plugins,
                                  std::vector<Problem>& problems) {
  const bool by_name = account.path->empty();
  const Place& place = by_name ? account.plugin.place : account.path.place;
  if (account.isolated) {
    problems.push_back({Severity::error, account.place,
                        "isolation = \"process\" is not there yet; write \"none\""});
    return nullptr;
  }
  auto found = by_name ? plugins.find(*account.plugin, account.sha256)
                       : plugins.open(beside(account.path), account.sha256);
  if (found) return *found;
  problems.push_back({Severity::error, place, found.error().message});
  return nullptr;
}

}  // namespace

Catalog::Catalog(std::vector<std::shared_ptr<Account>> accounts) : accounts_(std::move(accounts)) {}

std::shared_ptr<Account> Catalog::find(std::string_view account) const {
  for (const std::shared_ptr<Account>& one : accounts_)
    if (one->name() == account) return one;
  return nullptr;
}

std::shared_ptr<const Catalog> build_catalog(const Config& config, PluginSource& plugins,
                                             std::vector<Problem>& problems) {
  std::vector<std::shared_ptr<Account>> accounts;
  bool whole = true;
  for (const AccountConfig& one : config.accounts) {
    std::shared_ptr<Plugin> plugin = plugin_of(one, plugins, problems);
    auto account = plugin ? assemble(config, one, std::move(plugin), problems) : nullptr;
    whole = whole && account != nullptr;
    accounts.push_back(std::move(account));
  }
  if (!whole) return nullptr;
  return std::make_shared<const Catalog>(std::move(accounts));
}

}  // namespace wesel
