// Which part of the tree may include which. A room is a folder of core; rooms of one floor, such as
// routing and providers, never meet.
#include "rules.hpp"

namespace wesel::tidy {

using std::string;
using std::string_view;

namespace {

const std::map<string, int, std::less<>> kFloors = {
    {"base", 0},     {"domain", 1},    {"observe", 2}, {"config", 3}, {"store", 4},
    {"http", 5},     {"providers", 6}, {"routing", 6}, {"engine", 7}, {"webhooks", 8},
    {"checkout", 8}, {"api", 9},       {"app", 10},    {"cli", 11},   {"main", 12}};
const char* const kOrder =
    "main cli app api webhooks|checkout engine routing|providers http store config observe domain "
    "base";

// "http" of core/http/reader.cpp, "main" of core/main.cpp.
string room_of(string_view path) {
  path.remove_prefix(string_view("core/").size());
  return string(path.substr(0, path.find_first_of("/.")));
}

string plugin_of(string_view path) {
  path.remove_prefix(string_view("plugins/").size());
  return string(path.substr(0, path.find('/')));
}

string from_core(const Source& source, const string& target) {
  const string from = room_of(source.path());
  if (under(target, "sdk/include/wesel/sandbox") || target == "sdk/include/wesel/sandbox.hpp" ||
      target == "sdk/include/wesel/testing.hpp")
    return "the engine does not use what fakes and tests stand on";
  if (under(target, "sdk")) return {};
  if (!under(target, "core")) return "core includes core and sdk alone";
  const string to = room_of(target);
  if (from == to) return {};
  if (from == "runner" || to == "runner")
    return to == "base" ? "" : "core/runner and the engine share base and sdk alone";
  if (!kFloors.contains(from) || !kFloors.contains(to))
    return "a new room needs its floor in tests/tidy: " + (kFloors.contains(from) ? to : from);
  if (kFloors.at(to) < kFloors.at(from)) return {};
  return "core/" + from + " may not include core/" + to + "; includes point down: " + kOrder;
}

string from_plugin(const Source& source, const string& target) {
  if (under(target, "sdk/include/wesel")) return {};
  if (under(target, "plugins") && plugin_of(target) == plugin_of(source.path())) return {};
  // plugins/sandbox puts every provider's sandbox into one program.
  const bool gathers = under(source.path(), "plugins/sandbox");
  if (gathers && target.find("/sandbox/") != target.npos) return {};
  return "a plugin includes sdk/include/wesel and its own folder alone";
}

}  // namespace

void check_includes(const Tree& tree, Findings& out) {
  for (const auto& [path, source] : tree) {
    for (const Include& include : source.includes()) {
      const auto target = target_of(include, source, tree);
      if (!target) continue;
      string advice;
      if (under(path, "core")) advice = from_core(source, *target);
      if (under(path, "sdk") && !under(*target, "sdk")) advice = "sdk includes sdk alone";
      if (under(path, "plugins")) advice = from_plugin(source, *target);
      if (!is_test(path) && include.path.find("..") != string::npos)
        advice = "an include names its way from core, sdk/include or its own folder, without '..'";
      if (!advice.empty()) out.push_back({path, include.line, "includes", advice});
    }
  }
}

}  // namespace wesel::tidy
