// The one source that includes toml++. Its assertions abort on some invalid documents, so they are
// switched off here whatever the build type; the parser then refuses those documents as it should.
#include "config/document.hpp"

#undef NDEBUG
#define TOML_ASSERT(expr) static_assert(true)
#define TOML_MAX_NESTED_VALUES 16
#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>

#include "base/limits.hpp"

namespace wesel::config::toml_tree {
namespace {

Place place_of(const toml::source_region& region, const Place& fallback) {
  if (region.begin.line == 0) return fallback;
  return {fallback.file, static_cast<std::uint32_t>(region.begin.line),
          static_cast<std::uint32_t>(region.begin.column)};
}

Node convert(const toml::node& from, const Place& parent);

Table convert_table(const toml::table& from, const Place& place) {
  Table table;
  for (const auto& [key, value] : from) {
    const Place at = place_of(key.source(), place);
    table.push_back({std::string(key.str()), at, convert(value, at)});
  }
  std::sort(table.begin(), table.end(), [](const Entry& a, const Entry& b) {
    return std::pair(a.place.line, a.place.column) < std::pair(b.place.line, b.place.column);
  });
  return table;
}

Node convert(const toml::node& from, const Place& parent) {
  Node node;
  node.place = place_of(from.source(), parent);
  switch (from.type()) {
    case toml::node_type::table: node.value = convert_table(*from.as_table(), node.place); break;
    case toml::node_type::array: {
      Array array;
      for (const auto& element : *from.as_array()) array.push_back(convert(element, node.place));
      node.value = std::move(array);
      break;
    }
    case toml::node_type::string: node.value = from.as_string()->get(); break;
    case toml::node_type::integer: node.value = from.as_integer()->get(); break;
    case toml::node_type::boolean: node.value = from.as_boolean()->get(); break;
    case toml::node_type::floating_point: node.value = Other{"a float"}; break;
    default: node.value = Other{"a date or time"};
  }
  return node;
}

// Tables and arrays nest 16 deep at most, but each level's dotted key adds its own.
bool too_many_dots(const std::string& text, std::uint32_t& line) {
  int dots = 0;
  line = 1;
  for (const char c : text) {
    if (c == '.' && ++dots > limits::kConfigDots) return true;
    if (c != '\n') continue;
    dots = 0;
    ++line;
  }
  return false;
}

}  // namespace

std::string_view Node::what() const {
  static constexpr std::string_view names[] = {"a table", "a list", "a text", "an integer",
                                               "a boolean"};
  if (const auto* other = as<Other>()) return other->what;
  return names[value.index()];
}

Entry* find(Table& table, std::string_view key) {
  const auto found =
      std::find_if(table.begin(), table.end(), [&](const Entry& e) { return e.key == key; });
  return found == table.end() ? nullptr : &*found;
}

const Entry* find(const Table& table, std::string_view key) {
  return find(const_cast<Table&>(table), key);
}

Node parse(const std::string& text, const std::string& file, std::vector<Problem>& problems) {
  const Place start{file, 1, 1};
  std::uint32_t line = 0;
  if (too_many_dots(text, line)) {
    problems.push_back({Severity::error,
                        {file, line, 1},
                        fmt::format("the line has more than {} dots; write shorter keys, or the "
                                    "list on several lines",
                                    limits::kConfigDots)});
    return {Table{}, start};
  }
  try {
    const toml::table root = toml::parse(std::string_view(text), std::string_view(file));
    Node node = convert(root, start);
    node.place = start;
    return node;
  } catch (const toml::parse_error& error) {
    problems.push_back({Severity::error, place_of(error.source(), start),
                        fmt::format("not TOML: {}", error.description())});
  }
  return {Table{}, start};
}

}  // namespace wesel::config::toml_tree
