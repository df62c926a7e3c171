// Percent encoding byte by byte; a form is that with '+' for a space.
#include "wesel/form.hpp"

#include <stdexcept>

#include "wesel/crypto.hpp"

namespace wesel::sdk {

namespace {

bool is_unreserved(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '.' || c == '_' || c == '~';
}

void append_encoded(std::string& out, std::string_view text, bool space_as_plus) {
  static constexpr char kDigits[] = "0123456789ABCDEF";
  for (const char c : text) {
    if (is_unreserved(c)) {
      out += c;
    } else if (c == ' ' && space_as_plus) {
      out += '+';
    } else {
      out += '%';
      out += kDigits[static_cast<unsigned char>(c) >> 4];
      out += kDigits[c & 15];
    }
  }
}

std::optional<std::string> decode(std::string_view text, bool plus_as_space) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      out += text[i] == '+' && plus_as_space ? ' ' : text[i];
      continue;
    }
    const auto byte = from_hex(text.substr(i + 1, 2));
    if (!byte || byte->size() != 1) return {};
    out += *byte;
    i += 2;
  }
  return out;
}

}  // namespace

std::string percent_encode(std::string_view text) {
  std::string out;
  append_encoded(out, text, false);
  return out;
}

std::optional<std::string> percent_decode(std::string_view text) { return decode(text, false); }

std::string segment(std::string_view text) {
  if (text.empty() || text == "." || text == "..")
    throw std::invalid_argument("no path segment: \"" + std::string(text) + '"');
  return percent_encode(text);
}

Form& Form::add(std::string_view name, std::string_view value) {
  if (!text_.empty()) text_ += '&';
  append_encoded(text_, name, true);
  text_ += '=';
  append_encoded(text_, value, true);
  return *this;
}

std::optional<Fields> parse_form(std::string_view text) {
  Fields fields;
  while (!text.empty()) {
    const std::string_view field = text.substr(0, text.find('&'));
    text.remove_prefix(field.size() < text.size() ? field.size() + 1 : field.size());
    if (field.empty()) continue;
    const std::size_t equals = field.find('=');
    auto name = decode(field.substr(0, equals), true);
    auto value = decode(equals == field.npos ? "" : field.substr(equals + 1), true);
    if (!name || !value) return {};
    fields.emplace_back(std::move(*name), std::move(*value));
  }
  return fields;
}

}  // namespace wesel::sdk
