// Words that have no place: floating point near money, names that say nothing, paths that exist on
// one machine alone.
#include <regex>
#include <set>
#include <sstream>

#include "rules.hpp"

namespace wesel::tidy {

using std::string;
using std::string_view;

namespace {

const std::set<string, std::less<>> kEmptyNames = {
    "util", "utils", "common", "manager", "managers", "helper", "helpers", "impl", "misc"};
const std::regex kEmptyType(
    R"(\b(class|struct|namespace)\s+(\w*(Util|Utils|Common|Manager|Helper|Helpers|Impl)|)"
    R"(utils?|common|helpers?|impl)\b)");
const std::regex kFloat(R"(\b(float|double|long double|stod|stof|strtod|strtof|atof)\b)");
// Only tests may write to the machine's scratch folder.
const std::regex kMachinePath(R"((^|[^\w./-])/(work|home|root|Users|tmp|mnt)/)");

constexpr string_view kMoneyRooms[] = {"core/domain", "core/engine", "plugins"};

bool near_money(string_view path) {
  if (path.starts_with("sdk/src/money") || path.starts_with("sdk/include/wesel/money")) return true;
  for (const string_view room : kMoneyRooms)
    if (under(path, room)) return !under(path, "plugins/sandbox");
  return false;
}

void check_name(const string& path, Findings& out) {
  std::istringstream parts(path);
  for (string part; std::getline(parts, part, '/');) {
    std::istringstream words(part.substr(0, part.find('.')));
    for (string word; std::getline(words, word, '_');)
      if (kEmptyNames.contains(word))
        out.push_back({path, 1, "names", "\"" + word + "\" says nothing; name what it is about"});
  }
}

void check_pattern(const Source& source, const string& text, const std::regex& what,
                   const char* rule, const string& advice, Findings& out) {
  for (std::sregex_iterator at(text.begin(), text.end(), what), end; at != end; ++at) {
    const auto last = static_cast<std::size_t>(at->position() + at->length() - 1);
    string found = at->str();
    found.erase(0, found.find_first_not_of("\n"));
    out.push_back({source.path(), source.line_of(last), rule, found + ": " + advice});
  }
}

}  // namespace

void check_words(const Tree& tree, Findings& out) {
  for (const auto& [path, source] : tree) {
    check_name(path, out);
    check_pattern(source, source.code(), kEmptyType, "names",
                  "this name says nothing; name what it is about", out);
    if (near_money(path))
      check_pattern(source, source.code(), kFloat, "money",
                    "money and what stands near it is never floating point", out);
    if (!is_test(path))
      check_pattern(source, source.text(), kMachinePath, "paths",
                    "a path of one machine; take it from the configuration", out);
  }
}

}  // namespace wesel::tidy
