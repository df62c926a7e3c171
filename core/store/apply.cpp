#include "store/apply.hpp"

#include "store/rows.hpp"

namespace wesel {
namespace {

constexpr int kPurged = 2;  // expired keys removed per new one: the table shrinks faster than grows

std::optional<PaymentRow> find_payment(Database& database, const std::string& key) {
  Query query = database.query(kSelectPaymentByKey);
  return read_one(query.bind(key), read_payment);
}

void purge_expired_keys(Database& database, std::int64_t now_ms) {
  database
      .query(
          "DELETE FROM idempotency WHERE key IN (SELECT key FROM idempotency "
          "WHERE expires_ms <= ? ORDER BY expires_ms LIMIT ?)")
      .bind(now_ms, std::int64_t{kPurged})
      .run();
}

std::optional<Conflict> claim_key(Database& database, const IdempotencyRow& row) {
  {
    Query query = database.query(kSelectIdempotency);
    auto existing = read_one(query.bind(row.key), read_idempotency);
    if (existing && existing->expires_ms > row.now_ms) {
      return Conflict{.payment = find_payment(database, existing->payment),
                      .idempotency = std::move(existing)};
    }
  }
  purge_expired_keys(database, row.now_ms);
  database
      .query(
          "INSERT OR REPLACE INTO idempotency (key, fingerprint, payment, expires_ms) "
          "VALUES (?, ?, ?, ?)")
      .bind(row.key, row.fingerprint, row.payment, row.expires_ms)
      .run();
  return std::nullopt;
}

std::optional<Conflict> insert(Database& database, const PaymentRow& row) {
  database
      .query(
          "INSERT INTO payments (key, scope, reference, version, status, provider, created_ms, "
          "due_ms, review, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING")
      .bind(row.key, row.scope, row.reference, row.version, row.status, row.provider,
            row.created_ms, row.due_ms, std::int64_t{row.review}, row.body)
      .run();
  if (database.changes() == 1) return std::nullopt;
  Query query = database.query(kSelectPaymentByReference);
  auto existing = read_one(query.bind(row.scope, row.reference), read_payment);
  if (!existing) existing = find_payment(database, row.key);
  return Conflict{.payment = std::move(existing)};
}

std::optional<Conflict> update(Database& database, const PaymentRow& row) {
  database
      .query(
          "UPDATE payments SET version = ?, status = ?, provider = ?, due_ms = ?, review = ?, "
          "body = ? WHERE key = ? AND version = ?")
      .bind(row.version, row.status, row.provider, row.due_ms, std::int64_t{row.review}, row.body,
            row.key, row.version - 1)
      .run();
  if (database.changes() == 1) return std::nullopt;
  return Conflict{.payment = find_payment(database, row.key)};
}

std::optional<Conflict> insert(Database& database, const EventRow& row) {
  const auto [owner, kind] = split_scope(row.scope);
  database
      .query(
          "INSERT INTO events (payment, sequence, id, owner, kind, type, created_ms, state, "
          "next_ms, tries, last_status, detail, endpoint, blocked) VALUES "
          "(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?8 = 'pending' AND EXISTS "
          "(SELECT 1 FROM events WHERE payment = ?1 AND sequence < ?2 AND state = 'pending')) "
          "ON CONFLICT DO NOTHING")
      .bind(row.payment, row.sequence, row.id, owner, kind, row.type, row.created_ms, row.state,
            row.next_ms, std::int64_t{row.tries}, std::int64_t{row.last_status}, row.detail,
            row.endpoint)
      .run();
  if (database.changes() == 1) return std::nullopt;
  return Conflict{.payment = find_payment(database, row.payment)};
}

// What is delivered or given up sets the next event of its payment free; one that is sent again
// holds back those after it.
void deliver(Database& database, const EventRow& row) {
  database
      .query(
          "UPDATE events SET state = ?, next_ms = ?, tries = ?, last_status = ? "
          "WHERE payment = ? AND sequence = ?")
      .bind(row.state, row.next_ms, std::int64_t{row.tries}, std::int64_t{row.last_status},
            row.payment, row.sequence)
      .run();
  database
      .query(
          "UPDATE events SET blocked = NOT blocked WHERE payment = ?1 AND state = 'pending' "
          "AND blocked <> (sequence > (SELECT min(sequence) FROM events "
          "WHERE payment = ?1 AND state = 'pending'))")
      .bind(row.payment)
      .run();
}

void insert(Database& database, const CallbackRow& row) {
  database
      .query(
          "INSERT INTO callbacks (id, account, attempt, received_ms, verdict, message) "
          "VALUES (?, ?, ?, ?, ?, ?)")
      .bind(row.id, row.account, row.attempt, row.received_ms, row.verdict, row.message)
      .run();
}

void match_orphan(Database& database, const std::string& id) {
  database.query("UPDATE callbacks SET verdict = 'verified' WHERE id = ? AND verdict = 'orphan'")
      .bind(id)
      .run();
}

void keep_first(Database& database, const MetaRow& row) {
  database.query("INSERT INTO meta (name, value) VALUES (?, ?) ON CONFLICT DO NOTHING")
      .bind(row.name, row.value)
      .run();
}

}  // namespace

Committed apply(Database& database, const Batch& batch) {
  if (batch.idempotency) {
    if (auto conflict = claim_key(database, *batch.idempotency)) return *conflict;
  }
  for (const PaymentRow& row : batch.insert) {
    if (auto conflict = insert(database, row)) return *conflict;
  }
  for (const PaymentRow& row : batch.update) {
    if (auto conflict = update(database, row)) return *conflict;
  }
  for (const EventRow& row : batch.events) {
    if (auto conflict = insert(database, row)) return *conflict;
  }
  for (const EventRow& row : batch.deliveries) deliver(database, row);
  if (batch.callback) insert(database, *batch.callback);
  for (const std::string& id : batch.matched_callbacks) match_orphan(database, id);
  for (const MetaRow& row : batch.meta) keep_first(database, row);
  return Done{};
}

}  // namespace wesel
