// Gathers the files, reads section by section, then checks what the sections say of each other.
#include "config/load.hpp"

#include <algorithm>
#include <map>
#include <tuple>

#include "config/sections.hpp"
#include "config/sources.hpp"

namespace wesel {
namespace {

using namespace config;
using toml_tree::Entry;
using toml_tree::Node;

std::vector<Millis> durations(std::initializer_list<std::string_view> texts) {
  std::vector<Millis> values;
  for (const auto text : texts) values.push_back(*parse_duration(text));
  return values;
}

void read_sections(Reader& root, Config& config) {
  Reading& reading = root.reading();
  if (const Node* node = root.find("server")) read_server(*node, config.server, reading);
  if (const Node* node = root.find("store")) read_store(*node, config.store, reading);
  if (const Node* node = root.find("webhooks")) read_webhooks(*node, config.webhooks, reading);
  if (const Node* node = root.find("recovery")) read_recovery(*node, config.recovery, reading);
  if (const Node* node = root.find("log")) read_log(*node, config.log, reading);
  for (const Node& node : root.list("merchants")) {
    config.merchants.push_back(read_merchant(node, reading));
  }
  for (const Node& node : root.list("operators")) {
    config.operators.push_back(read_operator(node, reading));
  }
  if (const Node* node = root.find("providers")) {
    const Reader providers(*node, "providers", reading);
    for (const Entry& entry : providers.entries()) {
      config.accounts.push_back(read_account(entry, reading));
    }
  }
  if (const Node* node = root.find("routing")) {
    Reader routing(*node, "routing", reading);
    routing.read("timezone", config.timezone, check_timezone);
    routing.finish();
  }
  for (const Node& node : root.list("routes")) config.routes.push_back(read_route(node, reading));
}

// What one section takes from another when it says nothing itself.
void fill_in(Config& config) {
  for (AccountConfig& account : config.accounts) {
    for (MethodConfig& method : account.methods) {
      if (method.available && method.available->timezone.empty()) {
        method.available->timezone = config.timezone;
      }
    }
  }
}

// File by file as they first appear, and within each from top to bottom.
void sort_by_place(std::vector<Problem>& problems) {
  std::map<std::string, std::size_t> files;
  for (const Problem& problem : problems) files.emplace(problem.place.file, files.size());
  const auto rank = [&](const Problem& problem) {
    return std::tuple(files.at(problem.place.file), problem.place.line, problem.place.column);
  };
  std::stable_sort(problems.begin(), problems.end(),
                   [&](const Problem& a, const Problem& b) { return rank(a) < rank(b); });
}

}  // namespace

LoadResult load(const std::filesystem::path& file) {
  LoadResult result;
  const Node node = gather_sources(file, result.problems);
  const bool readable = !any_errors(result.problems);
  Config config;
  config.file = file.string();
  config.webhooks.schedule = durations({"5s", "5m", "30m", "2h", "5h", "10h", "14h", "20h", "24h"});
  config.recovery.schedule = durations({"2s", "10s", "30s", "2m", "10m", "1h"});
  config.recovery.pending_schedule = durations({"5m", "30m", "1h"});
  Reading reading{result.problems};
  Reader root(node, "", reading);
  root.read("allow_inline_secrets", config.allow_inline_secrets);
  reading.allow_inline_secrets = config.allow_inline_secrets;
  read_sections(root, config);
  root.finish();
  fill_in(config);
  // Names that a file could not give are not missing.
  if (readable) check_references(config, reading);
  sort_by_place(result.problems);
  if (!any_errors(result.problems)) result.config = std::move(config);
  return result;
}

}  // namespace wesel
