// The one table that changes a payment's or payout's status. A cell says which states are run
// through, in order (each one is an event), and which exception the move raises.
#pragma once

#include <array>
#include <optional>
#include <string_view>

#include "domain/payment.hpp"

namespace wesel {

// What happened, seen from the payment as a whole.
enum class Change {
  method_chosen,  // a new attempt begins
  doubted,        // the attempt's outcome is unknown
  accepted,       // the provider has it: waits for the customer, or is on its way
  paid,           // money came
  completed,      // and can be withdrawn; payouts: it arrived
  refused,        // nobody takes it, or it failed at the provider
  expired,
  cancelled,
  returned,  // payouts: the money came back
};
inline constexpr int kStatuses = 8;
inline constexpr int kChanges = 9;
std::string_view name(Change change);

struct Move {
  std::array<std::optional<Status>, 3> path;  // empty: the status stays
  std::optional<ExceptionType> exception;
  // A `processing` step that only announces: left out once any event was sent.
  bool announces = false;
};

// Defined for every triple. That a payment without a method of its own goes back to
// requires_method when its choice fails is decided in engine/settle, before asking here.
const Move& move(Kind kind, Status from, Change change);

// An end that only late money leaves.
bool ended(Status status);

}  // namespace wesel
