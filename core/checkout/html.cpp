#include "checkout/html.hpp"

namespace wesel::checkout {

using std::string;
using std::string_view;

namespace {

void escape(string& out, char c) {
  switch (c) {
    case '&': out += "&amp;"; return;
    case '<': out += "&lt;"; return;
    case '>': out += "&gt;"; return;
    case '"': out += "&quot;"; return;
    case '\'': out += "&#39;"; return;
    default: out += c;
  }
}

// In UTF-8: U+061C, U+200E, U+200F, U+202A to U+202E, U+2066 to U+2069.
std::size_t direction_mark(string_view text) {
  if (text.starts_with("\xD8\x9C")) return 2;
  if (text.size() < 3 || text[0] != '\xE2') return 0;
  const auto second = static_cast<unsigned char>(text[1]);
  const auto third = static_cast<unsigned char>(text[2]);
  const bool mark = second == 0x80 && (third == 0x8E || third == 0x8F);
  const bool embedding = second == 0x80 && third >= 0xAA && third <= 0xAE;
  const bool isolate = second == 0x81 && third >= 0xA6 && third <= 0xA9;
  return mark || embedding || isolate ? 3 : 0;
}

bool control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }

}  // namespace

Html Html::trusted(string_view markup) {
  Html html;
  html.out_ = markup;
  return html;
}

Html& Html::text(string_view words) {
  for (std::size_t i = 0; i < words.size();) {
    if (const std::size_t mark = direction_mark(words.substr(i)); mark > 0) {
      i += mark;
      continue;
    }
    escape(out_, control(words[i]) ? ' ' : words[i]);
    ++i;
  }
  return *this;
}

Html& Html::value(string_view exact) {
  for (const char c : exact) escape(out_, c);
  return *this;
}

Html& Html::quote(string_view words) { return raw("<bdi>").text(words).raw("</bdi>"); }

Html& Html::say(string_view sentence, std::initializer_list<string_view> values) {
  for (const string_view value : values) {
    const std::size_t hole = sentence.find("{}");
    if (hole == sentence.npos) break;
    text(sentence.substr(0, hole)).raw("<b>").quote(value).raw("</b>");
    sentence.remove_prefix(hole + 2);
  }
  return text(sentence);
}

Html& Html::add(const Html& part) {
  out_ += part.out_;
  return *this;
}

}  // namespace wesel::checkout
