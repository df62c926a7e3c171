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
constexpr Move announce() { return {{processing}, {}, true}; }

constexpr Move kLate = with(ExceptionType::paid_late, to(paid));
constexpr Move kLateDone = with(ExceptionType::paid_late, to(paid, completed));
constexpr Move kContradicted = with(ExceptionType::needs_review);

// clang-format off
constexpr Table kPayments{{
  // method_chosen    doubted     accepted     paid               completed                     refused        expired        cancelled      returned
  {to(processing),   kStay,      kStay,       to(paid),          to(paid, completed),          kStay,         to(expired),   to(cancelled), kStay},  // requires_method
  {kStay,            announce(), to(pending), to(pending, paid), to(pending, paid, completed), to(failed),    to(expired),   to(cancelled), to(failed)},  // processing
  {to(processing),   kStay,      kStay,       to(paid),          to(paid, completed),          to(failed),    to(expired),   to(cancelled), to(failed)},  // pending
  {kStay,            kStay,      kStay,       kStay,             to(completed),                kContradicted, kContradicted, kContradicted, kContradicted},  // paid
  {kStay,            kStay,      kStay,       kStay,             kStay,                        kContradicted, kContradicted, kContradicted, kContradicted},  // completed
  {kStay,            kStay,      kStay,       kLate,             kLateDone,                    kStay,         kStay,         kStay,         kStay},  // failed
  {kStay,            kStay,      kStay,       kLate,             kLateDone,                    kStay,         kStay,         kStay,         kStay},  // expired
  {kStay,            kStay,      kStay,       kLate,             kLateDone,                    kStay,         kStay,         kStay,         kStay},  // cancelled
}};

constexpr Move kArrivedLate = with(ExceptionType::completed_late, to(completed));
constexpr Move kCameBack = with(ExceptionType::returned);
constexpr Row kNever{};  // statuses that payouts do not have

constexpr Table kPayouts{{
  // method_chosen doubted     accepted    paid           completed      refused     expired     cancelled   returned
  kNever,                                                                                                               // requires_method
  {kStay,         announce(), announce(), to(completed), to(completed), to(failed), to(failed), to(failed), to(failed)},  // processing
  kNever,                                                                                                               // pending
  kNever,                                                                                                               // paid
  {kStay,         kStay,      kStay,      kStay,         kStay,         kCameBack,  kCameBack,  kCameBack,  kCameBack},  // completed
  {kStay,         kStay,      kStay,      kArrivedLate,  kArrivedLate,  kStay,      kStay,      kStay,      kStay},     // failed
  kNever,                                                                                                               // expired
  kNever,                                                                                                               // cancelled
}};
// clang-format on

}  // namespace

const Move& move(Kind kind, Status from, Change change) {
  const Table& table = kind == Kind::payment ? kPayments : kPayouts;
  return table[static_cast<std::size_t>(from)][static_cast<std::size_t>(change)];
}

bool ended(Status status) {
  return status == completed || status == failed || status == expired || status == cancelled;
}

}  // namespace wesel
