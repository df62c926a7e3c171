// Plugins as files: where they are looked for, and what is checked before and while their code is
// loaded. Boost.DLL stays in here.
#define BOOST_DLL_USE_STD_FS
#include <dlfcn.h>
#include <fmt/format.h>

#include <algorithm>
#include <boost/dll/library_info.hpp>
#include <boost/dll/runtime_symbol_info.hpp>
#include <boost/dll/shared_library.hpp>
#include <fstream>
#include <iterator>

#include "base/bytes.hpp"
#include "providers/blocks.hpp"
#include "providers/plugin.hpp"

namespace wesel {

namespace fs = std::filesystem;
using std::string;
using std::string_view;

namespace {

constexpr const char* kEntry = "wesel_plugin_v1";
constexpr string_view kPrefix = "libwesel_";
constexpr string_view kSuffix = ".so";

Error refuse(const fs::path& file, string code, string_view why) {
  return {Fault::config, std::move(code), fmt::format("{}: {}", file.string(), why), {}};
}

string digest_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  const string content((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  return to_hex(as_text(sha256(content)));
}

// Empty: the file is a shared library with the one symbol that we need. Runs none of its code.
string look_inside(const fs::path& file) {
  try {
    boost::dll::library_info info(file);
    const std::vector<string> symbols = info.symbols();
    if (std::find(symbols.begin(), symbols.end(), kEntry) == symbols.end())
      return fmt::format("it exports no {}, so it is no wesel plugin", kEntry);
    return {};
  } catch (const std::exception&) {
    return "not a shared library for this machine";
  }
}

// Never unloaded: unique symbols of the standard library make that unsafe.
Result<std::shared_ptr<Plugin>> load(const fs::path& file) {
  using boost::dll::load_mode::type;
  const auto mode = static_cast<type>(boost::dll::load_mode::rtld_now |
                                      boost::dll::load_mode::rtld_local | RTLD_NODELETE);
  try {
    const boost::dll::shared_library library(file, mode);
    auto plugin = make_plugin(library.get<const wesel_plugin*()>(kEntry)());
    if (!plugin) return refuse(file, plugin.error().code, plugin.error().message);
    return plugin;
  } catch (const std::exception& error) {
    return refuse(file, "plugin_unloadable", error.what());
  }
}

}  // namespace

PluginFiles::PluginFiles(std::vector<fs::path> folders) : folders_(std::move(folders)) {}

Result<std::shared_ptr<Plugin>> PluginFiles::find(string_view plugin, string_view sha256) {
  const auto none = [&](string_view why) {
    return Error{Fault::config, "plugin_not_found", string(why), {}};
  };
  if (!is_name(plugin))
    return none(fmt::format("\"{}\" is no plugin's name: lower case, digits, '_'", plugin));
  string looked;
  for (const fs::path& folder : folders_) {
    const fs::path file = folder / fmt::format("{}{}{}", kPrefix, plugin, kSuffix);
    std::error_code error;
    if (!fs::exists(file, error)) {
      looked += (looked.empty() ? "" : ", ") + folder.string();
      continue;
    }
    auto found = open(file, sha256);
    if (found && (*found)->description().id != plugin)
      return refuse(file, "plugin_broken",
                    fmt::format("it calls itself \"{}\"", (*found)->description().id));
    return found;
  }
  return none(fmt::format("no plugin \"{}\" in {}", plugin, looked));
}

Result<std::shared_ptr<Plugin>> PluginFiles::open(const fs::path& file, string_view sha256) {
  std::error_code error;
  const fs::path real = fs::canonical(file, error);
  if (error || !fs::is_regular_file(real, error))
    return refuse(file, "plugin_not_found", "there is no such file");
  if (!sha256.empty()) {
    if (const string digest = digest_of(real); digest != sha256)
      return refuse(file, "plugin_not_pinned", "its sha256 is " + digest + ", not the pinned one");
  }
  if (const auto known = loaded_.find(real); known != loaded_.end()) return known->second;
  if (const string wrong = look_inside(real); !wrong.empty())
    return refuse(file, "plugin_broken", wrong);
  auto plugin = load(real);
  if (plugin) loaded_[real] = *plugin;
  return plugin;
}

std::map<string, fs::path> PluginFiles::list() const {
  std::map<string, fs::path> out;
  for (const fs::path& folder : folders_) {
    std::error_code error;
    for (const fs::directory_entry& entry : fs::directory_iterator(folder, error)) {
      const string file = entry.path().filename().string();
      if (file.size() <= kPrefix.size() + kSuffix.size() || !file.starts_with(kPrefix) ||
          !file.ends_with(kSuffix))
        continue;
      out.emplace(file.substr(kPrefix.size(), file.size() - kPrefix.size() - kSuffix.size()),
                  entry.path());
    }
  }
  return out;
}

std::vector<fs::path> plugin_folders() {
  const fs::path program = boost::dll::program_location();
  return {program.parent_path().parent_path() / "plugins", WESEL_INSTALLED_PLUGINS};
}

}  // namespace wesel
