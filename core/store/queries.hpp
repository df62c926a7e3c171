// The reads of the Store, each a function of a connection.
#pragma once

#include "store/database.hpp"
#include "store/store.hpp"

namespace wesel::queries {

std::optional<PaymentRow> payment(Database& database, std::string_view key);
std::optional<PaymentRow> payment_by_reference(Database& database, std::string_view scope,
                                               std::string_view reference);
std::vector<PaymentRow> payments(Database& database, const PaymentFilter& filter);
std::vector<PaymentRow> due_payments(Database& database, std::int64_t now_ms, std::size_t limit);
std::vector<PaymentRow> payments_for_review(Database& database, std::string_view starting_after,
                                            std::size_t limit);
std::int64_t next_due_ms(Database& database);

std::optional<EventRow> event(Database& database, std::string_view owner, std::string_view id);
std::vector<EventRow> events(Database& database, const EventFilter& filter);
std::vector<EventRow> history(Database& database, std::string_view payment);
std::vector<EventRow> due_events(Database& database, std::int64_t now_ms, std::size_t limit);
std::int64_t next_event_ms(Database& database);

std::vector<CallbackRow> orphan_callbacks(Database& database, std::string_view attempt);
std::optional<IdempotencyRow> idempotency(Database& database, std::string_view key);
std::optional<std::string> meta(Database& database, std::string_view name);

}  // namespace wesel::queries
