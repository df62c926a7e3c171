// How a flow that is DONE ended: what may stand in a result, by its kind and by the operation.
#include <fmt/format.h>

#include <algorithm>

#include "providers/inspector.hpp"

namespace wesel {

using std::string;
using std::string_view;

namespace {

constexpr string_view kInstructionTypes[] = {"virtual_account", "qris",     "retail_outlet",
                                             "bank_transfer",   "redirect", "push"};

bool is_payout(OperationKind kind) {
  return kind == OperationKind::payout_create || kind == OperationKind::payout_query;
}

bool is_refund(OperationKind kind) {
  return kind == OperationKind::refund_create || kind == OperationKind::refund_query;
}

// Which results an operation can have. Lists and callbacks have one each besides "refused".
bool allowed(ResultKind result, OperationKind kind) {
  switch (kind) {
    case OperationKind::payment_query:
    case OperationKind::refund_query:
    case OperationKind::payout_query:
      if (result == ResultKind::not_found) return true;
      [[fallthrough]];
    case OperationKind::payment_create:
    case OperationKind::payment_cancel:
    case OperationKind::refund_create:
    case OperationKind::payout_create:
      return result == ResultKind::accepted || result == ResultKind::refused;
    case OperationKind::payment_accounts:
      return result == ResultKind::accounts || result == ResultKind::refused ||
             result == ResultKind::not_found;
    case OperationKind::payment_simulate:
      return result == ResultKind::done || result == ResultKind::refused;
    case OperationKind::methods:
      return result == ResultKind::methods || result == ResultKind::refused;
    case OperationKind::balance:
      return result == ResultKind::balances || result == ResultKind::refused;
    case OperationKind::callback: return result == ResultKind::events;
  }
  return false;
}

bool state_fits(ProviderState state, OperationKind kind) {
  if (state == ProviderState::none) return false;
  if (state == ProviderState::returned) return is_payout(kind);
  if (state == ProviderState::paid) return !is_payout(kind) && !is_refund(kind);
  return true;
}

// Shown to customers as links and pictures, so nothing that a browser would run.
bool harmless_url(string_view field, string_view url) {
  string head(url.substr(0, 16));
  for (char& c : head)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  if (std::any_of(url.begin(), url.end(), [](unsigned char c) { return c <= 0x20 || c == 0x7f; }))
    return false;
  if (head.starts_with("https://") || head.starts_with("http://")) return true;
  if (field == "image_url")
    return head.starts_with("data:image/png;") || head.starts_with("data:image/jpeg");
  // A wallet's own scheme opens its app.
  return field == "url" && head.find(':') != head.npos && !head.starts_with("javascript:") &&
         !head.starts_with("data:") && !head.starts_with("vbscript:") && !head.starts_with("file:");
}

Instructions inspect_instructions(Inspector& inspector, const wesel_instructions* block) {
  Instructions out;
  if (!inspector.block(block, block && WESEL_WHOLE(block, expires_at_ms), "instructions"))
    return out;
  out.type = inspector.text(block->type, "instructions type");
  if (std::find(std::begin(kInstructionTypes), std::end(kInstructionTypes), out.type) ==
      std::end(kInstructionTypes))
    inspector.fail(Breach::bad_instructions, "type is none of the contract's");
  out.expires_at = inspector.time(block->expires_at_ms, "instructions expires_at_ms");
  if (!inspector.list(block->fields, block->field_count, "instructions fields")) return out;
  for (std::size_t i = 0; i < block->field_count; ++i) {
    string field = inspector.text(block->fields[i].name, "instructions field");
    string value = inspector.text(block->fields[i].value, "instructions value");
    if (!is_name(field)) inspector.fail(Breach::bad_instructions, "a field's name");
    const bool url = field == "url" || field == "page_url" || field == "image_url";
    if (url && !value.empty() && !harmless_url(field, value))
      inspector.fail(Breach::bad_instructions, field + " is no URL to show");
    out.fields.emplace_back(std::move(field), std::move(value));
  }
  return out;
}

Told inspect_told(Inspector& inspector, const wesel_result& block, ResultKind kind) {
  Told out;
  out.state = inspector.state(block.state);
  out.attempt_id = inspector.reference(block.attempt_id, "attempt_id");
  out.provider_reference = inspector.reference(block.provider_reference, "provider_reference");
  out.amount = inspector.money(block.amount, "amount");
  out.amount_paid = inspector.money(block.amount_paid, "amount_paid");
  out.fee = inspector.decimal(block.fee, "fee");
  out.settlement = inspector.decimal(block.settlement, "settlement");
  out.fee_currency = inspector.currency(block.fee_currency, "fee_currency");
  out.paid_at = inspector.time(block.paid_at_ms, "paid_at_ms");
  if (kind == ResultKind::accepted)
    out.instructions = inspect_instructions(inspector, block.instructions);
  out.provider_code = inspector.text(block.provider_code, "provider_code");
  out.provider_text = inspector.text(block.provider_text, "provider_text");
  out.test = inspector.mode(block.test);
  out.poll_after = Millis(block.poll_after_ms);
  return out;
}

CallbackEvent inspect_event(Inspector& inspector, const wesel_event& block) {
  CallbackEvent out;
  Told& told = out.told;
  told.state = inspector.state(block.state);
  told.attempt_id = inspector.reference(block.attempt_id, "event attempt_id");
  told.provider_reference = inspector.reference(block.provider_reference, "event reference");
  if (told.attempt_id.empty() && told.provider_reference.empty())
    inspector.fail(Breach::no_reference, "event");
  out.event_id = inspector.reference(block.event_id, "event_id");
  told.amount = inspector.money(block.amount, "event amount");
  told.amount_paid = inspector.money(block.amount_paid, "event amount_paid");
  told.paid_at = inspector.time(block.paid_at_ms, "event paid_at_ms");
  told.fee = inspector.decimal(block.fee, "event fee");
  told.settlement = inspector.decimal(block.settlement, "event settlement");
  if (told.amount) told.fee_currency = told.amount->currency.text();
  told.provider_code = inspector.text(block.provider_code, "event provider_code");
  told.provider_text = inspector.text(block.provider_text, "event provider_text");
  told.test = inspector.mode(block.test);
  return out;
}

// A currency that we do not know is the provider's affair: its line is left out.
void inspect_method(Inspector& inspector, const wesel_method& block,
                    std::vector<ToldMethod>& lines) {
  ToldMethod out;
  if (block.kind != WESEL_KIND_PAYMENT && block.kind != WESEL_KIND_PAYOUT)
    inspector.fail(Breach::bad_list, fmt::format("a method's kind is {}", block.kind));
  out.kind = block.kind == WESEL_KIND_PAYOUT ? Kind::payout : Kind::payment;
  out.method = inspector.text(block.method, "method");
  if (!is_name(out.method)) inspector.fail(Breach::bad_text, "method is no name");
  out.channel = inspector.reference(block.channel, "channel");
  out.channel_code = inspector.reference(block.channel_code, "channel_code");
  out.display_name = inspector.text(block.display_name, "display_name");
  out.logo_url = inspector.text(block.logo_url, "logo_url");
  const auto currency = find_currency(inspector.currency(block.currency, "method currency"));
  if (!currency) return;
  out.currency = *currency;
  out.minimum = inspector.money(block.minimum, "minimum");
  out.maximum = inspector.money(block.maximum, "maximum");
  lines.push_back(std::move(out));
}

std::optional<BankAccount> inspect_account(Inspector& inspector, const wesel_bank_account* block) {
  if (!inspector.block(block, block && WESEL_WHOLE(block, province), "bank account")) return {};
  const auto text = [&](wesel_bytes bytes) { return inspector.text(bytes, "bank account"); };
  return BankAccount{text(block->name),      text(block->number),    text(block->type),
                     text(block->bank_code), text(block->bank_name), text(block->branch),
                     text(block->city),      text(block->province)};
}

ToldBalance inspect_balance(Inspector& inspector, const wesel_balance& block) {
  return {inspector.currency(block.currency, "balance currency"),
          inspector.decimal(block.total, "total"), inspector.decimal(block.available, "available"),
          inspector.decimal(block.pending, "pending")};
}

// Walks an array of pointers to blocks; null entries are breaches.
template <class Block, class Whole, class Each>
void each(Inspector& inspector, const Block* const* blocks, std::size_t count, string_view field,
          Whole whole, Each use) {
  if (!inspector.list(blocks, count, field)) return;
  for (std::size_t i = 0; i < count; ++i) {
    if (blocks[i] == nullptr)
      inspector.fail(Breach::missing_block, string(field));
    else if (inspector.block(blocks[i], whole(blocks[i]), field))
      use(*blocks[i]);
  }
}

Ack inspect_ack(Inspector& inspector, const wesel_result& block) {
  Ack out;
  if (block.ack_status != 0) out.status = static_cast<int>(block.ack_status);
  if (block.ack_status != 0 && (block.ack_status < 200 || block.ack_status > 599))
    inspector.fail(Breach::bad_ack, fmt::format("status {}", block.ack_status));
  out.body = inspector.text(block.ack_body, "ack_body");
  return out;
}

void inspect_lists(Inspector& inspector, const wesel_result& block, PluginResult& out) {
  switch (out.kind) {
    case ResultKind::events:
      each(
          inspector, block.events, block.event_count, "events",
          [](const wesel_event* b) { return WESEL_WHOLE(b, test); },
          [&](const wesel_event& b) { out.events.push_back(inspect_event(inspector, b)); });
      out.ack = inspect_ack(inspector, block);
      break;
    case ResultKind::methods:
      each(
          inspector, block.methods, block.method_count, "methods",
          [](const wesel_method* b) { return WESEL_WHOLE(b, maximum); },
          [&](const wesel_method& b) { inspect_method(inspector, b, out.methods); });
      break;
    case ResultKind::balances:
      each(
          inspector, block.balances, block.balance_count, "balances",
          [](const wesel_balance* b) { return WESEL_WHOLE(b, pending); },
          [&](const wesel_balance& b) { out.balances.push_back(inspect_balance(inspector, b)); });
      break;
    case ResultKind::accounts:
      out.account_asked = inspect_account(inspector, block.account_request);
      out.account_used = inspect_account(inspector, block.account_process);
      break;
    default: break;
  }
}

}  // namespace

PluginResult inspect_result(Inspector& inspector, const wesel_result& block, OperationKind kind) {
  PluginResult out;
  out.kind = static_cast<ResultKind>(block.kind);
  if (block.kind == WESEL_RESULT_NONE || block.kind > WESEL_RESULT_DONE ||
      !allowed(out.kind, kind)) {
    inspector.fail(Breach::result_kind, fmt::format("{} for {}", block.kind, name(kind)));
    return out;
  }
  out.told = inspect_told(inspector, block, out.kind);
  if (out.kind == ResultKind::accepted) {
    if (!state_fits(out.told.state, kind))
      inspector.fail(Breach::bad_state, fmt::format("{} for {}", name(out.told.state), name(kind)));
    if (out.told.provider_reference.empty()) inspector.fail(Breach::no_reference, "accepted");
  }
  if (block.scope > WESEL_SCOPE_EVERYWHERE)
    inspector.fail(Breach::bad_scope, fmt::format("scope is {}", block.scope));
  out.everywhere = block.scope == WESEL_SCOPE_EVERYWHERE;
  out.field = inspector.reference(block.field, "field");
  inspect_lists(inspector, block, out);
  return out;
}

}  // namespace wesel
