// The blocks of the contract (plugin.h) in C++: views of their texts, and blocks that know their
// size. It owns nothing and checks nothing.
#pragma once

#include <cstdint>
#include <string_view>

#include "wesel/plugin.h"

namespace wesel::sdk {

inline wesel_bytes bytes(std::string_view text) { return {text.data(), text.size()}; }

inline std::string_view view(wesel_bytes bytes) {
  return bytes.size == 0 ? std::string_view() : std::string_view(bytes.data, bytes.size);
}

template <class Block>
Block sized() {
  Block block{};
  block.size = sizeof(Block);
  return block;
}

// The closed sets, with the contract's numbers.
enum class Mode : std::uint32_t {
  none = WESEL_MODE_NONE,
  sandbox = WESEL_MODE_SANDBOX,
  live = WESEL_MODE_LIVE,
};

enum class State : std::uint32_t {
  none = WESEL_STATE_NONE,  // of an event: go and ask
  pending = WESEL_STATE_PENDING,
  paid = WESEL_STATE_PAID,
  completed = WESEL_STATE_COMPLETED,
  failed = WESEL_STATE_FAILED,
  expired = WESEL_STATE_EXPIRED,
  cancelled = WESEL_STATE_CANCELLED,
  returned = WESEL_STATE_RETURNED,  // payouts: the money came back
};

enum class Kind : std::uint32_t { payment = WESEL_KIND_PAYMENT, payout = WESEL_KIND_PAYOUT };

}  // namespace wesel::sdk
