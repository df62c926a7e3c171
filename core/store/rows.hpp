// How rows look in SQL: what to select, and the row that the selected columns make.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "store/database.hpp"
#include "store/store.hpp"

namespace wesel {

// "SELECT <the columns of that row> FROM <its table> " + `rest`.
std::string select_payments(std::string_view rest);
std::string select_events(std::string_view rest);

PaymentRow read_payment(Query& query);
EventRow read_event(Query& query);
CallbackRow read_callback(Query& query);
IdempotencyRow read_idempotency(Query& query);

extern const std::string kSelectPaymentByKey;
extern const std::string kSelectPaymentByReference;
extern const std::string kSelectIdempotency;

// A scope up to and with its last slash, and what follows it.
struct ScopeParts {
  std::string_view owner;
  std::string_view kind;
};
ScopeParts split_scope(std::string_view scope);

template <class Row>
std::optional<Row> read_one(Query& query, Row (*read)(Query&)) {
  if (!query.step()) return std::nullopt;
  return read(query);
}

template <class Row>
std::vector<Row> read_all(Query& query, Row (*read)(Query&)) {
  std::vector<Row> rows;
  while (query.step()) rows.push_back(read(query));
  return rows;
}

}  // namespace wesel
