// The durable memory. Everything that must survive a crash goes through commit(); a payment's
// content is an opaque body here, beside the few columns that are searched by. Times are
// milliseconds since 1970 UTC, 0 means none. Any thread may call anything.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/result.hpp"

namespace wesel {

// A payment or payout with all its attempts.
struct PaymentRow {
  std::string key;        // the 26 characters of its id; time-ordered
  std::string scope;      // merchant/mode/kind: "acme/sandbox/payment"
  std::string reference;  // the merchant's; unique in its scope
  std::int64_t version = 1;
  std::string status;
  std::string provider;  // account of the current attempt
  std::int64_t created_ms = 0;
  std::int64_t due_ms = 0;  // when background work is next due
  bool review = false;      // needs a person
  std::string body;         // JSON
};

// A state change, which is also its entry in the outbox.
struct EventRow {
  std::string id;             // 26 characters, time-ordered
  std::string scope;          // the payment's
  std::string payment;        // the payment's key
  std::int64_t sequence = 0;  // 1, 2, 3 … within the payment
  std::string type;
  std::int64_t created_ms = 0;
  // Delivery.
  std::string state;         // "none" (no endpoint), "pending", "delivered", "undelivered"
  std::int64_t next_ms = 0;  // next try; 0: none
  int tries = 0;             // kAskedFor: none since its merchant asked for it again
  static constexpr int kAskedFor = -1;
  int last_status = 0;   // HTTP; 0: no answer
  std::string detail;    // JSON: what happened besides the state (cause, exception); may be empty
  std::string endpoint;  // URL that the payment asked for; empty: its merchant's
};

// A provider's message, raw, as it came.
struct CallbackRow {
  std::string id;  // 26 characters
  std::string account;
  std::string attempt;  // our reference in it; empty: none
  std::int64_t received_ms = 0;
  std::string verdict;  // "verified", "unsigned", "orphan"
  std::string message;  // JSON: method, query, headers (secrets masked), body
};

// An Idempotency-Key that a merchant used.
struct IdempotencyRow {
  std::string key;          // merchant/mode/method/path/key
  std::string fingerprint;  // of the request
  std::string payment;      // key of the object it answered with
  std::int64_t expires_ms = 0;
  // In a Batch: the time of its use. What expired by then counts as absent. Not kept.
  std::int64_t now_ms = 0;
};

// A small value that the engine keeps for itself; the first one put stays.
struct MetaRow {
  std::string name;
  std::string value;
};

// Writes that happen together or not at all. A precondition that fails undoes this batch alone.
// An empty batch proves that writing works.
struct Batch {
  // Fails if (scope, reference) or the key exists.
  std::vector<PaymentRow> insert;
  // Fails unless the stored version is `version - 1`. scope, reference, created_ms stay.
  std::vector<PaymentRow> update;
  // Fails if the payment has an event of that sequence.
  std::vector<EventRow> events;
  // Replaces state, next_ms, tries and last_status of an event (found by payment and sequence).
  std::vector<EventRow> deliveries;
  std::optional<CallbackRow> callback;
  std::vector<std::string> matched_callbacks;  // orphans by id, now "verified"
  // Fails if the key exists and has not expired.
  std::optional<IdempotencyRow> idempotency;
  std::vector<MetaRow> meta;
};

struct Done {};
// What stood in the way first, as it is now; nothing when an update's payment does not exist.
struct Conflict {
  std::optional<PaymentRow> payment;  // the existing reference, the newer version, or the key's
  std::optional<IdempotencyRow> idempotency;
};
using Committed = std::variant<Done, Conflict>;

struct PaymentFilter {
  std::string scope;
  std::string reference, status, provider;  // empty: any
  std::int64_t created_after_ms = 0, created_before_ms = 0;
  std::string starting_after;  // key; newest first
  std::size_t limit = 20;
};

struct EventFilter {
  std::string scope_prefix;   // "acme/sandbox/": a scope up to and with its last slash
  std::string type, payment;  // empty: any
  // Whether payouts' events are among them; whether the others are.
  bool payouts = true, payments = true;
  std::string starting_after;  // id
  std::size_t limit = 20;
};

class Store {
 public:
  virtual ~Store() = default;

  // Returns once the batch is durable, or without a trace of it. Fault::unavailable with code
  // store_unavailable when the disk or database refuses.
  virtual Result<Committed> commit(Batch batch) = 0;

  virtual Result<std::optional<PaymentRow>> payment(std::string_view key) = 0;
  virtual Result<std::optional<PaymentRow>> payment_by_reference(std::string_view scope,
                                                                 std::string_view reference) = 0;
  virtual Result<std::vector<PaymentRow>> payments(const PaymentFilter& filter) = 0;
  // Those due at `now_ms` or before, the longest due first.
  virtual Result<std::vector<PaymentRow>> due_payments(std::int64_t now_ms, std::size_t limit) = 0;
  // Oldest first, after the one with this key; empty: from the first.
  virtual Result<std::vector<PaymentRow>> payments_for_review(std::string_view starting_after,
                                                              std::size_t limit) = 0;
  // The earliest due_ms of all payments; 0: none.
  virtual Result<std::int64_t> next_due_ms() = 0;

  virtual Result<std::optional<EventRow>> event(std::string_view scope_prefix,
                                                std::string_view id) = 0;
  // Newest first.
  virtual Result<std::vector<EventRow>> events(const EventFilter& filter) = 0;
  // One payment's, oldest first.
  virtual Result<std::vector<EventRow>> history(std::string_view payment) = 0;
  // Events to deliver: due now, and only the earliest undelivered one of each payment.
  virtual Result<std::vector<EventRow>> due_events(std::int64_t now_ms, std::size_t limit) = 0;
  // The earliest next_ms of all events; 0: none.
  virtual Result<std::int64_t> next_event_ms() = 0;

  virtual Result<std::vector<CallbackRow>> orphan_callbacks(std::string_view attempt) = 0;
  // Also one that has expired, until it is purged.
  virtual Result<std::optional<IdempotencyRow>> idempotency(std::string_view key) = 0;

  // Small values that the engine keeps for itself (its secret, routing versions).
  virtual Result<std::optional<std::string>> meta(std::string_view name) = 0;
  // Keeps the first value: gives back the one stored, whoever put it.
  virtual Result<std::string> put_meta_once(std::string_view name, std::string_view value) = 0;

  // True when a commit and a read work now.
  virtual bool healthy() = 0;
};

}  // namespace wesel
