// HTML by appending. Markup can only be a literal of ours; every other word is escaped on its way
// in, so that nothing a merchant or provider says becomes markup.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

namespace wesel::checkout {

class Html {
 public:
  Html() = default;
  // Markup that we made ourselves: a drawing, the style.
  static Html trusted(std::string_view markup);

  template <std::size_t N>
  Html& raw(const char (&markup)[N]) {
    out_.append(markup, N - 1);
    return *this;
  }
  // Words that are read: escaped, and without what could turn the words around them (controls,
  // direction marks).
  Html& text(std::string_view words);
  // What an attribute holds: escaped and otherwise exact.
  Html& value(std::string_view exact);
  // Our sentence, with each "{}" replaced by a value that stays apart from it.
  Html& say(std::string_view sentence, std::initializer_list<std::string_view> values = {});
  // Somebody else's words, kept apart from ours in their direction.
  Html& quote(std::string_view words);
  Html& add(const Html& part);

  const std::string& markup() const { return out_; }
  bool empty() const { return out_.empty(); }

 private:
  std::string out_;
};

}  // namespace wesel::checkout
