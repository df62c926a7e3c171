// What a provider told about one attempt, copied out of the plugin and inspected, and the few ends
// that one question to a provider can have (the money rules' table of outcomes).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/clock.hpp"
#include "domain/money.hpp"

namespace wesel {

enum class Mode { sandbox, live };
std::string_view name(Mode mode);
std::optional<Mode> find_mode(std::string_view text);

// How far a payment or payout is at the provider. `none` in a callback means "go and ask".
enum class ProviderState { none, pending, paid, completed, failed, expired, cancelled, returned };
std::string_view name(ProviderState state);

using Pairs = std::vector<std::pair<std::string, std::string>>;

// How the customer pays: a type and its fields, as design/api.md names them.
struct Instructions {
  std::string type;  // empty: none
  Pairs fields;
  std::optional<Time> expires_at;
};

struct Told {
  ProviderState state = ProviderState::none;
  std::string attempt_id;  // our reference as the provider echoed it; empty: not told
  std::string provider_reference;
  std::optional<Money> amount;  // what was asked, as the provider has it
  std::optional<Money> amount_paid;
  std::string fee, settlement, fee_currency;  // exact decimal text
  std::optional<Time> paid_at;
  Instructions instructions;
  std::string provider_code, provider_text;
  std::optional<Mode> test;  // which world it was in, where told
  Millis poll_after{0};
};

enum class Outcome {
  accepted,            // the provider has it; Told::state says how far it is
  refused_here,        // it said no and did nothing; the next candidate may take it
  refused_everywhere,  // no provider would take it
  not_sent,            // provably no effectful byte left
  unknown,             // bytes left, and nothing certain came back
  not_found,           // queries only
};
std::string_view name(Outcome outcome);

struct Answer {
  Outcome outcome = Outcome::unknown;
  Told told;
  std::string message;          // why, for a person; never a secret
  std::string field;            // at fault, "customer.phone"
  bool account_fault = false;   // 401 or 403: its credentials no longer work
  bool provider_fault = false;  // time-out, 5xx, down: counts against its health
  Millis retry_after{0};        // where the provider asks for patience
};

}  // namespace wesel
