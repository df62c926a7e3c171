// Opening a file: new, again, in use, newer than the program, not ours, damaged.
#include <sqlite3.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>

#include "store/fixture.hpp"

using namespace wesel;

namespace {

void run_sql(const std::string& path, const char* sql) {
  sqlite3* handle = nullptr;
  REQUIRE(sqlite3_open(path.c_str(), &handle) == SQLITE_OK);
  CHECK(sqlite3_exec(handle, sql, nullptr, nullptr, nullptr) == SQLITE_OK);
  sqlite3_close(handle);
}

Error refused(const std::string& path) {
  const auto store = open_sqlite(path);
  REQUIRE(!store);
  return store.error();
}

void overwrite(const std::string& path, std::streamoff at, const std::string& bytes) {
  std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
  file.seekp(at).write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
}

}  // namespace

TEST_CASE("a new file is made, and opened again it holds everything") {
  const Folder folder;
  {
    const auto store = opened(folder.file());
    for (int i = 1; i <= 50; ++i) {
      Batch batch = inserting(payment_row(i));
      batch.events.push_back(undelivered_event(payment_row(i), 1, i));
      REQUIRE(done(store->commit(std::move(batch))));
    }
    REQUIRE(store->put_meta_once("secret", "s").value() == "s");
  }
  const auto store = opened(folder.file());
  CHECK(store->payments({.scope = "acme/live/payment", .limit = 100}).value().size() == 50);
  CHECK(store->due_events(999, 100).value().size() == 50);
  CHECK(store->meta("secret").value() == std::string("s"));
  CHECK(store->healthy());
}

TEST_CASE("a file in use is refused until its owner closes it") {
  const Folder folder;
  {
    const auto owner = opened(folder.file());
    const Error error = refused(folder.file());
    CHECK(error.code == "store_in_use");
    CHECK(error.fault == Fault::config);
    CHECK(error.message == folder.file() + " is in use by another wesel");
    CHECK_FALSE(open_sqlite_inline(folder.file()));
  }
  CHECK(open_sqlite(folder.file()));
}

TEST_CASE("another process is refused a file in use") {
  const Folder folder;
  const auto owner = open_sqlite_inline(folder.file());  // inline: a fork copies no thread
  REQUIRE(owner);
  const pid_t child = ::fork();
  if (child == 0) {
    const auto second = open_sqlite_inline(folder.file());
    const bool told = !second && second.error().code == "store_in_use" &&
                      second.error().message == folder.file() + " is in use by another wesel";
    ::_exit(told ? 0 : 1);
  }
  int status = -1;
  REQUIRE(::waitpid(child, &status, 0) == child);
  CHECK(status == 0);
}

TEST_CASE("a schema newer than the program is refused and left alone") {
  const Folder folder;
  opened(folder.file());
  run_sql(folder.file(), "PRAGMA user_version = 999");
  const Error error = refused(folder.file());
  CHECK(error.message.find("schema 999") != std::string::npos);
  CHECK(error.message.find("newer") != std::string::npos);
  run_sql(folder.file(), "PRAGMA user_version = 1");
  CHECK(open_sqlite(folder.file()));
}

TEST_CASE("another program's database is refused") {
  const Folder folder;
  run_sql(folder.file(), "CREATE TABLE recipes (name TEXT)");
  CHECK(refused(folder.file()).message.find("another program") != std::string::npos);
}

TEST_CASE("a file that is no database is refused") {
  const Folder folder;
  std::ofstream(folder.file()) << std::string(20'000, 'x');
  CHECK(refused(folder.file()).code == "store_damaged");
}

TEST_CASE("a damaged file is refused") {
  const Folder folder;
  {
    const auto store = opened(folder.file());
    for (int i = 1; i <= 200; ++i) REQUIRE(done(store->commit(inserting(payment_row(i)))));
  }
  run_sql(folder.file(), "PRAGMA wal_checkpoint(TRUNCATE)");
  const auto pages = static_cast<std::streamoff>(std::filesystem::file_size(folder.file())) / 4096;
  overwrite(folder.file(), pages / 2 * 4096, std::string(4096, '\x7f'));
  CHECK(refused(folder.file()).code == "store_damaged");
}

TEST_CASE("a folder that does not exist is an error that names it") {
  const Folder folder;
  const Error error = refused(folder.file("missing/wesel.db"));
  CHECK(error.message.find("missing/wesel.db") != std::string::npos);
}
