// A TOML file as a plain tree: tables in the order they were written, every value and key with its
// place. The parser's own types stay in document.cpp.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "config/problem.hpp"

namespace wesel::config::toml_tree {

struct Node;
struct Entry;

// What no key of ours takes: "a float", "a date".
struct Other {
  std::string_view what;
};
using Array = std::vector<Node>;
using Table = std::vector<Entry>;

struct Node {
  std::variant<Table, Array, std::string, std::int64_t, bool, Other> value;
  Place place;

  template <class T>
  const T* as() const {
    return std::get_if<T>(&value);
  }
  // With its article: "a table", "an integer".
  std::string_view what() const;
};

struct Entry {
  std::string key;
  Place place;  // of the key
  Node node;
};

Entry* find(Table& table, std::string_view key);
const Entry* find(const Table& table, std::string_view key);

// A text that is not TOML gives an empty table and one problem.
Node parse(const std::string& text, const std::string& file, std::vector<Problem>& problems);

}  // namespace wesel::config::toml_tree
