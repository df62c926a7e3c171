// One table of the configuration, read key by key. It tells every wrong type, wrong value and
// missing key, and at the end every key that nobody asked for. What is wrong leaves the default.
#pragma once

#include <fmt/format.h>

#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "config/document.hpp"
#include "config/secrets.hpp"
#include "config/values.hpp"

namespace wesel::config {

// What every section needs while it is read.
struct Reading {
  std::vector<Problem>& problems;
  bool allow_inline_secrets = false;

  void wrong(const Place& place, std::string message) {
    problems.push_back({Severity::error, place, std::move(message)});
  }
};

class Reader {
 public:
  // The node should be a table; `path` names it in messages, empty for the whole file.
  Reader(const toml_tree::Node& node, std::string path, Reading& reading);
  ~Reader() = default;
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;

  // Null when absent. Whatever was looked for counts as known.
  const toml_tree::Node* find(std::string_view key);
  // The same; when absent that is a problem, and `example` would be right.
  const toml_tree::Node* need(std::string_view key, std::string_view example);

  // Leave `out` as it is when the key is absent or wrong; true when it was set.
  bool read(std::string_view key, bool& out);
  bool read(std::string_view key, Text& out, Check check = nullptr);
  bool read(std::string_view key, std::string& out, Check check = nullptr);
  bool read(std::string_view key, Millis& out);
  bool read(std::string_view key, std::vector<Millis>& out);
  bool read(std::string_view key, std::vector<Text>& out, Check check = nullptr);
  bool read(std::string_view key, Address& out);
  template <std::integral Int>
  requires(!std::same_as<Int, bool>) bool read(std::string_view key, Int& out, Int least,
                                               Int most) {
    const auto number = integer(key, least, most);
    if (number) out = static_cast<Int>(*number);
    return number.has_value();
  }
  // An integer or a decimal text, kept as text.
  bool read_amount(std::string_view key, std::optional<Text>& out);
  // One of these texts.
  bool choose(std::string_view key, std::string& out,
              std::initializer_list<std::string_view> allowed);
  // Of a key that always holds a secret: inline only where that is allowed.
  bool read_secret(std::string_view key, Secret& out, Check check = nullptr);
  bool read_secrets(std::string_view key, std::vector<Secret>& out, Check check);

  // The elements of a list; empty when absent.
  const toml_tree::Array& list(std::string_view key);

  // Tells the keys that nobody asked for.
  void finish();

  const toml_tree::Table& entries() const { return *table_; }
  const Place& place() const { return place_; }
  Reading& reading() { return reading_; }
  // "server.listen"
  std::string name(std::string_view key) const;
  void wrong(std::string_view key, const Place& place, std::string_view what);

 private:
  std::optional<std::int64_t> integer(std::string_view key, std::int64_t least, std::int64_t most);
  const std::string* text(std::string_view key, const toml_tree::Node& node, Check check);
  std::optional<Millis> duration(std::string_view key, const toml_tree::Node& node);
  bool secret(std::string_view key, const toml_tree::Node& node, Secret& out, Check check);

  const toml_tree::Table* table_;
  bool is_table_ = true;  // else nothing in it is missed
  Place place_;
  std::string path_;
  Reading& reading_;
  std::vector<std::string> known_;
};

// A decimal of main units from an integer or text; what is wrong otherwise is told.
std::optional<std::string> amount_text(const toml_tree::Node& node, const std::string& name,
                                       Reading& reading);

// The one most like `word`, if one is like it at all.
std::optional<std::string> nearest(std::string_view word, const std::vector<std::string>& known);
// In quotes; what may be a key or hold a password, or is long, is left out.
std::string quoted(std::string_view text);
// `"a", "b" or "c"`
std::string listed(const std::vector<std::string>& words);

}  // namespace wesel::config
