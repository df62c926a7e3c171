#include "providers/operation.hpp"

#include <array>

#include "providers/flow.hpp"

namespace wesel {

std::string_view name(OperationKind kind) {
  static constexpr std::array<std::string_view, kOperationKinds + 1> kNames{
      "none",           "payment_create",   "payment_query",
      "payment_cancel", "payment_accounts", "payment_simulate",
      "refund_create",  "refund_query",     "payout_create",
      "payout_query",   "methods",          "balance",
      "callback"};
  const auto number = static_cast<std::size_t>(kind);
  return number < kNames.size() ? kNames[number] : kNames[0];
}

bool creates(OperationKind kind) {
  return kind == OperationKind::payment_create || kind == OperationKind::refund_create ||
         kind == OperationKind::payout_create;
}

bool queries(OperationKind kind) {
  switch (kind) {
    case OperationKind::payment_query:
    case OperationKind::payment_accounts:
    case OperationKind::refund_query:
    case OperationKind::payout_query:
    case OperationKind::methods:
    case OperationKind::balance: return true;
    default: return false;
  }
}

Kind money_kind(OperationKind kind) {
  return kind == OperationKind::payout_create || kind == OperationKind::payout_query
             ? Kind::payout
             : Kind::payment;
}

std::string_view name(Verdict verdict) {
  switch (verdict) {
    case Verdict::none: return "none";
    case Verdict::verified: return "verified";
    case Verdict::unsigned_call: return "unsigned";
    case Verdict::bad_signature: return "bad_signature";
  }
  return "none";
}

}  // namespace wesel
