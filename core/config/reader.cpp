// One method a kind of value; each problem says the key's full name, what stands there and what
// should.
#include "config/reader.hpp"

#include <algorithm>

namespace wesel::config {

using toml_tree::Array;
using toml_tree::Node;
using toml_tree::Table;

Reader::Reader(const Node& node, std::string path, Reading& reading)
    : table_(node.as<Table>()), place_(node.place), path_(std::move(path)), reading_(reading) {
  static const Table empty;
  if (table_ != nullptr) return;
  table_ = &empty;
  is_table_ = false;
  reading_.wrong(place_, fmt::format("{} is {}; a table is wanted", path_, node.what()));
}

std::string Reader::name(std::string_view key) const {
  return path_.empty() ? std::string(key) : fmt::format("{}.{}", path_, key);
}

void Reader::wrong(std::string_view key, const Place& place, std::string_view what) {
  reading_.wrong(place, fmt::format("{} {}", name(key), what));
}

const Node* Reader::find(std::string_view key) {
  known_.emplace_back(key);
  const auto* entry = toml_tree::find(*table_, key);
  return entry == nullptr ? nullptr : &entry->node;
}

const Node* Reader::need(std::string_view key, std::string_view example) {
  const Node* node = find(key);
  if (node == nullptr && is_table_) {
    reading_.wrong(place_, fmt::format("{} lacks {}; write {} = {}",
                                       path_.empty() ? "the file" : path_, key, key, example));
  }
  return node;
}

const std::string* Reader::text(std::string_view key, const Node& node, Check check) {
  const auto* text = node.as<std::string>();
  if (text == nullptr) {
    wrong(key, node.place, fmt::format("is {}; a text is wanted", node.what()));
    return nullptr;
  }
  const std::string complaint = check == nullptr ? std::string() : check(*text);
  if (complaint.empty()) return text;
  wrong(key, node.place, fmt::format("= {} {}", quoted(*text), complaint));
  return nullptr;
}

bool Reader::read(std::string_view key, bool& out) {
  const Node* node = find(key);
  if (node == nullptr) return false;
  const bool* value = node->as<bool>();
  if (value != nullptr) {
    out = *value;
  } else {
    wrong(key, node->place, fmt::format("is {}; write true or false", node->what()));
  }
  return value != nullptr;
}

bool Reader::read(std::string_view key, Text& out, Check check) {
  const Node* node = find(key);
  const std::string* value = node == nullptr ? nullptr : text(key, *node, check);
  if (value != nullptr) out = {*value, node->place};
  return value != nullptr;
}

bool Reader::read(std::string_view key, std::string& out, Check check) {
  Text value;
  const bool found = read(key, value, check);
  if (found) out = value.value;
  return found;
}

std::optional<Millis> Reader::duration(std::string_view key, const Node& node) {
  const auto* text = node.as<std::string>();
  const auto value = text == nullptr ? std::nullopt : parse_duration(*text);
  if (!value) {
    const std::string seen = text == nullptr ? fmt::format("is {}", node.what())
                                             : fmt::format("= {:?} is not a duration", *text);
    wrong(key, node.place, seen + R"(; write a text such as "500ms", "5s", "30m", "2h" or "3d")");
  }
  return value;
}

bool Reader::read(std::string_view key, Millis& out) {
  const Node* node = find(key);
  const auto value = node == nullptr ? std::nullopt : duration(key, *node);
  if (value) out = *value;
  return value.has_value();
}

const Array& Reader::list(std::string_view key) {
  static const Array empty;
  const Node* node = find(key);
  if (node == nullptr) return empty;
  if (const auto* array = node->as<Array>()) return *array;
  wrong(key, node->place, fmt::format("is {}; a list is wanted", node->what()));
  return empty;
}

bool Reader::read(std::string_view key, std::vector<Millis>& out) {
  const Node* node = find(key);
  if (node == nullptr) return false;
  std::vector<Millis> values;
  for (const Node& element : list(key)) {
    if (const auto value = duration(key, element)) values.push_back(*value);
  }
  if (const auto* array = node->as<Array>(); array != nullptr && array->empty()) {
    wrong(key, node->place, R"(is empty; write at least one duration, such as ["5s"])");
  }
  if (values.empty()) return false;
  out = std::move(values);
  return true;
}

bool Reader::read(std::string_view key, std::vector<Text>& out, Check check) {
  if (find(key) == nullptr) return false;
  out.clear();
  for (const Node& element : list(key)) {
    if (const auto* value = text(key, element, check)) out.push_back({*value, element.place});
  }
  return true;
}

bool Reader::read(std::string_view key, Address& out) {
  Text text;
  if (!read(key, text)) return false;
  const auto address = parse_address(*text);
  if (!address) {
    wrong(
        key, text.place,
        fmt::format(R"(= {:?} is not an address; write "127.0.0.1:8080" or "[::1]:8080")", *text));
    return false;
  }
  out = *address;
  out.place = text.place;
  return true;
}

std::optional<std::int64_t> Reader::integer(std::string_view key, std::int64_t least,
                                            std::int64_t most) {
  const Node* node = find(key);
  if (node == nullptr) return std::nullopt;
  const auto* number = node->as<std::int64_t>();
  if (number == nullptr) {
    wrong(key, node->place, fmt::format("is {}; an integer is wanted", node->what()));
    return std::nullopt;
  }
  if (*number >= least && *number <= most) return *number;
  wrong(key, node->place,
        fmt::format("= {} is out of range; from {} to {} is right", *number, least, most));
  return std::nullopt;
}

bool Reader::read_amount(std::string_view key, std::optional<Text>& out) {
  const Node* node = find(key);
  const auto amount = node == nullptr ? std::nullopt : amount_text(*node, name(key), reading_);
  if (amount) out = Text{*amount, node->place};
  return amount.has_value();
}

bool Reader::choose(std::string_view key, std::string& out,
                    std::initializer_list<std::string_view> allowed) {
  Text value;
  if (!read(key, value)) return false;
  if (std::find(allowed.begin(), allowed.end(), *value) != allowed.end()) {
    out = *value;
    return true;
  }
  const std::vector<std::string> words(allowed.begin(), allowed.end());
  wrong(key, value.place, fmt::format("= {:?} is not known; write {}", *value, listed(words)));
  return false;
}

bool Reader::secret(std::string_view key, const Node& node, Secret& out, Check check) {
  const std::string* source = text(key, node, nullptr);
  if (source == nullptr) return false;
  const auto resolved = resolve_secret(*source);
  if (!resolved) {
    wrong(key, node.place, fmt::format("is not to be had: {}", resolved.error().message));
    return false;
  }
  if (resolved->inline_value && !reading_.allow_inline_secrets) {
    wrong(key, node.place,
          R"(is a secret written inline; write "env:NAME", "file:/path" or "cred:NAME")");
    return false;
  }
  const std::string complaint = check == nullptr ? std::string() : check(resolved->value.reveal());
  if (!complaint.empty()) wrong(key, node.place, complaint);
  out = resolved->value;
  return complaint.empty();
}

bool Reader::read_secret(std::string_view key, Secret& out, Check check) {
  const Node* node = find(key);
  return node != nullptr && secret(key, *node, out, check);
}

bool Reader::read_secrets(std::string_view key, std::vector<Secret>& out, Check check) {
  if (find(key) == nullptr) return false;
  for (const Node& element : list(key)) {
    if (Secret value; secret(key, element, value, check)) out.push_back(std::move(value));
  }
  return true;
}

}  // namespace wesel::config
