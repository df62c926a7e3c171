// What the store's stories begin with: a folder that goes with the story, rows, and short ways to
// commit them and to say how a commit ended.
#pragma once

#include <fmt/core.h>
#include <stdlib.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <string>

#include "store/sqlite.hpp"

namespace wesel {

class Folder {
 public:
  Folder() {
    std::string name = (std::filesystem::temp_directory_path() / "wesel-store-XXXXXX").string();
    path_ = ::mkdtemp(name.data());
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() { std::filesystem::remove_all(path_); }
  std::string file(const std::string& name = "wesel.db") const { return path_ + "/" + name; }

 private:
  std::string path_;
};

inline std::unique_ptr<Store> opened(const std::string& path, SqliteOptions options = {}) {
  auto store = open_sqlite(path, std::move(options));
  if (!store) FAIL(store.error().message);
  return std::move(*store);
}

inline std::unique_ptr<Store> opened_inline(SqliteOptions options = {}) {
  auto store = open_sqlite_inline(":memory:", std::move(options));
  if (!store) FAIL(store.error().message);
  return std::move(*store);
}

// Keys and references sort as their numbers do; payment n is created at 1000 + n.
inline PaymentRow payment_row(int number) {
  return {.key = fmt::format("01J{:023}", number),
          .scope = "acme/live/payment",
          .reference = fmt::format("order-{}", number),
          .status = "processing",
          .provider = "komopay",
          .created_ms = 1000 + number,
          .body = R"({"amount":100000})"};
}

inline PaymentRow next_version(PaymentRow row, const std::string& status) {
  ++row.version;
  row.status = status;
  return row;
}

inline EventRow event_row(const PaymentRow& payment, int sequence) {
  return {.id = fmt::format("02E{}{:02}", payment.key.substr(5), sequence),
          .scope = payment.scope,
          .payment = payment.key,
          .sequence = sequence,
          .type = "payment.pending",
          .created_ms = payment.created_ms,
          .state = "none",
          .detail = R"({"cause":"callback"})"};
}

inline EventRow undelivered_event(const PaymentRow& payment, int sequence, std::int64_t next_ms) {
  EventRow row = event_row(payment, sequence);
  row.state = "pending";
  row.next_ms = next_ms;
  return row;
}

inline Batch inserting(PaymentRow row) {
  Batch batch;
  batch.insert.push_back(std::move(row));
  return batch;
}

inline Batch updating(PaymentRow row) {
  Batch batch;
  batch.update.push_back(std::move(row));
  return batch;
}

inline Batch recording(std::vector<EventRow> rows) {
  Batch batch;
  batch.events = std::move(rows);
  return batch;
}

inline Batch delivering(EventRow row) {
  Batch batch;
  batch.deliveries.push_back(std::move(row));
  return batch;
}

inline bool done(const Result<Committed>& result) {
  return result && std::holds_alternative<Done>(*result);
}

inline Conflict conflict(const Result<Committed>& result) {
  if (!result) FAIL(result.error().message);
  REQUIRE(std::holds_alternative<Conflict>(*result));
  return std::get<Conflict>(*result);
}

template <class Row>
std::vector<std::string> keys(const Result<std::vector<Row>>& rows) {
  if (!rows) FAIL(rows.error().message);
  std::vector<std::string> found;
  for (const Row& row : *rows) {
    if constexpr (std::is_same_v<Row, PaymentRow>) {
      found.push_back(row.key);
    } else {
      found.push_back(row.id);
    }
  }
  return found;
}

}  // namespace wesel
