// What a route's condition may ask about, and which values make sense there.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace wesel::config {

struct Attribute {
  std::string_view name;
  bool is_number = false;   // amounts and hours: integers, and { min, max } is allowed
  bool has_prefix = false;  // { prefix = … } is allowed
  // What is wrong with one value and what would be right; empty when it is fine.
  std::string (*check)(std::string_view value) = nullptr;
};

// Null when there is none of that name. "metadata.KEY" is one for any key.
const Attribute* find_attribute(std::string_view name);
std::string attribute_names();

}  // namespace wesel::config
