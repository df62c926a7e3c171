// Looking things up in messages: fields by name, and the pairs of a query or form.
#include "http/message.hpp"

#include <algorithm>

#include "base/bytes.hpp"

namespace wesel::http {
namespace {

Result<std::string> decode(std::string_view text) {
  std::string spaced(text);
  std::replace(spaced.begin(), spaced.end(), '+', ' ');
  return percent_decode(spaced);
}

}  // namespace

std::string_view find(const Fields& fields, std::string_view name) {
  for (const Field& field : fields) {
    if (field.name == name) return field.value;
  }
  return {};
}

void append(Fields& fields, std::string_view name, std::string_view value) {
  Field& field = fields.emplace_back(Field{std::string(name), std::string(value)});
  for (char& c : field.name) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c | 0x20);
  }
}

std::string_view Query::get(std::string_view name) const {
  for (const auto& [key, value] : pairs) {
    if (key == name) return value;
  }
  return {};
}

Query parse_query(std::string_view text) {
  Query query;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('&'), text.size());
    const std::string_view pair = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (pair.empty()) continue;
    const std::size_t equals = std::min(pair.find('='), pair.size());
    auto name = decode(pair.substr(0, equals));
    auto value = decode(equals < pair.size() ? pair.substr(equals + 1) : std::string_view());
    if (!name || !value) return {.pairs = {}, .ok = false};
    query.pairs.emplace_back(std::move(*name), std::move(*value));
  }
  return query;
}

}  // namespace wesel::http
