// Reads values out of a plugin's blocks and keeps the first breach that it meets. After one, what
// it gives is harmless but means nothing; the caller looks at breach() once, at the end.
#pragma once

#include <string>
#include <string_view>

#include "providers/blocks.hpp"
#include "providers/inspect.hpp"

namespace wesel {

class Inspector {
 public:
  void fail(Breach breach, std::string detail);
  bool ok() const { return found_.breach == Breach::none; }
  BreachFound take() { return std::move(found_); }

  // Any UTF-8 text.
  std::string text(wesel_bytes bytes, std::string_view field,
                   std::size_t longest = limits::kPluginTextBytes);
  // A short one without control characters.
  std::string reference(wesel_bytes bytes, std::string_view field);
  bool flag(std::uint32_t value, std::string_view field);
  std::optional<Money> money(const wesel_money& money, std::string_view field);
  // Zero is "not told".
  std::optional<Time> time(std::int64_t ms, std::string_view field);
  std::string decimal(wesel_bytes bytes, std::string_view field);
  std::string currency(wesel_bytes bytes, std::string_view field);
  ProviderState state(std::uint32_t number);
  std::optional<Mode> mode(std::uint32_t number);
  // Whether a list of `count` may be walked.
  bool list(const void* items, std::size_t count, std::string_view field,
            std::size_t longest = limits::kPluginList);

  // Whether an optional block is there; one that is there must be whole.
  template <class Block>
  bool block(const Block* block, bool whole, std::string_view field) {
    if (block == nullptr) return false;
    if (!whole) fail(Breach::block_size, std::string(field));
    return whole;
  }

 private:
  BreachFound found_;
};

PluginResult inspect_result(Inspector& inspector, const wesel_result& block, OperationKind kind);

}  // namespace wesel
