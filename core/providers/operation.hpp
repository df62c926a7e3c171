// What the engine asks of a provider account, as plain data: the mirror of wesel_operation. The
// flow loop adds what only it knows: the session, the time and the entropy.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/outcome.hpp"
#include "domain/payment.hpp"
#include "http/message.hpp"

namespace wesel {

// The numbers are those of the contract.
enum class OperationKind : std::uint32_t {
  payment_create = 1,
  payment_query,
  payment_cancel,
  payment_accounts,  // who paid, from where
  payment_simulate,  // sandbox accounts only
  refund_create,
  refund_query,
  payout_create,
  payout_query,
  methods,
  balance,
  callback,
};
inline constexpr int kOperationKinds = 12;
std::string_view name(OperationKind kind);

// Creates money in, money out or back: what must never happen twice.
bool creates(OperationKind kind);
// Only asks: may never have an effect, and may be told "not found".
bool queries(OperationKind kind);
// Money in (refunds too: they belong to a payment) or out.
Kind money_kind(OperationKind kind);

// A callback as it came in.
struct InboundMessage {
  std::string method;
  std::string query;    // after '?', undecoded
  http::Fields fields;  // names in lower case
  std::string body;
};

struct Operation {
  OperationKind kind = OperationKind::payment_query;
  std::string attempt_id;  // of a callback: the one in its URL; empty when there is none
  std::string provider_reference;
  std::string method, channel;
  std::string channel_code;  // empty: the account's offer tells it
  std::string display_name;
  std::optional<Money> amount;
  Customer customer;
  std::vector<Item> items;
  std::string description;
  std::optional<Time> expires_at;
  std::string return_url;  // never empty on a payment_create
  std::string callback_url;
  std::string callback_key;  // 32 bytes, the same at create and at callback of one attempt
  std::optional<BankAccount> account;                // payouts
  std::string email, remark;                         // payouts
  std::string reason;                                // cancels
  ProviderState wanted_state = ProviderState::none;  // simulate
  std::optional<InboundMessage> message;             // callbacks
  Millis apart{0};  // questions: the provider hears them no more often, not even on a bad line
};

}  // namespace wesel
