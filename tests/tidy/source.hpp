// The source tree as the rules see it: texts by path, and each text once more with comments and
// literals blanked out, so that a rule about code never trips over prose.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace wesel::tidy {

struct Include {
  int line = 0;
  std::string path;
};

class Source {
 public:
  Source(std::string path, std::string text);

  const std::string& path() const { return path_; }
  const std::string& text() const { return text_; }
  // The text with comments and the insides of literals as spaces; every byte keeps its place.
  const std::string& code() const { return code_; }
  const std::vector<Include>& includes() const { return includes_; }

  int lines() const;
  int line_of(std::size_t offset) const;
  bool is_header() const;  // .hpp or .h
  bool is_code() const;    // C or C++

 private:
  std::string path_, text_, code_;
  std::vector<Include> includes_;
};

// By path from the root, with '/'.
using Tree = std::map<std::string, Source>;

// Reads what the rules look at: C, C++ and CMakeLists.txt under core, plugins, sdk and tests.
Tree read_tree(const std::filesystem::path& root);

// Where the block ends that surrounds `at`: its closing brace, or the end of the code.
std::size_t end_of_block(std::string_view code, std::size_t at);

bool under(std::string_view path, std::string_view folder);
// In tests/, or in a plugin's own tests folder.
bool is_test(std::string_view path);
// Where an include that stands in `source` leads inside the tree; nothing when it leads outside.
std::optional<std::string> target_of(const Include& include, const Source& source,
                                     const Tree& tree);

}  // namespace wesel::tidy
