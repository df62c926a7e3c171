// What every file owes: a CMakeLists.txt that builds it, an opening that says what it is, and a
// size that can be read in one sitting.
#include <cctype>
#include <filesystem>
#include <regex>

#include "rules.hpp"

namespace wesel::tidy {

using std::string;
using std::string_view;

namespace {

constexpr int kMostLines = 500;
constexpr int kMostFunctionLines = 60;

bool word_character(char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_'; }

bool names(string_view list, string_view file) {
  for (std::size_t at = list.find(file); at != list.npos; at = list.find(file, at + 1)) {
    const bool starts = at == 0 || (!word_character(list[at - 1]) && list[at - 1] != '/');
    const std::size_t end = at + file.size();
    if (starts && (end == list.size() || !word_character(list[end]))) return true;
  }
  return false;
}

// Whether a CMakeLists.txt lists the file: one in its folder or above by its way from there, or one
// elsewhere under the same top folder by its name (which prepends the way itself). A loop that
// says ${name}.c lists the bare names.
bool has_home(const string& path, const Tree& tree) {
  const std::filesystem::path file(path);
  for (const auto& [list, source] : tree) {
    if (source.is_code() || !under(list, file.begin()->generic_string())) continue;
    const std::filesystem::path folder = std::filesystem::path(list).parent_path();
    const bool above = under(path, folder.generic_string());
    const auto name = above ? file.lexically_relative(folder) : file.filename();
    if (names(source.text(), name.generic_string())) return true;
    const bool loop = source.text().find("}" + file.extension().string()) != string::npos;
    if (loop && names(source.text(), file.stem().string())) return true;
  }
  return false;
}

bool has_header(const string& path, const Tree& tree) {
  return tree.contains(path.substr(0, path.rfind('.')) + ".hpp");
}

// Whether the brace at `at` opens what runs: it follows ')' or what may stand after it.
bool opens_body(string_view code, std::size_t at) {
  static const std::regex kBody(
      R"([)\]]\s*((const|override|final|noexcept|mutable|try)\s*)*(->\s*[\w:<>,&* ]+)?$)");
  const std::size_t begin = at > 100 ? at - 100 : 0;
  return std::regex_search(string(code.substr(begin, at - begin)), kBody);
}

// Outermost bodies alone: what stands inside one is part of it.
void check_functions(const Source& source, Findings& out) {
  const string& code = source.code();
  for (std::size_t at = code.find('{'); at != code.npos; at = code.find('{', at + 1)) {
    if (!opens_body(code, at)) continue;
    const std::size_t end = end_of_block(code, at + 1);
    const int lines = source.line_of(end) - source.line_of(at) + 1;
    if (lines > kMostFunctionLines)
      out.push_back({source.path(), source.line_of(at), "size",
                     "a function has at most " + std::to_string(kMostFunctionLines) +
                         " lines; this one has " + std::to_string(lines)});
    at = end;
  }
}

}  // namespace

void check_files(const Tree& tree, Findings& out) {
  for (const auto& [path, source] : tree) {
    if (!source.is_code()) continue;
    if (source.lines() > kMostLines)
      out.push_back({path, source.lines(), "size",
                     "a file has at most " + std::to_string(kMostLines) +
                         " lines; this one wants a second room"});
    if (!is_test(path)) check_functions(source, out);
    if (!source.is_header() && !has_home(path, tree))
      out.push_back({path, 1, "homes", "no CMakeLists.txt lists it"});
    if (path.ends_with(".hpp") && source.code().find("#pragma once") == string::npos)
      out.push_back({path, 1, "opening", "a header has #pragma once"});
    const bool introduced = source.text().starts_with("//") || source.text().starts_with("/*");
    if (!introduced && (source.is_header() || !has_header(path, tree)))
      out.push_back({path, 1, "opening",
                     "a file opens with a comment: what this is, why, and what it does not do"});
  }
}

}  // namespace wesel::tidy
