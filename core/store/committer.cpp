#include "store/committer.hpp"

#include <utility>

#include "store/apply.hpp"

namespace wesel {
namespace {

constexpr int kPatience = 4;  // checkpoints that readers may hold up before the writer waits

bool is_empty(const Batch& batch) {
  return batch.insert.empty() && batch.update.empty() && batch.events.empty() &&
         batch.deliveries.empty() && !batch.callback && batch.matched_callbacks.empty() &&
         !batch.idempotency && batch.meta.empty();
}

// After a failed sync the page cache no longer tells what the disk holds. Any other refusal of the
// disk undoes the transaction, and may pass.
bool is_fatal(const DatabaseError& error) {
  return error.trouble() == Trouble::sync || error.trouble() == Trouble::damaged;
}

void fail_all(std::span<Commit* const> group, const Error& error) {
  for (Commit* commit : group) commit->result = error;
}

}  // namespace

Error store_unavailable(const std::string& reason) {
  return {Fault::unavailable, "store_unavailable", "the store cannot be used now: " + reason, ""};
}

Committer::Committer(Database& database, int log_pages,
                     std::function<void(const std::string&)> on_fatal)
    : database_(database), log_pages_(log_pages), on_fatal_(std::move(on_fatal)) {}

void Committer::run(std::span<Commit* const> group) {
  if (dead_) return fail_all(group, store_unavailable("it failed before and must be restarted"));
  try {
    database_.query("BEGIN IMMEDIATE").run();
    if (!run_bare(group)) {
      database_.query("ROLLBACK").run();
      database_.query("BEGIN IMMEDIATE").run();
      run_with_savepoints(group);
    }
    database_.query("COMMIT").run();
    working_ = true;
  } catch (const DatabaseError& error) {
    roll_back();
    working_ = false;
    fail_all(group, store_unavailable(error.what()));
    if (is_fatal(error)) give_up(error.what());
  }
}

// Nearly every batch either succeeds or fails at its first statement, with nothing to undo.
// Savepoints copy each page a batch touches, so they are only used when one is needed: false.
bool Committer::run_bare(std::span<Commit* const> group) {
  for (Commit* commit : group) {
    const std::int64_t before = database_.total_changes();
    if (!run_one(*commit) && database_.total_changes() != before) return false;
  }
  return true;
}

void Committer::run_with_savepoints(std::span<Commit* const> group) {
  for (Commit* commit : group) {
    database_.query("SAVEPOINT batch").run();
    if (!run_one(*commit)) database_.query("ROLLBACK TO batch").run();
    database_.query("RELEASE batch").run();
  }
}

// Whether it is done; otherwise the result says why.
bool Committer::run_one(Commit& commit) {
  try {
    if (is_empty(commit.batch)) touch();
    commit.result = apply(database_, commit.batch);
    return std::holds_alternative<Done>(*commit.result);
  } catch (const DatabaseError& error) {
    if (error.trouble() != Trouble::constraint) throw;
    commit.result = Error{Fault::bug, "store_refused", error.what(), ""};
    return false;
  }
}

// A write that changes nothing: it proves that writing works.
void Committer::touch() {
  Query query = database_.query("PRAGMA user_version");
  query.step();
  const std::string same = "PRAGMA user_version=" + std::to_string(query.integer(0));
  database_.execute(same.c_str());
}

void Committer::roll_back() {
  try {
    if (database_.in_transaction()) database_.query("ROLLBACK").run();
  } catch (const DatabaseError& error) {
    give_up(error.what());
  }
}

void Committer::give_up(const std::string& reason) {
  working_ = false;
  if (std::exchange(dead_, true)) return;
  if (on_fatal_) on_fatal_(reason);
}

void Committer::checkpoint_if_due() {
  const int pages = database_.log_pages();
  if (pages < moved_pages_) moved_pages_ = 0;  // the log has started anew
  if (dead_ || pages - moved_pages_ < log_pages_) return;
  // Under constant reads the log never starts anew by itself.
  const bool too_long = pages > kPatience * log_pages_;
  try {
    database_.checkpoint(too_long ? Checkpoint::waiting : Checkpoint::passing);
  } catch (const DatabaseError& error) {
    // Else the log still holds everything, and a later commit tries again.
    if (is_fatal(error)) give_up(error.what());
  }
  moved_pages_ = pages;
}

}  // namespace wesel
