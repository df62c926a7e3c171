#include "store/migrations.hpp"

#include <sqlite3.h>

#include <array>
#include <cstdlib>
#include <string_view>

#include "base/limits.hpp"

namespace wesel {
namespace {

constexpr std::int64_t kApplication = 0x7765736c;  // "wesl", marks the file as ours

// 1: a payment costs three row writes (insert, update, event) and five index entries (key,
// reference, listing, due, the event's listing). Its table has its own number although that
// costs an index: kept under the key, bodies above a quarter page would overflow, and twice as many
// bytes be written. Every index ends in that number, so lists come in order without sorting.
// An event is found by (payment, sequence); `owner` is its scope up to the last slash, so that
// payments and payouts list together. `blocked` events wait for an earlier one of their payment:
// they are not due, so a dead endpoint costs no look-ups.
constexpr const char* kFirst = R"(
CREATE TABLE payments (
  number INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, scope TEXT NOT NULL,
  reference TEXT NOT NULL, version INTEGER NOT NULL, status TEXT NOT NULL,
  provider TEXT NOT NULL, created_ms INTEGER NOT NULL, due_ms INTEGER NOT NULL,
  review INTEGER NOT NULL, body TEXT NOT NULL);
CREATE UNIQUE INDEX payments_reference ON payments (scope, reference);
CREATE INDEX payments_listing ON payments (scope, created_ms);
CREATE INDEX payments_due ON payments (due_ms) WHERE due_ms > 0;
CREATE INDEX payments_review ON payments (review) WHERE review = 1;

CREATE TABLE events (
  payment TEXT NOT NULL, sequence INTEGER NOT NULL, id TEXT NOT NULL, owner TEXT NOT NULL,
  kind TEXT NOT NULL, type TEXT NOT NULL, created_ms INTEGER NOT NULL, state TEXT NOT NULL,
  next_ms INTEGER NOT NULL, tries INTEGER NOT NULL, last_status INTEGER NOT NULL,
  blocked INTEGER NOT NULL, detail TEXT NOT NULL, endpoint TEXT NOT NULL,
  PRIMARY KEY (payment, sequence)) WITHOUT ROWID;
CREATE INDEX events_listing ON events (owner, id);
CREATE INDEX events_due ON events (next_ms) WHERE next_ms > 0 AND blocked = 0;

CREATE TABLE callbacks (
  id TEXT NOT NULL, account TEXT NOT NULL, attempt TEXT NOT NULL, received_ms INTEGER NOT NULL,
  verdict TEXT NOT NULL, message TEXT NOT NULL);
CREATE INDEX callbacks_orphan ON callbacks (attempt, id) WHERE verdict = 'orphan';
CREATE INDEX callbacks_orphan_id ON callbacks (id) WHERE verdict = 'orphan';

CREATE TABLE idempotency (
  key TEXT PRIMARY KEY, fingerprint TEXT NOT NULL, payment TEXT NOT NULL,
  expires_ms INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX idempotency_expiry ON idempotency (expires_ms);

CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
)";

constexpr std::array kMigrations = {kFirst};

std::int64_t pragma(Database& database, const char* sql) {
  Query query = database.query(sql);
  return query.step() ? query.integer(0) : 0;
}

void apply_from(Database& database, std::size_t done) {
  for (std::size_t number = done; number < kMigrations.size(); ++number) {
    const std::string mark = "PRAGMA user_version=" + std::to_string(number + 1) +
                             "; PRAGMA application_id=" + std::to_string(kApplication);
    database.execute("BEGIN IMMEDIATE");
    database.execute(kMigrations[number]);
    database.execute(mark.c_str());
    database.execute("COMMIT");
  }
}

// The check reports what it could not read as it reports damage: in words.
bool says_unread(const std::string& found) {
  constexpr std::string_view kUnread = "unable to get the page. error code=";
  const std::size_t at = found.find(kUnread);
  if (at == found.npos) return false;
  return (std::atoi(found.c_str() + at + kUnread.size()) & 0xff) == SQLITE_IOERR;
}

}  // namespace

void migrate(Database& database) {
  const std::int64_t version = pragma(database, "PRAGMA user_version");
  const std::int64_t tables = pragma(database, "SELECT count(*) FROM sqlite_schema");
  const bool ours = pragma(database, "PRAGMA application_id") == kApplication;
  if (!ours && (version != 0 || tables != 0)) {
    throw DatabaseError(Trouble::damaged, "this is another program's database");
  }
  if (version < 0 || version > static_cast<std::int64_t>(kMigrations.size())) {
    throw DatabaseError(Trouble::other, "the file has schema " + std::to_string(version) +
                                            ", this program knows up to " +
                                            std::to_string(kMigrations.size()) +
                                            ": a newer wesel wrote it");
  }
  apply_from(database, static_cast<std::size_t>(version));
}

void check_soundness(Database& database) {
  const std::int64_t bytes =
      pragma(database, "PRAGMA page_count") * pragma(database, "PRAGMA page_size");
  if (bytes > limits::kCheckedBytes) return;
  Query query = database.query("PRAGMA quick_check(1)");
  if (!query.step() || query.text(0) == "ok") return;
  const std::string found = query.text(0);
  if (says_unread(found)) throw DatabaseError(Trouble::io, "the file cannot be read: " + found);
  throw DatabaseError(Trouble::damaged, "the file is damaged: " + found);
}

}  // namespace wesel
