#include "store/rows.hpp"

namespace wesel {

std::string select_payments(std::string_view rest) {
  return "SELECT key, scope, reference, version, status, provider, created_ms, due_ms, review, "
         "body FROM payments " +
         std::string(rest);
}

std::string select_events(std::string_view rest) {
  return "SELECT id, owner || kind, payment, sequence, type, created_ms, state, next_ms, tries, "
         "last_status, detail, endpoint FROM events " +
         std::string(rest);
}

const std::string kSelectPaymentByKey = select_payments("WHERE key = ?");
const std::string kSelectPaymentByReference = select_payments("WHERE scope = ? AND reference = ?");
const std::string kSelectIdempotency =
    "SELECT key, fingerprint, payment, expires_ms FROM idempotency WHERE key = ?";

PaymentRow read_payment(Query& query) {
  return {.key = query.text(0),
          .scope = query.text(1),
          .reference = query.text(2),
          .version = query.integer(3),
          .status = query.text(4),
          .provider = query.text(5),
          .created_ms = query.integer(6),
          .due_ms = query.integer(7),
          .review = query.integer(8) != 0,
          .body = query.text(9)};
}

EventRow read_event(Query& query) {
  return {.id = query.text(0),
          .scope = query.text(1),
          .payment = query.text(2),
          .sequence = query.integer(3),
          .type = query.text(4),
          .created_ms = query.integer(5),
          .state = query.text(6),
          .next_ms = query.integer(7),
          .tries = static_cast<int>(query.integer(8)),
          .last_status = static_cast<int>(query.integer(9)),
          .detail = query.text(10),
          .endpoint = query.text(11)};
}

CallbackRow read_callback(Query& query) {
  return {.id = query.text(0),
          .account = query.text(1),
          .attempt = query.text(2),
          .received_ms = query.integer(3),
          .verdict = query.text(4),
          .message = query.text(5)};
}

IdempotencyRow read_idempotency(Query& query) {
  return {.key = query.text(0),
          .fingerprint = query.text(1),
          .payment = query.text(2),
          .expires_ms = query.integer(3)};
}

ScopeParts split_scope(std::string_view scope) {
  const std::size_t cut = scope.rfind('/') + 1;  // npos + 1 is 0: no slash, no owner
  return {scope.substr(0, cut), scope.substr(cut)};
}

}  // namespace wesel
