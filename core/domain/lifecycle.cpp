// The tables themselves: a row a status, a column a change, in the order of the enums.
#include "domain/lifecycle.hpp"

namespace wesel {
namespace {

using enum Status;
using Row = std::array<Move, kChanges>;
using Table = std::array<Row, kStatuses>;

constexpr Move kStay{};
constexpr Move to(Status a) { return {{a}, {}}; }
constexpr Move to(Status a, Status b) { return {{a, b}, {}}; }
constexpr Move to(Status a, Status b, Status c) { return {{a, b, c}, {}}; }
constexpr Move with(ExceptionType type, Move move = {}) {
  move.exception = type;
  return move;
}
constexpr Move kChooseAgain = to(requires_method);
constexpr Move announce() { return {{processing}, {}, true}; }

constexpr Move kLate = with(ExceptionType::paid_late, to(paid));
constexpr Move kLateDone = with(ExceptionType::paid_late, to(paid, completed));
constexpr Move kContradicted = with(ExceptionType::needs_review);

// clang-format off
constexpr Table kPayments{{
  // method_chosen    doubted     accepted     choice_failed  paid               completed                     refused        expired        cancelled      returned
  {to(processing),   kStay,      kStay,       kStay,         to(paid),          to(paid, completed),          kStay,         to(expired),   to(cancelled), kStay},  // requires_method
  {kStay,            announce(), to(pending), kChooseAgain,  to(pending, paid), to(pending, paid, completed), to(failed),    to(expired),   to(cancelled), to(failed)},  // processing
  {to(processing),   kStay,      kStay,       kChooseAgain,  to(paid),          to(paid, completed),          to(failed),    to(expired),   to(cancelled), to(failed)},  // pending
  {kStay,            kStay,      kStay,       kStay,         kStay,             to(completed),                kContradicted, kContradicted, kContradicted, kContradicted},  // paid
  {kStay,            kStay,      kStay,       kStay,         kStay,             kStay,                        kContradicted, kContradicted, kContradicted, kContradicted},  // completed
  {kStay,            kStay,      kStay,       kStay,         kLate,             kLateDone,                    kStay,         kStay,         kStay,         kStay},  // failed
  {kStay,            kStay,      kStay,       kStay,         kLate,             kLateDone,                    kStay,         kStay,         kStay,         kStay},  // expired
  {kStay,            kStay,      kStay,       kStay,         kLate,             kLateDone,                    kStay,         kStay,         kStay,         kStay},  // cancelled
}};

constexpr Move kArrivedLate = with(ExceptionType::completed_late, to(completed));
constexpr Move kCameBack = with(ExceptionType::returned);
constexpr Row kNever{};  // statuses that payouts do not have

constexpr Table kPayouts{{
  // method_chosen doubted     accepted    choice_failed paid           completed      refused     expired     cancelled   returned
  kNever,                                                                                                                             // requires_method
  {kStay,         announce(), announce(), kStay,        to(completed), to(completed), to(failed), to(failed), to(failed), to(failed)},  // processing
  kNever,                                                                                                                             // pending
  kNever,                                                                                                                             // paid
  {kStay,         kStay,      kStay,      kStay,        kStay,         kStay,         kCameBack,  kCameBack,  kCameBack,  kCameBack},  // completed
  {kStay,         kStay,      kStay,      kStay,        kArrivedLate,  kArrivedLate,  kStay,      kStay,      kStay,      kStay},     // failed
  kNever,                                                                                                                             // expired
  kNever,                                                                                                                             // cancelled
}};

// Money is the truth: it moves every attempt but one that is completed. No other news moves one that
// has ended; one that was left in doubt or replaced may still be learned to have ended.
namespace a {
using enum AttemptStatus;
using AttemptRow = std::array<AttemptStatus, kAttemptChanges>;

constexpr std::array<AttemptRow, kAttemptStatuses> kAttempts{{
  // refused     not_sent    doubted     accepted    paid       completed  failed      expired     cancelled   abandoned   superseded
  {refused,     not_sent,   unknown,    pending,    paid,      completed, failed,     expired,    cancelled,  processing, superseded},  // processing
  {pending,     pending,    pending,    pending,    paid,      completed, failed,     expired,    cancelled,  pending,    superseded},  // pending
  {paid,        paid,       paid,       paid,       paid,      completed, paid,       paid,       paid,       paid,       paid},        // paid
  {completed,   completed,  completed,  completed,  completed, completed, completed,  completed,  completed,  completed,  completed},   // completed
  {failed,      failed,     failed,     failed,     paid,      completed, failed,     failed,     failed,     failed,     failed},      // failed
  {expired,     expired,    expired,    expired,    paid,      completed, expired,    expired,    expired,    expired,    expired},     // expired
  {cancelled,   cancelled,  cancelled,  cancelled,  paid,      completed, cancelled,  cancelled,  cancelled,  cancelled,  cancelled},   // cancelled
  {refused,     refused,    refused,    refused,    paid,      completed, refused,    refused,    refused,    refused,    refused},     // refused
  {not_sent,    not_sent,   not_sent,   not_sent,   paid,      completed, not_sent,   not_sent,   not_sent,   not_sent,   not_sent},    // not_sent
  {refused,     not_sent,   unknown,    pending,    paid,      completed, failed,     expired,    cancelled,  abandoned,  superseded},  // unknown
  {abandoned,   abandoned,  abandoned,  abandoned,  paid,      completed, failed,     expired,    cancelled,  abandoned,  abandoned},   // abandoned
  {superseded,  superseded, superseded, superseded, paid,      completed, failed,     expired,    cancelled,  superseded, superseded},  // superseded
}};
}  // namespace a

namespace r {
using enum RefundStatus;
using RefundRow = std::array<RefundMove, kRefundChanges>;

constexpr std::array<RefundRow, kRefundStatuses> kRefunds{{
  // doubted      accepted       completed          refused
  {{{processing}, {processing}, {completed},       {failed}}},           // processing
  {{{completed},  {completed},  {completed},       {completed, true}}},  // completed
  {{{failed},     {failed},     {completed, true}, {failed}}},           // failed
}};
}  // namespace r
// clang-format on

template <class Enum>
constexpr std::size_t at(Enum value) {
  return static_cast<std::size_t>(value);
}

}  // namespace

const Move& move(Kind kind, Status from, Change change) {
  const Table& table = kind == Kind::payment ? kPayments : kPayouts;
  return table[at(from)][at(change)];
}

AttemptStatus move(AttemptStatus from, AttemptChange change) {
  return a::kAttempts[at(from)][at(change)];
}

RefundMove move(RefundStatus from, RefundChange change) {
  return r::kRefunds[at(from)][at(change)];
}

bool ended(Status status) {
  return status == completed || status == failed || status == expired || status == cancelled;
}

}  // namespace wesel
