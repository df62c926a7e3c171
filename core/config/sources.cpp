// Reads files, follows `include` and merges. Sections merge key by key, lists of tables are
// appended, and what is said twice is a problem that names both places.
#include "config/sources.hpp"

#include <fmt/format.h>
#include <glob.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <map>
#include <optional>

#include "base/limits.hpp"

namespace wesel::config {
namespace {

namespace fs = std::filesystem;
using toml_tree::Array;
using toml_tree::Entry;
using toml_tree::Node;
using toml_tree::Table;

class Gathering {
 public:
  explicit Gathering(std::vector<Problem>& problems) : problems_(problems) {}

  void add(const fs::path& file, const Place& named_at);
  Table take() { return std::move(merged_); }

 private:
  void wrong(const Place& place, std::string message) {
    problems_.push_back({Severity::error, place, std::move(message)});
  }
  std::optional<std::string> read(const fs::path& file, const Place& named_at);
  void include(const Node& patterns, const fs::path& folder);
  void include_pattern(const std::string& pattern, const Place& place, const fs::path& folder);
  void merge(Entry entry);
  void merge_section(Node& into, Entry& entry);
  void said_twice(const std::string& name, const Place& again, const Place& first) {
    wrong(again, fmt::format("{} is said twice, first at {}; keep one", name, first.text()));
  }

  std::vector<Problem>& problems_;
  std::map<fs::path, Place> seen_;  // canonical path -> where it was named
  Table merged_;
};

std::optional<std::string> Gathering::read(const fs::path& file, const Place& named_at) {
  std::error_code error;
  const auto size = fs::is_regular_file(file, error) ? fs::file_size(file, error) : 0;
  std::ifstream stream(file, std::ios::binary);
  if (!fs::is_regular_file(file, error) || !stream) {
    wrong(named_at, fmt::format("file {} cannot be read; name one that is there", file.string()));
    return std::nullopt;
  }
  if (size > limits::kConfigBytes) {
    wrong(named_at, fmt::format("file {} has {} bytes; at most {} are read, split it",
                                file.string(), size, limits::kConfigBytes));
    return std::nullopt;
  }
  return std::string(std::istreambuf_iterator<char>(stream), {});
}

void Gathering::add(const fs::path& file, const Place& named_at) {
  std::error_code error;
  const fs::path identity = fs::weakly_canonical(file, error);
  if (const auto [first, fresh] = seen_.emplace(identity, named_at); !fresh) {
    wrong(named_at, fmt::format("file {} is included already ({}); include it once, in no circle",
                                file.string(), first->second.text()));
    return;
  }
  if (seen_.size() > limits::kConfigFiles) {
    wrong(named_at,
          fmt::format("more than {} files are included; join some", limits::kConfigFiles));
    return;
  }
  const auto text = read(file, named_at);
  if (!text) return;
  Node root = toml_tree::parse(*text, file.string(), problems_);
  auto& table = std::get<Table>(root.value);
  if (const Entry* entry = toml_tree::find(table, "include")) {
    include(entry->node, file.parent_path());
  }
  for (Entry& entry : table) {
    if (entry.key != "include") merge(std::move(entry));
  }
}

void Gathering::include(const Node& patterns, const fs::path& folder) {
  const auto* list = patterns.as<Array>();
  if (list == nullptr) {
    wrong(patterns.place,
          fmt::format(R"(include is {}; write a list such as ["routes.toml"])", patterns.what()));
    return;
  }
  for (const Node& pattern : *list) {
    if (const auto* text = pattern.as<std::string>()) {
      include_pattern(*text, pattern.place, folder);
    } else {
      wrong(pattern.place, fmt::format("include has {}; a text is wanted", pattern.what()));
    }
  }
}

void Gathering::include_pattern(const std::string& pattern, const Place& place,
                                const fs::path& folder) {
  const std::string full = (folder / pattern).lexically_normal().string();
  if (full.find_first_of("*?[") == std::string::npos) {
    add(full, place);
    return;
  }
  glob_t found{};
  glob(full.c_str(), 0, nullptr, &found);  // sorts by name
  const std::vector<std::string> files(found.gl_pathv, found.gl_pathv + found.gl_pathc);
  globfree(&found);
  if (files.empty()) {
    problems_.push_back({Severity::warning, place,
                         fmt::format("include {:?} names no file; is the path right?", pattern)});
  }
  for (const std::string& file : files) add(file, place);
}

void Gathering::merge(Entry entry) {
  Entry* first = toml_tree::find(merged_, entry.key);
  if (first == nullptr) {
    merged_.push_back(std::move(entry));
  } else if (first->node.as<Table>() != nullptr && entry.node.as<Table>() != nullptr) {
    merge_section(first->node, entry);
  } else if (first->node.as<Array>() != nullptr && entry.node.as<Array>() != nullptr) {
    auto& into = std::get<Array>(first->node.value);
    auto& more = std::get<Array>(entry.node.value);
    std::move(more.begin(), more.end(), std::back_inserter(into));
  } else {
    said_twice(entry.key, entry.place, first->place);
  }
}

void Gathering::merge_section(Node& into, Entry& entry) {
  auto& table = std::get<Table>(into.value);
  for (Entry& inner : std::get<Table>(entry.node.value)) {
    if (const Entry* first = toml_tree::find(table, inner.key)) {
      said_twice(fmt::format("{}.{}", entry.key, inner.key), inner.place, first->place);
    } else {
      table.push_back(std::move(inner));
    }
  }
}

}  // namespace

Node gather_sources(const fs::path& file, std::vector<Problem>& problems) {
  Gathering gathering(problems);
  gathering.add(file, Place{file.string(), 0, 0});
  return {gathering.take(), Place{file.string(), 1, 1}};
}

}  // namespace wesel::config
