#include "source.hpp"

#include <algorithm>
#include <cctype>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace wesel::tidy {

using std::string;
using std::string_view;

namespace {

// Where a literal or comment that begins at `at` ends; `at` itself when none begins there.
std::size_t end_of_prose(string_view text, std::size_t at) {
  const auto to = [&](std::size_t found, std::size_t length) {
    return found == text.npos ? text.size() : found + length;
  };
  const string_view rest = text.substr(at);
  if (rest.starts_with("//")) return to(text.find('\n', at), 0);
  if (rest.starts_with("/*")) return to(text.find("*/", at + 2), 2);
  if (rest.starts_with("R\"")) {
    const std::size_t open = text.find('(', at);
    if (open == text.npos) return text.size();
    const string close = ")" + string(text.substr(at + 2, open - at - 2)) + "\"";
    return to(text.find(close, open), close.size());
  }
  const char quote = text[at];
  const bool digit_separator =
      quote == '\'' && at > 0 && std::isalnum(static_cast<unsigned char>(text[at - 1]));
  if ((quote != '"' && quote != '\'') || digit_separator) return at;
  std::size_t i = at + 1;
  while (i < text.size() && text[i] != quote && text[i] != '\n') i += text[i] == '\\' ? 2 : 1;
  return std::min(i + 1, text.size());
}

string blank_prose(string_view text) {
  string code(text);
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = end_of_prose(text, at);
    for (std::size_t i = at; i < end; ++i)
      if (code[i] != '\n') code[i] = ' ';
    at = std::max(end, at + 1);
  }
  return code;
}

std::vector<Include> find_includes(string_view text, string_view code) {
  std::vector<Include> found;
  int line = 1;
  for (std::size_t begin = 0; begin < text.size(); ++line) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    const std::size_t hash = code.substr(0, end).find_first_not_of(" \t", begin);
    const bool directive = hash < end && code[hash] == '#' &&
                           code.substr(hash, end - hash).find("include") != code.npos;
    const std::size_t open = text.find_first_of("\"<", begin);
    const std::size_t close = open < end ? text.find_first_of("\">", open + 1) : text.npos;
    if (directive && close < end)
      found.push_back({line, string(text.substr(open + 1, close - open - 1))});
    begin = end + 1;
  }
  return found;
}

bool looked_at(const std::filesystem::path& path) {
  const string extension = path.extension().string();
  return extension == ".cpp" || extension == ".hpp" || extension == ".h" || extension == ".c" ||
         path.filename() == "CMakeLists.txt";
}

}  // namespace

Source::Source(string path, string text)
    : path_(std::move(path)),
      text_(std::move(text)),
      code_(blank_prose(text_)),
      includes_(find_includes(text_, code_)) {}

int Source::lines() const { return static_cast<int>(std::count(text_.begin(), text_.end(), '\n')); }

int Source::line_of(std::size_t offset) const {
  const auto end = text_.begin() + static_cast<std::ptrdiff_t>(std::min(offset, text_.size()));
  return 1 + static_cast<int>(std::count(text_.begin(), end, '\n'));
}

bool Source::is_header() const { return path_.ends_with(".hpp") || path_.ends_with(".h"); }
bool Source::is_code() const {
  return is_header() || path_.ends_with(".cpp") || path_.ends_with(".c");
}

Tree read_tree(const std::filesystem::path& root) {
  namespace fs = std::filesystem;
  Tree tree;
  for (const char* top : {"core", "plugins", "sdk", "tests"}) {
    if (!fs::exists(root / top)) throw std::runtime_error("there is no " + (root / top).string());
    for (const auto& entry : fs::recursive_directory_iterator(root / top)) {
      if (!entry.is_regular_file() || !looked_at(entry.path())) continue;
      if (entry.path().generic_string().find("/node_modules/") != string::npos) continue;
      std::ostringstream text;
      text << std::ifstream(entry.path(), std::ios::binary).rdbuf();
      const string path = fs::relative(entry.path(), root).generic_string();
      tree.emplace(path, Source(path, text.str()));
    }
  }
  return tree;
}

std::size_t end_of_block(string_view code, std::size_t at) {
  int depth = 0;
  for (; at < code.size(); ++at) {
    if (code[at] == '{') ++depth;
    if (code[at] == '}' && --depth < 0) break;
  }
  return at;
}

bool under(string_view path, string_view folder) {
  return path.size() > folder.size() && path.starts_with(folder) && path[folder.size()] == '/';
}

bool is_test(string_view path) { return under(path, "tests") || path.find("/tests/") != path.npos; }

std::optional<string> target_of(const Include& include, const Source& source, const Tree& tree) {
  const std::filesystem::path here = std::filesystem::path(source.path()).parent_path();
  const string beside = (here / include.path).lexically_normal().generic_string();
  for (const string& path :
       {beside, "core/" + include.path, "sdk/include/" + include.path, "sdk/src/" + include.path,
        "plugins/" + include.path, "tests/" + include.path})
    if (tree.contains(path)) return path;
  return std::nullopt;
}

}  // namespace wesel::tidy
