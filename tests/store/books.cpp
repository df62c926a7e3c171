#include "store/books.hpp"

#include <sqlite3.h>

#include <algorithm>

#include "store/fixture.hpp"

namespace wesel {
namespace {

std::string key_of(int payment) { return fmt::format("acme/POST/payments/{}", payment); }
std::string proof_of(int batch) { return fmt::format("ref-{}", batch); }

CallbackRow callback_of(int batch) {
  return {.id = fmt::format("03C{:023}", batch),
          .account = "komopay",
          .attempt = proof_of(batch),
          .received_ms = 1,
          .verdict = "orphan",
          .message = std::string(1000, 'm')};
}

PaymentRow made(int payment) {
  PaymentRow row = payment_row(payment);
  row.body = std::string(static_cast<std::size_t>(100 + payment * 1700 % 6000), 'x');
  return row;
}

PaymentRow paid(int payment) {
  PaymentRow row = next_version(made(payment), "paid");
  row.body += "paid";
  return row;
}

Batch making(int payment) {
  Batch batch = inserting(made(payment));
  batch.events.push_back(undelivered_event(made(payment), 1, 5000 + payment));
  batch.idempotency = IdempotencyRow{key_of(payment), "print", made(payment).key, 90'000, 1};
  return batch;
}

Batch paying(int payment) {
  Batch batch = updating(paid(payment));
  batch.events.push_back(undelivered_event(made(payment), 2, 6000 + payment));
  EventRow delivered = event_row(made(payment), 1);
  delivered.state = "delivered";
  batch.deliveries.push_back(delivered);
  return batch;
}

// One sign for each thing that the batch wrote.
std::vector<bool> signs(Store& store, int number) {
  const int payment = number / 2;
  const auto row = store.payment(made(payment).key).value();
  const auto history = store.history(made(payment).key).value();
  std::vector<bool> found;
  if (number % 2 == 0) {
    found = {row && row->body.starts_with(made(payment).body), !history.empty(),
             store.idempotency(key_of(payment)).value().has_value()};
  } else {
    found = {row && row->version == 2 && row->body == paid(payment).body, history.size() == 2,
             !history.empty() && history[0].state == "delivered"};
  }
  found.push_back(store.orphan_callbacks(proof_of(number)).value().size() == 1);
  found.push_back(store.meta(proof_of(number)).value().has_value());
  return found;
}

}  // namespace

Batch Books::batch(int number) {
  Batch batch = number % 2 == 0 ? making(number / 2) : paying(number / 2);
  batch.callback = callback_of(number);
  batch.meta.push_back({proof_of(number), "there"});
  return batch;
}

Result<Committed> Books::commit(Store& store, int number) {
  auto result = store.commit(batch(number));
  done_[number] = done(result);
  return result;
}

std::vector<std::string> Books::complaints(Store& store) {
  std::vector<std::string> found;
  for (auto& [number, answered] : done_) {
    const auto there = signs(store, number);
    const auto count = std::ranges::count(there, true);
    const bool whole = count == std::ssize(there);
    if (count != 0 && !whole) found.push_back(fmt::format("batch {} is half there", number));
    if (count == 0 && answered) found.push_back(fmt::format("batch {} is lost", number));
    answered = whole;
  }
  return found;
}

bool Books::untouched(Store& store, int number) {
  return std::ranges::count(signs(store, number), true) == 0;
}

std::string pragma(const std::string& path, const std::string& vfs, const std::string& name) {
  const std::string sql = "PRAGMA " + name;
  sqlite3* handle = nullptr;
  std::string said;
  const auto append = [](void* to, int, char** values, char**) {
    *static_cast<std::string*>(to) += values[0];
    return 0;
  };
  if (sqlite3_open_v2(path.c_str(), &handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE,
                      vfs.c_str()) != SQLITE_OK ||
      sqlite3_exec(handle, sql.c_str(), append, &said, nullptr) != SQLITE_OK)
    said = sqlite3_errmsg(handle);
  sqlite3_close(handle);
  return said;
}

}  // namespace wesel
