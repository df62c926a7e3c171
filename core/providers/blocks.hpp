// Reading and writing the values that cross the plugin border: texts, money, sizes. Shared by
// whoever reads a plugin's blocks and whoever builds blocks for one.
#pragma once

#include <wesel/plugin.h>

#include <optional>
#include <string>
#include <string_view>

#include "base/limits.hpp"
#include "domain/money.hpp"
#include "domain/outcome.hpp"

// Whether a block is at least as long as the contract's first version made it, up to its last field
// then, and does not claim to be absurdly long.
#define WESEL_WHOLE(block, last_field) \
  (WESEL_HAS(block, last_field) && (block)->size <= wesel::limits::kPluginBlockBytes)

namespace wesel {

inline wesel_bytes to_bytes(std::string_view text) { return {text.data(), text.size()}; }

// Only of bytes that were checked: null data with a size would be read.
inline std::string_view to_view(wesel_bytes bytes) {
  return bytes.size == 0 ? std::string_view() : std::string_view(bytes.data, bytes.size);
}

inline std::uint32_t mode_number(Mode mode) {
  return mode == Mode::live ? WESEL_MODE_LIVE : WESEL_MODE_SANDBOX;
}

wesel_money to_block(const std::optional<Money>& money);

// What is wrong with a text; empty: nothing.
std::string_view text_fault(wesel_bytes bytes, std::size_t longest);

// What is wrong with money that names a currency; empty: nothing, and `out` is set to it in the
// currency's own minor units.
std::string_view money_fault(const wesel_money& money, Money& out);

// Lower-case letters, digits and '_', not empty: ids, names of settings, methods, fields.
bool is_name(std::string_view text);

}  // namespace wesel
