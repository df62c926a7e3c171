#include "store/queries.hpp"

#include "store/rows.hpp"

namespace wesel::queries {
namespace {

std::int64_t count(std::size_t limit) { return static_cast<std::int64_t>(limit); }

std::int64_t first_number(Database& database, std::string_view sql) {
  Query query = database.query(sql);
  return query.step() ? query.integer(0) : 0;
}

}  // namespace

std::optional<PaymentRow> payment(Database& database, std::string_view key) {
  Query query = database.query(kSelectPaymentByKey);
  return read_one(query.bind(key), read_payment);
}

std::optional<PaymentRow> payment_by_reference(Database& database, std::string_view scope,
                                               std::string_view reference) {
  Query query = database.query(kSelectPaymentByReference);
  return read_one(query.bind(scope, reference), read_payment);
}

// Only the conditions that are asked for are in the text, so that each form has its own plan; all
// forms number their values alike.
std::vector<PaymentRow> payments(Database& database, const PaymentFilter& filter) {
  std::string where = "WHERE scope = ?1";
  if (!filter.reference.empty()) where += " AND reference = ?2";
  if (!filter.status.empty()) where += " AND status = ?3";
  if (!filter.provider.empty()) where += " AND provider = ?4";
  if (filter.created_after_ms != 0) where += " AND created_ms > ?5";
  if (filter.created_before_ms != 0) where += " AND created_ms < ?6";
  if (!filter.starting_after.empty()) {
    where += " AND (created_ms, number) < (SELECT created_ms, number FROM payments WHERE key = ?7)";
  }
  where += " ORDER BY created_ms DESC, number DESC LIMIT ?8";
  Query query = database.query(select_payments(where));
  query.bind(filter.scope, filter.reference, filter.status, filter.provider,
             filter.created_after_ms, filter.created_before_ms, filter.starting_after,
             count(filter.limit));
  return read_all(query, read_payment);
}

std::vector<PaymentRow> due_payments(Database& database, std::int64_t now_ms, std::size_t limit) {
  static const std::string kSql =
      select_payments("WHERE due_ms > 0 AND due_ms <= ? ORDER BY due_ms LIMIT ?");
  Query query = database.query(kSql);
  return read_all(query.bind(now_ms, count(limit)), read_payment);
}

std::vector<PaymentRow> payments_for_review(Database& database, std::string_view starting_after,
                                            std::size_t limit) {
  static const std::string kSql = select_payments(
      "WHERE review = 1 AND number > coalesce((SELECT number FROM payments WHERE key = ?), 0) "
      "ORDER BY number LIMIT ?");
  Query query = database.query(kSql);
  return read_all(query.bind(starting_after, count(limit)), read_payment);
}

std::int64_t next_due_ms(Database& database) {
  return first_number(database,
                      "SELECT due_ms FROM payments WHERE due_ms > 0 ORDER BY due_ms LIMIT 1");
}

std::optional<EventRow> event(Database& database, std::string_view owner, std::string_view id) {
  static const std::string kSql = select_events("WHERE owner = ? AND id = ?");
  Query query = database.query(kSql);
  return read_one(query.bind(owner, id), read_event);
}

std::vector<EventRow> events(Database& database, const EventFilter& filter) {
  // The plus keeps the listing's index out: one payment has few events, its owner has millions.
  std::string where = filter.payment.empty() ? "WHERE owner = ?1" : "WHERE +owner = ?1";
  if (!filter.type.empty()) where += " AND type = ?2";
  if (!filter.payment.empty()) where += " AND payment = ?3";
  if (!filter.starting_after.empty()) where += " AND id < ?4";
  if (!filter.payouts) where += " AND type NOT LIKE 'payout.%'";
  if (!filter.payments) where += " AND type LIKE 'payout.%'";
  where += " ORDER BY id DESC LIMIT ?5";
  Query query = database.query(select_events(where));
  query.bind(filter.scope_prefix, filter.type, filter.payment, filter.starting_after,
             count(filter.limit));
  return read_all(query, read_event);
}

std::vector<EventRow> history(Database& database, std::string_view payment) {
  static const std::string kSql = select_events("WHERE payment = ? ORDER BY sequence");
  Query query = database.query(kSql);
  return read_all(query.bind(payment), read_event);
}

std::vector<EventRow> due_events(Database& database, std::int64_t now_ms, std::size_t limit) {
  static const std::string kSql =
      select_events("WHERE next_ms > 0 AND blocked = 0 AND next_ms <= ? ORDER BY next_ms LIMIT ?");
  Query query = database.query(kSql);
  return read_all(query.bind(now_ms, count(limit)), read_event);
}

std::int64_t next_event_ms(Database& database) {
  return first_number(database,
                      "SELECT next_ms FROM events WHERE next_ms > 0 AND blocked = 0 "
                      "ORDER BY next_ms LIMIT 1");
}

std::vector<CallbackRow> orphan_callbacks(Database& database, std::string_view attempt) {
  Query query = database.query(
      "SELECT id, account, attempt, received_ms, verdict, message FROM callbacks "
      "WHERE attempt = ? AND verdict = 'orphan' ORDER BY id");
  return read_all(query.bind(attempt), read_callback);
}

std::optional<IdempotencyRow> idempotency(Database& database, std::string_view key) {
  Query query = database.query(kSelectIdempotency);
  return read_one(query.bind(key), read_idempotency);
}

std::optional<std::string> meta(Database& database, std::string_view name) {
  Query query = database.query("SELECT value FROM meta WHERE name = ?");
  if (!query.bind(name).step()) return std::nullopt;
  return query.text(0);
}

}  // namespace wesel::queries
