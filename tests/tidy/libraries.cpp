// Where foreign libraries may be named. A header that includes one, itself or through others, may
// only be included inside that library's rooms: so no foreign type leaves them.
#include <set>

#include "rules.hpp"

namespace wesel::tidy {

using std::string;
using std::string_view;

namespace {

struct Library {
  string_view prefix;              // of what is included
  std::vector<string_view> homes;  // folders, or single files, where it may be
};

// The first that fits counts.
const std::vector<Library> kLibraries = {
    {"Poco/Util/", {"core/app", "core/main.cpp"}},
    {"Poco/", {"core/http", "sdk/sandbox", "plugins/sandbox"}},
    {"boost/beast", {"core/http"}},
    {"boost/asio", {"core/http"}},
    {"sqlite3", {"core/store"}},
    {"libpq", {"core/store"}},
    {"qrencode.h", {"core/checkout"}},
    {"boost/dll", {"core/providers"}},
    {"toml++", {"core/config", "plugins/sandbox"}},
    {"boost/program_options", {"core/cli", "core/app", "core/main.cpp", "plugins/sandbox"}},
    {"boost/json", {"sdk/src/json.cpp"}},
};
// The one Boost type that is part of the house's own language: Result.
constexpr string_view kResult = "boost/system/result.hpp";

const Library* library_of(string_view include) {
  for (const Library& library : kLibraries)
    if (include.starts_with(library.prefix)) return &library;
  return nullptr;
}

bool at_home(string_view path, const Library& library) {
  for (const string_view home : library.homes)
    if (path == home || under(path, home)) return true;
  return false;
}

string homes(const Library& library) {
  string out;
  for (const string_view home : library.homes) out += (out.empty() ? "" : ", ") + string(home);
  return out;
}

// Every foreign library that comes along with a header of the tree.
class Brought {
 public:
  explicit Brought(const Tree& tree) : tree_(tree) {}

  const std::set<const Library*>& by(const string& path) {
    const auto [entry, fresh] = known_.try_emplace(path);
    if (!fresh) return entry->second;
    const Source& source = tree_.at(path);
    for (const Include& include : source.includes()) {
      if (const Library* library = library_of(include.path)) entry->second.insert(library);
      const auto target = target_of(include, source, tree_);
      if (!target || *target == path) continue;
      const auto& theirs = by(*target);
      entry->second.insert(theirs.begin(), theirs.end());
    }
    return entry->second;
  }

 private:
  const Tree& tree_;
  std::map<string, std::set<const Library*>> known_;
};

void check_source(const Source& source, const Tree& tree, Brought& brought, Findings& out) {
  for (const Include& include : source.includes()) {
    const auto tell = [&](const string& advice) {
      out.push_back({source.path(), include.line, "libraries", advice});
    };
    const Library* library = library_of(include.path);
    if (library && !at_home(source.path(), *library))
      tell(include.path + " may be included in " + homes(*library) + " alone");
    const bool other_boost = include.path.starts_with("boost/") && include.path != kResult;
    if (!library && other_boost && source.is_header())
      tell("a header names no Boost type but Result");
    const auto target = target_of(include, source, tree);
    if (!target) continue;
    for (const Library* theirs : brought.by(*target))
      if (at_home(*target, *theirs) && !at_home(source.path(), *theirs))
        tell(include.path + " brings " + string(theirs->prefix) + " along; it may be included in " +
             homes(*theirs) + " alone");
  }
}

}  // namespace

void check_libraries(const Tree& tree, Findings& out) {
  Brought brought(tree);
  for (const auto& [path, source] : tree)
    if (!is_test(path)) check_source(source, tree, brought, out);
}

}  // namespace wesel::tidy
