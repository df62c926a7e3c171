// Configuration files that live as long as a test, and short ways to ask what loading them gave.
#pragma once

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "config/load.hpp"

namespace wesel {

// A folder of its own, removed at the end.
class Folder {
 public:
  Folder() {
    std::string name = (std::filesystem::temp_directory_path() / "wesel-config-XXXXXX").string();
    path_ = mkdtemp(name.data());
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  std::string write(const std::string& name, const std::string& text, mode_t mode = 0600) const {
    const auto file = path_ / name;
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary) << text;
    chmod(file.c_str(), mode);
    return file.string();
  }
  std::string path(const std::string& name = {}) const { return (path_ / name).string(); }

 private:
  std::filesystem::path path_;
};

inline LoadResult load_text(const std::string& text) {
  const Folder folder;
  return load(folder.write("wesel.toml", text));
}

// "line:column: message", without the file.
inline std::vector<std::string> complaints(const LoadResult& result) {
  std::vector<std::string> texts;
  for (const Problem& problem : result.problems) {
    const std::string text = problem.text();
    texts.push_back(text.substr(problem.place.file.size() + (problem.place.line > 0 ? 1 : 2)));
  }
  return texts;
}

inline std::vector<std::string> complaints(const std::string& text) {
  return complaints(load_text(text));
}

// The configuration of a text that has nothing wrong.
inline Config loaded(const std::string& text) {
  const auto result = load_text(text);
  CHECK(complaints(result) == std::vector<std::string>{});
  REQUIRE(result.config);
  return *result.config;
}

using Texts = std::vector<std::string>;

inline Texts texts(const std::vector<Text>& located) {
  Texts values;
  for (const Text& text : located) values.push_back(*text);
  return values;
}

}  // namespace wesel
