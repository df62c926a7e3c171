// Reads of the blocks that need more than a line.
#include "wesel/operation.hpp"

#include "header_name.hpp"

namespace wesel::sdk {

namespace {

std::string text_of(wesel_bytes bytes) { return std::string(view(bytes)); }

}  // namespace

bool same_header(string_view a, string_view b) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i)
    if (lower(a[i]) != lower(b[i])) return false;
  return true;
}

Customer Operation::customer() const {
  const wesel_customer* from = block_->customer;
  if (!from) return {};
  return {view(from->name), view(from->email), view(from->phone), view(from->ip),
          view(from->country)};
}

std::vector<Item> Operation::items() const {
  std::vector<Item> items;
  items.reserve(block_->item_count);
  for (std::size_t i = 0; i < block_->item_count; ++i) {
    const wesel_item& from = *block_->items[i];
    items.push_back({view(from.name), from.quantity, amount_of(from.price)});
  }
  return items;
}

std::int64_t Operation::expires_in_s() const {
  if (block_->expires_at_ms <= block_->now_ms) return 0;
  return (block_->expires_at_ms - block_->now_ms) / 1000;
}

BankAccount Operation::account() const {
  const wesel_bank_account* from = block_->account;
  if (!from) return {};
  return {text_of(from->name),      text_of(from->number),    text_of(from->type),
          text_of(from->bank_code), text_of(from->bank_name), text_of(from->branch),
          text_of(from->city),      text_of(from->province)};
}

string_view Operation::http_method() const {
  return block_->message ? view(block_->message->method) : string_view();
}

string_view Operation::query() const {
  return block_->message ? view(block_->message->query) : string_view();
}

string_view Operation::body() const {
  return block_->message ? view(block_->message->body) : string_view();
}

string_view Operation::header(string_view name) const {
  const wesel_message* from = block_->message;
  for (std::size_t i = 0; from && i < from->header_count; ++i)
    if (same_header(view(from->headers[i].name), name)) return view(from->headers[i].value);
  return {};
}

std::string Settings::text(string_view name) const {
  for (std::size_t i = 0; i < block_->value_count; ++i)
    if (view(block_->values[i].name) == name) return text_of(block_->values[i].value);
  return {};
}

std::string Settings::required(string_view name) const {
  std::string value = text(name);
  if (value.empty()) throw BadSetting(name, "it must be set");
  return value;
}

}  // namespace wesel::sdk
