// Percent encoding and application/x-www-form-urlencoded, to write requests and to read callbacks.
// No file uploads and no nested names: what the names mean is the provider's affair.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace wesel::sdk {

// %XX of all but RFC 3986's unreserved characters: fit for one path segment or a query's value.
std::string percent_encode(std::string_view text);
// Nothing when a '%' is not followed by two hex digits. '+' stays '+'.
std::optional<std::string> percent_decode(std::string_view text);

// One path segment: get("/payments/" + segment(id)). An id of "." or ".." would walk the path and
// no encoding stops that, so these and the empty one throw std::invalid_argument.
std::string segment(std::string_view text);

// Fields in order: Form{}.add("a", "1 2").add("b", "ü").text() is "a=1+2&b=%C3%BC".
class Form {
 public:
  Form& add(std::string_view name, std::string_view value);
  const std::string& text() const { return text_; }

 private:
  std::string text_;
};

// In order, decoded; nothing when a '%' is not followed by two hex digits.
using Fields = std::vector<std::pair<std::string, std::string>>;
std::optional<Fields> parse_form(std::string_view text);

}  // namespace wesel::sdk
