#include "store/database.hpp"

#include <sqlite3.h>

namespace wesel {
namespace {

constexpr int kBusyMs = 5000;  // only recovery and schema reads ever meet a lock

// An extended code.
Trouble trouble_of(int code) {
  if (code == SQLITE_IOERR_FSYNC || code == SQLITE_IOERR_DIR_FSYNC) return Trouble::sync;
  switch (code & 0xff) {
    case SQLITE_FULL: return Trouble::full;
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_NOMEM: return Trouble::io;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB: return Trouble::damaged;
    case SQLITE_CONSTRAINT:
    case SQLITE_TOOBIG:
    case SQLITE_MISMATCH: return Trouble::constraint;
    default: return Trouble::other;
  }
}

void check(sqlite3* handle, int code) {
  if (code == SQLITE_OK || code == SQLITE_ROW || code == SQLITE_DONE) return;
  const char* message = handle ? sqlite3_errmsg(handle) : sqlite3_errstr(code);
  const int extended = handle ? sqlite3_extended_errcode(handle) : code;
  throw DatabaseError(trouble_of(extended),
                      std::string(message) + " (sqlite " + std::to_string(extended) + ")");
}

int remember_log_pages(void* out, sqlite3*, const char*, int pages) {
  *static_cast<int*>(out) = pages;
  return SQLITE_OK;
}

// No mmap and no automatic checkpoint: the first can hide I/O errors, the second swallows them. The
// cache is small because every commit walks all of it; a group's pages must fit, about 5 MB.
constexpr const char* kWriterSettings =
    "PRAGMA page_size=4096; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA mmap_size=0;"
    "PRAGMA temp_store=MEMORY; PRAGMA trusted_schema=OFF; PRAGMA wal_autocheckpoint=0;"
    "PRAGMA cache_size=-8192; PRAGMA journal_size_limit=134217728";
constexpr const char* kReaderSettings =
    "PRAGMA query_only=ON; PRAGMA mmap_size=0; PRAGMA temp_store=MEMORY;"
    "PRAGMA trusted_schema=OFF; PRAGMA wal_autocheckpoint=0; PRAGMA cache_size=-2048";

}  // namespace

Query::~Query() {
  sqlite3_reset(statement_);
  sqlite3_clear_bindings(statement_);
}

bool Query::step() {
  const int code = sqlite3_step(statement_);
  check(sqlite3_db_handle(statement_), code);
  return code == SQLITE_ROW;
}

std::string Query::text(int column) {
  const auto* data = reinterpret_cast<const char*>(sqlite3_column_text(statement_, column));
  const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement_, column));
  return data ? std::string(data, size) : std::string();
}

std::int64_t Query::integer(int column) { return sqlite3_column_int64(statement_, column); }

void Query::bind_next(std::string_view value) {
  const char* data = value.data() ? value.data() : "";  // a null pointer would bind NULL
  check(sqlite3_db_handle(statement_),
        sqlite3_bind_text64(statement_, ++bound_, data, value.size(), SQLITE_STATIC, SQLITE_UTF8));
}

void Query::bind_next(std::int64_t value) {
  check(sqlite3_db_handle(statement_), sqlite3_bind_int64(statement_, ++bound_, value));
}

Database::Database(const std::string& path, Access access, const std::string& vfs) {
  const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX |
                    (access == Access::write ? SQLITE_OPEN_CREATE : 0);
  const int code =
      sqlite3_open_v2(path.c_str(), &handle_, flags, vfs.empty() ? nullptr : vfs.c_str());
  try {
    check(handle_, code);
    sqlite3_busy_timeout(handle_, kBusyMs);
    sqlite3_db_config(handle_, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, access == Access::read, nullptr);
    execute(access == Access::write ? kWriterSettings : kReaderSettings);
    sqlite3_wal_hook(handle_, remember_log_pages, &log_pages_);
  } catch (...) {
    sqlite3_close_v2(handle_);
    throw;
  }
}

Database::~Database() {
  for (const auto& [sql, statement] : statements_) sqlite3_finalize(statement);
  sqlite3_close_v2(handle_);
}

void Database::execute(const char* sql) {
  check(handle_, sqlite3_exec(handle_, sql, nullptr, nullptr, nullptr));
}

Query Database::query(std::string_view sql) {
  auto found = statements_.find(sql);
  if (found == statements_.end()) {
    sqlite3_stmt* statement = nullptr;
    check(handle_, sqlite3_prepare_v3(handle_, sql.data(), static_cast<int>(sql.size()),
                                      SQLITE_PREPARE_PERSISTENT, &statement, nullptr));
    found = statements_.emplace(sql, statement).first;
  }
  return Query(found->second);
}

std::int64_t Database::changes() const { return sqlite3_changes64(handle_); }

std::int64_t Database::total_changes() const { return sqlite3_total_changes64(handle_); }

bool Database::in_transaction() const { return sqlite3_get_autocommit(handle_) == 0; }

void Database::checkpoint(Checkpoint how) {
  const int mode =
      how == Checkpoint::passing ? SQLITE_CHECKPOINT_PASSIVE : SQLITE_CHECKPOINT_RESTART;
  const int code = sqlite3_wal_checkpoint_v2(handle_, nullptr, mode, nullptr, nullptr);
  if (code != SQLITE_BUSY && code != SQLITE_LOCKED) check(handle_, code);
}

}  // namespace wesel
