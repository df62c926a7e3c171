// Payments in and out of the store: rows made of payments, events numbered, the plan kept current,
// and every change applied to the newest version, however often somebody else was faster.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <variant>

#include "engine/plan.hpp"
#include "engine/settle.hpp"
#include "engine/setup.hpp"

namespace wesel {

// Wakes those who wait for work. Any thread.
struct Bells {
  explicit Bells(Tasks& tasks)
      : due(tasks.make_signal()), outbox(tasks.make_signal()), fetch(tasks.make_signal()) {}
  std::unique_ptr<Signal> due;                   // a payment is due sooner than was known
  std::unique_ptr<Signal> outbox;                // an event waits for delivery
  std::unique_ptr<Signal> fetch;                 // somebody wants what a provider tells of itself
  std::atomic<std::int64_t> sleeps_until_ms{0};  // when who waits for `due` wakes by itself
};

// What may be stored with a change, in the same commit.
struct Beside {
  std::optional<CallbackRow> callback;
  std::optional<IdempotencyRow> idempotency;
  std::vector<std::string> matched_callbacks;  // orphans, by id
};

// Any thread.
class Records {
 public:
  using SetupOf = std::function<SetupPtr()>;
  Records(Ports ports, Bells& bells, SetupOf setup)
      : ports_(ports), bells_(bells), setup_(std::move(setup)) {}

  Result<std::optional<Payment>> load(std::string_view key);
  Result<Committed> insert(Payment& payment, Changes& changes, Beside beside);

  // Mutates a copy of `base` and commits it; while somebody else was faster, does so again on the
  // newer version. A mutation that changes nothing writes nothing. The payment as stored.
  using Mutation = std::function<void(Payment&, Changes&)>;
  Result<Payment> change(Payment base, const std::string& cause, const Mutation& mutate,
                         Beside beside = {});

  // Keeps a provider's message that belongs to no payment.
  Result<void> keep(CallbackRow callback);

  TermsOf terms(const Payment& payment, const SetupPtr& setup) const;

 private:
  Batch batch(Payment& payment, const Changes& changes, Beside beside);
  void ring(const Payment& payment, bool events);

  Ports ports_;
  Bells& bells_;
  SetupOf setup_;
};

Result<Payment> payment_of(const PaymentRow& row);

// Whether events of this payment are told to anybody.
bool has_endpoint(const Config& config, const Payment& payment);

}  // namespace wesel
