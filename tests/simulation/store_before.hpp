// A store in front of another one: the base of those that pause or refuse.
#pragma once

#include "store/store.hpp"

namespace wesel::simulation {

class StoreBefore : public Store {
 public:
  explicit StoreBefore(Store& disk) : disk_(disk) {}

  Result<Committed> commit(Batch batch) override { return disk_.commit(std::move(batch)); }
  Result<std::optional<PaymentRow>> payment(std::string_view key) override {
    return disk_.payment(key);
  }
  Result<std::optional<PaymentRow>> payment_by_reference(std::string_view scope,
                                                         std::string_view reference) override {
    return disk_.payment_by_reference(scope, reference);
  }
  Result<std::vector<PaymentRow>> payments(const PaymentFilter& filter) override {
    return disk_.payments(filter);
  }
  Result<std::vector<PaymentRow>> due_payments(std::int64_t now, std::size_t limit) override {
    return disk_.due_payments(now, limit);
  }
  Result<std::vector<PaymentRow>> payments_for_review(std::string_view starting_after,
                                                      std::size_t limit) override {
    return disk_.payments_for_review(starting_after, limit);
  }
  Result<std::int64_t> next_due_ms() override { return disk_.next_due_ms(); }
  Result<std::optional<EventRow>> event(std::string_view owner, std::string_view id) override {
    return disk_.event(owner, id);
  }
  Result<std::vector<EventRow>> events(const EventFilter& filter) override {
    return disk_.events(filter);
  }
  Result<std::vector<EventRow>> history(std::string_view payment) override {
    return disk_.history(payment);
  }
  Result<std::vector<EventRow>> due_events(std::int64_t now, std::size_t limit) override {
    return disk_.due_events(now, limit);
  }
  Result<std::int64_t> next_event_ms() override { return disk_.next_event_ms(); }
  Result<std::vector<CallbackRow>> orphan_callbacks(std::string_view attempt) override {
    return disk_.orphan_callbacks(attempt);
  }
  Result<std::optional<IdempotencyRow>> idempotency(std::string_view key) override {
    return disk_.idempotency(key);
  }
  Result<std::optional<std::string>> meta(std::string_view name) override {
    return disk_.meta(name);
  }
  Result<std::string> put_meta_once(std::string_view name, std::string_view value) override {
    return disk_.put_meta_once(name, value);
  }
  bool healthy() override { return disk_.healthy(); }

 private:
  Store& disk_;
};

}  // namespace wesel::simulation
