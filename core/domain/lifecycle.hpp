// The tables that alone change a status: of payments, payouts, refunds and attempts. A cell says
// which states are run through, in order (each one is an event), and which exception the move
// raises. Every pair of state and change is defined; what is not a move leaves the state as it is.
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
  choice_failed,  // nobody took the chosen method, or it ran out: another may be chosen
  paid,           // money came
  completed,      // and can be withdrawn; payouts: it arrived
  refused,        // nobody takes it, or it failed at the provider
  expired,
  cancelled,
  returned,  // payouts: the money came back
};
inline constexpr int kStatuses = 8;
inline constexpr int kChanges = 10;
std::string_view name(Change change);

struct Move {
  std::array<std::optional<Status>, 3> path;  // empty: the status stays
  std::optional<ExceptionType> exception;
  // A `processing` step that only announces: left out once any event was sent.
  bool announces = false;
};

const Move& move(Kind kind, Status from, Change change);

// An end that only late money leaves.
bool ended(Status status);

// What happened to one attempt.
enum class AttemptChange {
  refused,     // the provider said no and did nothing
  not_sent,    // provably nothing left
  doubted,     // bytes left and nothing certain came back
  accepted,    // the provider has it
  paid,        // money came on it
  completed,   // and can be withdrawn; payouts: it arrived
  failed,      // at the provider, after it was accepted
  expired,     //
  cancelled,   //
  abandoned,   // left in doubt, because nobody was shown it
  superseded,  // replaced: by a change of method, or by money on another attempt
};
inline constexpr int kAttemptStatuses = 12;
inline constexpr int kAttemptChanges = 11;
std::string_view name(AttemptChange change);

// `from` itself where the attempt stays as it is.
AttemptStatus move(AttemptStatus from, AttemptChange change);

// Refunds go one way: asked for, then done or not.
enum class RefundStatus { processing, completed, failed };
enum class RefundChange { doubted, accepted, completed, refused };
inline constexpr int kRefundStatuses = 3;
inline constexpr int kRefundChanges = 4;
std::string_view name(RefundStatus status);
std::string_view name(RefundChange change);

struct RefundMove {
  RefundStatus to;
  bool review = false;  // contradicts what was certain: a person must look
};
RefundMove move(RefundStatus from, RefundChange change);

}  // namespace wesel
