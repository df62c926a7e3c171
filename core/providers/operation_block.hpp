// An Operation as the blocks of the contract, with what only the flow loop knows. The blocks point
// into it and into the Operation, so it outlives the flow and is neither copied nor moved.
#pragma once

#include <wesel/plugin.h>

#include <array>
#include <string>
#include <vector>

#include "base/secret.hpp"
#include "providers/operation.hpp"

namespace wesel {

struct FlowStart {
  Mode mode = Mode::sandbox;
  std::string channel_code;
  Secret session;
  Time now;
  std::array<std::uint8_t, 16> entropy{};
};

std::vector<wesel_pair> to_pairs(const http::Fields& fields);

class OperationBlock {
 public:
  OperationBlock(const Operation& operation, FlowStart start);
  OperationBlock(const OperationBlock&) = delete;
  OperationBlock& operator=(const OperationBlock&) = delete;

  const wesel_operation& block() const { return block_; }

 private:
  void add_people(const Operation& operation);
  void add_items(const Operation& operation);
  void add_message(const InboundMessage& message);

  FlowStart start_;
  wesel_operation block_{};
  wesel_customer customer_{};
  wesel_bank_account account_{};
  wesel_message message_{};
  std::vector<wesel_pair> headers_;
  std::vector<wesel_item> items_;
  std::vector<const wesel_item*> item_list_;
};

}  // namespace wesel
