// JSON for money: a strict reader that keeps every number as the text it was, and a builder that
// writes exact text. Duplicate keys, NUL, invalid UTF-8, deep nesting and trailing bytes are
// refused. The engine and the plugins share it. Not thread-safe to build; safe to read from many.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace wesel::json {

enum class Kind : std::uint8_t { missing, null, boolean, number, string, array, object };

class Document;

// A place in a Document, cheap to copy; valid while the Document lives and is not moved. Looking
// up what is not there gives a `missing` value, so look-ups chain: v["data"]["id"].text().
class Value {
 public:
  Value() = default;

  Kind kind() const;
  explicit operator bool() const { return kind() != Kind::missing; }
  bool is_object() const { return kind() == Kind::object; }
  bool is_array() const { return kind() == Kind::array; }
  bool is_string() const { return kind() == Kind::string; }
  bool is_number() const { return kind() == Kind::number; }

  // Of an object; missing if absent. Keys are unique.
  Value operator[](std::string_view key) const;
  // Of an array; missing past its end.
  Value at(std::size_t index) const;
  // Elements of an array or members of an object; 0 for all else.
  std::size_t size() const;

  // The text of a string; empty for all else.
  std::string_view text() const;
  // The text of a string or the exact token of a number; empty for all else.
  std::string_view scalar() const;
  // An integer token in range; nothing for 1.0, 1e3, "1" or true.
  std::optional<std::int64_t> integer() const;
  std::optional<bool> boolean() const;

  // Walking: for (Value v = array.first(); v; v = v.next()). Members carry their key.
  Value first() const;
  Value next() const;
  std::string_view key() const;

 private:
  friend class Document;
  Value(const Document* document, std::uint32_t node, std::uint32_t stop)
      : document_(document), node_(node), stop_(stop) {}
  const Document* document_ = nullptr;
  std::uint32_t node_ = 0;
  std::uint32_t stop_ = 0;  // the node after the last sibling
};

// Owns a parsed text. A text that was refused gives a Document without a root: every look-up in it
// is missing, and problem() says why.
class Document {
 public:
  static constexpr int kMaxDepth = 32;
  static Document parse(std::string_view text);

  bool ok() const { return problem_.empty(); }
  const std::string& problem() const { return problem_; }
  Value root() const;
  Value operator[](std::string_view key) const { return root()[key]; }

 private:
  friend class Value;
  friend struct Reader;
  struct Node {
    Kind kind = Kind::null;
    bool truth = false;
    std::uint32_t end = 0;  // the node after this one's last descendant
    std::uint32_t key_at = 0, key_size = 0;
    std::uint32_t text_at = 0, text_size = 0;
  };
  std::string_view slice(std::uint32_t at, std::uint32_t size) const {
    return std::string_view(texts_).substr(at, size);
  }
  std::vector<Node> nodes_;
  std::string texts_;
  std::string problem_;
};

// A number written as exactly this text: Number{"42.05"}. It must be a JSON number.
struct Number {
  std::string_view text;
};

class Array;

// Builds an object: Object{}.set("a", 1).set("b", Object{}.set("c", "d")).text().
class Object {
 public:
  Object() = default;
  // Saves growing where about so many bytes are to come.
  explicit Object(std::size_t expected) {
    text_.reserve(expected);
    text_ = "{";
  }
  Object& set(std::string_view key, std::string_view value);
  Object& set(std::string_view key, const char* value) { return set(key, std::string_view(value)); }
  Object& set(std::string_view key, const std::string& value) {
    return set(key, std::string_view(value));
  }
  Object& set(std::string_view key, bool value);
  Object& set(std::string_view key, std::int64_t value);
  Object& set(std::string_view key, int value) { return set(key, std::int64_t{value}); }
  Object& set(std::string_view key, Number value);
  Object& set(std::string_view key, const Object& value);
  Object& set(std::string_view key, const Array& value);
  Object& set_null(std::string_view key);
  // A value that is already JSON text.
  Object& set_raw(std::string_view key, std::string_view json);
  // Leaves the member out when the text is empty.
  Object& set_if(std::string_view key, std::string_view value) {
    return value.empty() ? *this : set(key, value);
  }
  bool empty() const { return text_.size() == 1; }
  std::string text() const { return text_ + '}'; }

 private:
  friend class Array;
  void begin(std::string_view key);
  std::string text_ = "{";
};

// Builds an array: Array{}.add("a").add(Object{}...).
class Array {
 public:
  Array& add(std::string_view value);
  Array& add(const char* value) { return add(std::string_view(value)); }
  Array& add(const std::string& value) { return add(std::string_view(value)); }
  Array& add(std::int64_t value);
  Array& add(const Object& value);
  Array& add_raw(std::string_view json);
  bool empty() const { return text_.size() == 1; }
  std::string text() const { return text_ + ']'; }

 private:
  friend class Object;
  void begin();
  std::string text_ = "[";
};

// The text as a JSON string, with its quotes, appended.
void append_quoted(std::string& out, std::string_view text);

}  // namespace wesel::json
