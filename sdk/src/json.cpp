// Boost.JSON's event parser feeds a flat list of nodes: it hands over the exact text of numbers,
// which Poco's parser turns into doubles first. The only file that includes Boost.JSON.
#include "wesel/json.hpp"

#include <boost/json/basic_parser_impl.hpp>
#include <boost/json/src.hpp>  // header-only: a plugin is one file
#include <charconv>

namespace wesel::json {

using std::string_view;

struct Reader {
  using error_code = boost::json::error_code;

  static constexpr std::size_t max_object_size = 1000;  // finding duplicates is quadratic
  static constexpr std::size_t max_array_size = std::size_t(-1);
  static constexpr std::size_t max_key_size = std::size_t(-1);
  static constexpr std::size_t max_string_size = std::size_t(-1);

  Document document;
  std::vector<std::uint32_t> open;  // nodes of the arrays and objects around us
  std::uint32_t key_at = 0, key_size = 0, text_at = 0;

  std::uint32_t here() const { return static_cast<std::uint32_t>(document.texts_.size()); }

  Document::Node& add(Kind kind) {
    Document::Node node;
    node.kind = kind;
    node.key_at = key_at;
    node.key_size = key_size;
    node.end = static_cast<std::uint32_t>(document.nodes_.size() + 1);
    key_size = 0;
    return document.nodes_.emplace_back(node);
  }
  void add_text(Kind kind) {
    Document::Node& node = add(kind);
    node.text_at = text_at;
    node.text_size = here() - text_at;
  }
  bool refuse(error_code& ec, string_view why) {
    document.problem_ = why;
    ec = boost::json::error::syntax;
    return false;
  }
  bool duplicate(string_view key) const {
    const std::uint32_t parent = open.back();
    for (std::uint32_t i = parent + 1; i < document.nodes_.size(); i = document.nodes_[i].end) {
      const Document::Node& n = document.nodes_[i];
      if (document.slice(n.key_at, n.key_size) == key) return true;
    }
    return false;
  }

  bool on_document_begin(error_code&) { return true; }
  bool on_document_end(error_code&) { return true; }
  bool on_object_begin(error_code&) { return open_node(Kind::object); }
  bool on_array_begin(error_code&) { return open_node(Kind::array); }
  bool open_node(Kind kind) {
    open.push_back(static_cast<std::uint32_t>(document.nodes_.size()));
    add(kind);
    return true;
  }
  bool on_object_end(std::size_t, error_code&) { return close_node(); }
  bool on_array_end(std::size_t, error_code&) { return close_node(); }
  bool close_node() {
    document.nodes_[open.back()].end = static_cast<std::uint32_t>(document.nodes_.size());
    open.pop_back();
    return true;
  }
  bool on_key_part(string_view part, std::size_t n, error_code&) {
    if (n == part.size()) key_at = here();
    document.texts_.append(part);
    return true;
  }
  bool on_key(string_view part, std::size_t n, error_code& ec) {
    if (n == part.size()) key_at = here();
    document.texts_.append(part);
    const string_view key = document.slice(key_at, static_cast<std::uint32_t>(n));
    if (key.find('\0') != key.npos) return refuse(ec, "a NUL in a key");
    if (duplicate(key)) return refuse(ec, "the key \"" + std::string(key) + "\" comes twice");
    key_size = static_cast<std::uint32_t>(n);
    return true;
  }
  bool on_string_part(string_view part, std::size_t n, error_code&) {
    if (n == part.size()) text_at = here();
    document.texts_.append(part);
    return true;
  }
  bool on_string(string_view part, std::size_t n, error_code& ec) {
    if (n == part.size()) text_at = here();
    document.texts_.append(part);
    if (string_view(document.texts_).substr(text_at).find('\0') != string_view::npos)
      return refuse(ec, "a NUL in a string");
    add_text(Kind::string);
    return true;
  }
  // A number's text comes in parts; the last one with its (unused) value.
  bool in_number = false;
  bool on_number_part(string_view part, error_code&) { return number(part); }
  bool number(string_view part) {
    if (!in_number) text_at = here();
    in_number = true;
    document.texts_.append(part);
    return true;
  }
  bool end_number(string_view part) {
    number(part);
    in_number = false;
    add_text(Kind::number);
    return true;
  }
  bool on_int64(std::int64_t, string_view part, error_code&) { return end_number(part); }
  bool on_uint64(std::uint64_t, string_view part, error_code&) { return end_number(part); }
  bool on_double(double, string_view part, error_code&) { return end_number(part); }
  bool on_bool(bool value, error_code&) {
    add(Kind::boolean).truth = value;
    return true;
  }
  bool on_null(error_code&) {
    add(Kind::null);
    return true;
  }
  bool on_comment_part(string_view, error_code&) { return true; }
  bool on_comment(string_view, error_code&) { return true; }
};

Document Document::parse(string_view text) {
  boost::json::parse_options options;
  options.max_depth = kMaxDepth;
  boost::json::basic_parser<Reader> parser(options);
  Reader& reader = parser.handler();
  reader.document.texts_.reserve(text.size());
  reader.document.nodes_.reserve(32);
  boost::json::error_code ec;
  const std::size_t used = parser.write_some(false, text.data(), text.size(), ec);
  Document document = std::move(reader.document);
  if (document.problem_.empty() && ec)
    document.problem_ = ec.message() + " at byte " + std::to_string(used);
  if (document.problem_.empty() && used < text.size())
    document.problem_ = "more after the end at byte " + std::to_string(used);
  if (!document.problem_.empty()) document.nodes_.clear();
  return document;
}

Value Document::root() const {
  return nodes_.empty() ? Value() : Value(this, 0, static_cast<std::uint32_t>(nodes_.size()));
}

Kind Value::kind() const { return document_ ? document_->nodes_[node_].kind : Kind::missing; }

Value Value::first() const {
  const Kind k = kind();
  if (k != Kind::array && k != Kind::object) return {};
  const std::uint32_t end = document_->nodes_[node_].end;
  return node_ + 1 < end ? Value(document_, node_ + 1, end) : Value();
}

Value Value::next() const {
  if (!document_) return {};
  const std::uint32_t end = document_->nodes_[node_].end;
  return end < stop_ ? Value(document_, end, stop_) : Value();
}

string_view Value::key() const {
  if (!document_) return {};
  const auto& node = document_->nodes_[node_];
  return document_->slice(node.key_at, node.key_size);
}

Value Value::operator[](string_view key) const {
  if (kind() != Kind::object) return {};
  for (Value v = first(); v; v = v.next())
    if (v.key() == key) return v;
  return {};
}

Value Value::at(std::size_t index) const {
  if (kind() != Kind::array) return {};
  Value v = first();
  while (v && index-- > 0) v = v.next();
  return v;
}

std::size_t Value::size() const {
  std::size_t n = 0;
  for (Value v = first(); v; v = v.next()) ++n;
  return n;
}

string_view Value::text() const { return kind() == Kind::string ? scalar() : string_view(); }

string_view Value::scalar() const {
  if (kind() != Kind::string && kind() != Kind::number) return {};
  const auto& node = document_->nodes_[node_];
  return document_->slice(node.text_at, node.text_size);
}

std::optional<std::int64_t> Value::integer() const {
  if (kind() != Kind::number) return {};
  const string_view token = scalar();
  std::int64_t value = 0;
  const auto [end, ec] = std::from_chars(token.data(), token.data() + token.size(), value);
  if (ec != std::errc() || end != token.data() + token.size()) return {};
  return value;
}

std::optional<bool> Value::boolean() const {
  if (kind() != Kind::boolean) return {};
  return document_->nodes_[node_].truth;
}

void append_quoted(std::string& out, string_view text) {
  static constexpr char kHex[] = "0123456789abcdef";
  out += '"';
  std::size_t clean = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (c >= 0x20 && c != '"' && c != '\\') continue;
    out.append(text.substr(clean, i - clean));
    clean = i + 1;
    switch (c) {
      case '"': out += "\\\""; break;
      case '\\': out += "\\\\"; break;
      case '\n': out += "\\n"; break;
      case '\r': out += "\\r"; break;
      case '\t': out += "\\t"; break;
      default:
        out += "\\u00";
        out += kHex[c >> 4];
        out += kHex[c & 15];
    }
  }
  out.append(text.substr(clean));
  out += '"';
}

void Object::begin(string_view key) {
  if (text_.size() > 1) text_ += ',';
  append_quoted(text_, key);
  text_ += ':';
}

Object& Object::set(string_view key, string_view value) {
  begin(key);
  append_quoted(text_, value);
  return *this;
}

Object& Object::set(string_view key, bool value) { return set_raw(key, value ? "true" : "false"); }

Object& Object::set(string_view key, std::int64_t value) {
  return set_raw(key, std::to_string(value));
}

Object& Object::set(string_view key, Number value) { return set_raw(key, value.text); }

Object& Object::set(string_view key, const Object& value) {
  begin(key);
  text_ += value.text_;
  text_ += '}';
  return *this;
}

Object& Object::set(string_view key, const Array& value) {
  begin(key);
  text_ += value.text_;
  text_ += ']';
  return *this;
}

Object& Object::set_null(string_view key) { return set_raw(key, "null"); }

Object& Object::set_raw(string_view key, string_view json) {
  begin(key);
  text_ += json;
  return *this;
}

void Array::begin() {
  if (text_.size() > 1) text_ += ',';
}

Array& Array::add(string_view value) {
  begin();
  append_quoted(text_, value);
  return *this;
}

Array& Array::add(std::int64_t value) { return add_raw(std::to_string(value)); }

Array& Array::add(const Object& value) {
  begin();
  text_ += value.text_;
  text_ += '}';
  return *this;
}

Array& Array::add_raw(string_view json) {
  begin();
  text_ += json;
  return *this;
}

}  // namespace wesel::json
