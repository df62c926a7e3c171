#include "providers/operation_block.hpp"

#include <algorithm>
#include <limits>

#include "providers/blocks.hpp"

namespace wesel {

std::vector<wesel_pair> to_pairs(const http::Fields& fields) {
  std::vector<wesel_pair> out;
  out.reserve(fields.size());
  for (const http::Field& field : fields)
    out.push_back({to_bytes(field.name), to_bytes(field.value)});
  return out;
}

OperationBlock::OperationBlock(const Operation& operation, FlowStart start)
    : start_(std::move(start)) {
  block_.size = sizeof(block_);
  block_.kind = static_cast<std::uint32_t>(operation.kind);
  block_.mode = mode_number(start_.mode);
  block_.attempt_id = to_bytes(operation.attempt_id);
  block_.provider_reference = to_bytes(operation.provider_reference);
  block_.method = to_bytes(operation.method);
  block_.channel = to_bytes(operation.channel);
  block_.channel_code = to_bytes(start_.channel_code);
  block_.display_name = to_bytes(operation.display_name);
  block_.amount = to_block(operation.amount);
  block_.description = to_bytes(operation.description);
  if (operation.expires_at) block_.expires_at_ms = to_ms(*operation.expires_at);
  block_.return_url = to_bytes(operation.return_url);
  block_.callback_url = to_bytes(operation.callback_url);
  block_.callback_key = to_bytes(operation.callback_key);
  block_.session = to_bytes(start_.session.reveal());
  block_.email = to_bytes(operation.email);
  block_.remark = to_bytes(operation.remark);
  block_.reason = to_bytes(operation.reason);
  block_.wanted_state = static_cast<std::uint32_t>(operation.wanted_state);
  block_.now_ms = to_ms(start_.now);
  block_.entropy = {reinterpret_cast<const char*>(start_.entropy.data()), start_.entropy.size()};
  add_people(operation);
  add_items(operation);
  if (operation.message) add_message(*operation.message);
}

void OperationBlock::add_people(const Operation& operation) {
  const Customer& who = operation.customer;
  customer_ = {sizeof(customer_),   to_bytes(who.name), to_bytes(who.email),
               to_bytes(who.phone), to_bytes(who.ip),   to_bytes(who.country)};
  block_.customer = &customer_;
  if (!operation.account) return;
  const BankAccount& bank = *operation.account;
  account_ = {sizeof(account_),      to_bytes(bank.name),      to_bytes(bank.number),
              to_bytes(bank.type),   to_bytes(bank.bank_code), to_bytes(bank.bank_name),
              to_bytes(bank.branch), to_bytes(bank.city),      to_bytes(bank.province)};
  block_.account = &account_;
}

void OperationBlock::add_items(const Operation& operation) {
  constexpr std::int64_t kMost = std::numeric_limits<std::uint32_t>::max();
  for (const Item& item : operation.items)
    items_.push_back({sizeof(wesel_item),
                      static_cast<std::uint32_t>(std::clamp<std::int64_t>(item.quantity, 0, kMost)),
                      to_bytes(item.name), to_block(item.price)});
  for (const wesel_item& item : items_) item_list_.push_back(&item);
  block_.items = item_list_.data();
  block_.item_count = item_list_.size();
}

void OperationBlock::add_message(const InboundMessage& message) {
  headers_ = to_pairs(message.fields);
  message_ = {sizeof(message_), to_bytes(message.method), to_bytes(message.query),
              headers_.data(),  headers_.size(),          to_bytes(message.body)};
  block_.message = &message_;
}

}  // namespace wesel
