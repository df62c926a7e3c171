// One SQLite connection and its prepared statements, as thinly as that goes. It throws
// DatabaseError, which never leaves this room. One thread at a time; it knows nothing of payments.
#pragma once

#include <cstdint>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <unordered_map>

struct sqlite3;
struct sqlite3_stmt;

namespace wesel {

// What went wrong, as far as the next step depends on it.
enum class Trouble {
  full,        // no space left: may pass
  io,          // the disk or the system refused: may pass
  sync,        // what was written may or may not be on the disk, and nobody can tell any more
  damaged,     // the file is not, or no longer, a sound database
  constraint,  // the data broke a rule of the schema
  other,
};

class DatabaseError : public std::runtime_error {
 public:
  DatabaseError(Trouble trouble, const std::string& message)
      : std::runtime_error(message), trouble_(trouble) {}
  Trouble trouble() const { return trouble_; }

 private:
  Trouble trouble_;
};

// A statement in use; it is ready for the next use when this goes. Texts that are bound must stay
// alive until then: they are not copied.
class Query {
 public:
  explicit Query(sqlite3_stmt* statement) : statement_(statement) {}
  Query(const Query&) = delete;
  Query& operator=(const Query&) = delete;
  ~Query();

  template <class... Values>
  Query& bind(const Values&... values) {
    (bind_next(values), ...);
    return *this;
  }
  // True while there is a row.
  bool step();
  // For a statement without rows.
  void run() { step(); }

  std::string text(int column);
  std::int64_t integer(int column);

 private:
  void bind_next(std::string_view value);
  void bind_next(std::int64_t value);

  sqlite3_stmt* statement_;
  int bound_ = 0;
};

enum class Access { write, read };

// How the log moves into the file: as far as no reader stands in the way, or waiting for those who
// do, so that the log surely starts anew.
enum class Checkpoint { passing, waiting };

class Database {
 public:
  // An empty vfs is the system's own.
  Database(const std::string& path, Access access, const std::string& vfs);
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;
  ~Database();

  // One or more statements without values or rows; not kept.
  void execute(const char* sql);
  // Prepared once, kept for the connection's life.
  Query query(std::string_view sql);
  // Rows that the last statement inserted, updated or deleted.
  std::int64_t changes() const;
  std::int64_t total_changes() const;  // by all statements so far
  bool in_transaction() const;

  // Pages in the write-ahead log after the last commit.
  int log_pages() const { return log_pages_; }
  void checkpoint(Checkpoint how);

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const {
      return std::hash<std::string_view>()(text);
    }
  };

  sqlite3* handle_ = nullptr;
  int log_pages_ = 0;
  std::unordered_map<std::string, sqlite3_stmt*, Hash, std::equal_to<>> statements_;
};

}  // namespace wesel
