#include "api/routes.hpp"

#include "base/bytes.hpp"

namespace wesel {

using std::string;
using std::string_view;

namespace {

std::vector<string> split(string_view path) {
  std::vector<string> segments;
  path.remove_prefix(path.starts_with('/'));
  while (true) {
    const auto slash = path.find('/');
    segments.emplace_back(path.substr(0, slash));
    if (slash == path.npos) return segments;
    path.remove_prefix(slash + 1);
  }
}

// Decoded segments must not smuggle a slash past the pattern.
bool fits(const std::vector<string>& pattern, const std::vector<string>& path,
          std::vector<string>& taken) {
  if (pattern.size() != path.size()) return false;
  for (std::size_t i = 0; i < path.size(); ++i) {
    if (pattern[i] != "{}") {
      if (pattern[i] != path[i]) return false;
      continue;
    }
    auto decoded = percent_decode(path[i]);
    if (!decoded || decoded->empty() || decoded->find('/') != string::npos) return false;
    taken.push_back(std::move(*decoded));
  }
  return true;
}

}  // namespace

void Routes::add(string method, string pattern, Action action) {
  Entry entry{std::move(method), pattern, split(pattern), std::move(action)};
  entries_.push_back(std::move(entry));
}

std::vector<std::pair<string, string>> Routes::all() const {
  std::vector<std::pair<string, string>> out;
  for (const Entry& entry : entries_) out.emplace_back(entry.method, entry.pattern);
  return out;
}

Routes::Found Routes::find(string_view method, string_view path) const {
  Found found;
  const std::vector<string> segments = split(path);
  for (const Entry& entry : entries_) {
    std::vector<string> taken;
    if (!fits(entry.segments, segments, taken)) continue;
    found.path_known = true;
    found.allow += (found.allow.empty() ? "" : ", ") + entry.method;
    const bool head = method == "HEAD" && entry.method == "GET";
    if (entry.method != method && !head) continue;
    found.action = &entry.action;
    found.pattern = entry.pattern;
    found.path = std::move(taken);
    return found;
  }
  return found;
}

}  // namespace wesel
