// The Store over a set of connections: each call is one commit or one read, and what SQLite throws
// becomes an Error here.
#include "store/connections.hpp"
#include "store/file_lock.hpp"
#include "store/queries.hpp"
#include "store/sqlite.hpp"

namespace wesel {
namespace {

class SqliteStore final : public Store {
 public:
  SqliteStore(std::optional<FileLock> lock, std::unique_ptr<Connections> connections)
      : lock_(std::move(lock)), connections_(std::move(connections)) {}

  Result<Committed> commit(Batch batch) override { return connections_->commit(std::move(batch)); }

  Result<std::optional<PaymentRow>> payment(std::string_view key) override {
    return read(queries::payment, key);
  }
  Result<std::optional<PaymentRow>> payment_by_reference(std::string_view scope,
                                                         std::string_view reference) override {
    return read(queries::payment_by_reference, scope, reference);
  }
  Result<std::vector<PaymentRow>> payments(const PaymentFilter& filter) override {
    return read(queries::payments, filter);
  }
  Result<std::vector<PaymentRow>> due_payments(std::int64_t now_ms, std::size_t limit) override {
    return read(queries::due_payments, now_ms, limit);
  }
  Result<std::vector<PaymentRow>> payments_for_review(std::string_view starting_after,
                                                      std::size_t limit) override {
    return read(queries::payments_for_review, starting_after, limit);
  }
  Result<std::int64_t> next_due_ms() override { return read(queries::next_due_ms); }

  Result<std::optional<EventRow>> event(std::string_view scope_prefix,
                                        std::string_view id) override {
    return read(queries::event, scope_prefix, id);
  }
  Result<std::vector<EventRow>> events(const EventFilter& filter) override {
    return read(queries::events, filter);
  }
  Result<std::vector<EventRow>> history(std::string_view payment) override {
    return read(queries::history, payment);
  }
  Result<std::vector<EventRow>> due_events(std::int64_t now_ms, std::size_t limit) override {
    return read(queries::due_events, now_ms, limit);
  }
  Result<std::int64_t> next_event_ms() override { return read(queries::next_event_ms); }

  Result<std::vector<CallbackRow>> orphan_callbacks(std::string_view attempt) override {
    return read(queries::orphan_callbacks, attempt);
  }
  Result<std::optional<IdempotencyRow>> idempotency(std::string_view key) override {
    return read(queries::idempotency, key);
  }

  Result<std::optional<std::string>> meta(std::string_view name) override {
    return read(queries::meta, name);
  }
  Result<std::string> put_meta_once(std::string_view name, std::string_view value) override {
    Batch batch;
    batch.meta.push_back({std::string(name), std::string(value)});
    const auto committed = commit(std::move(batch));
    if (!committed) return committed.error();
    auto stored = meta(name);
    if (!stored) return stored.error();
    return stored->value_or(std::string(value));
  }

  // After a commit that failed, only another commit can tell whether it works again.
  bool healthy() override {
    if (!connections_->working() && !commit({})) return false;
    return meta("").has_value();
  }

 private:
  template <class Row, class... Parameters, class... Values>
  Result<Row> read(Row (*query)(Database&, Parameters...), const Values&... values) {
    try {
      const Borrowed borrowed(*connections_);
      return query(borrowed.database, values...);
    } catch (const DatabaseError& error) {
      return store_unavailable(error.what());
    }
  }

  struct Borrowed {
    explicit Borrowed(Connections& from) : owner(from), database(from.take()) {}
    Borrowed(const Borrowed&) = delete;
    Borrowed& operator=(const Borrowed&) = delete;
    ~Borrowed() { owner.give_back(database); }
    Connections& owner;
    Database& database;
  };

  std::optional<FileLock> lock_;  // goes last
  std::unique_ptr<Connections> connections_;
};

using MakeConnections = std::unique_ptr<Connections> (*)(const std::string&, const SqliteOptions&);

Result<std::unique_ptr<Store>> open(const std::string& path, const SqliteOptions& options,
                                    MakeConnections make) {
  std::optional<FileLock> lock;
  if (options.vfs.empty() && path != ":memory:") {
    auto taken = FileLock::take(path);
    if (!taken) return taken.error();
    lock.emplace(std::move(*taken));
  }
  try {
    return std::unique_ptr<Store>(
        std::make_unique<SqliteStore>(std::move(lock), make(path, options)));
  } catch (const DatabaseError& error) {
    const bool damaged = error.trouble() == Trouble::damaged;
    return Error{Fault::config, damaged ? "store_damaged" : "store_unavailable",
                 "cannot open the store " + path + ": " + error.what(), ""};
  }
}

}  // namespace

Result<std::unique_ptr<Store>> open_sqlite(const std::string& path, SqliteOptions options) {
  return open(path, options, threaded_connections);
}

Result<std::unique_ptr<Store>> open_sqlite_inline(const std::string& path, SqliteOptions options) {
  return open(path, options, inline_connections);
}

}  // namespace wesel
