// The use cases: everything that merchants, providers and time itself make happen to a payment.
// Each is a function in a file of its own, in named steps; what they share is the Context. Expected
// ends are values or an Error whose code design/api.md lists; nothing throws.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "engine/ask_times.hpp"
#include "engine/leases.hpp"
#include "engine/new_payment.hpp"
#include "engine/records.hpp"

namespace wesel {

// What the use cases share. Outlives every call; any thread.
struct Context {
  Context(Ports p, FlowObserver& o, Records::SetupOf s, Bells& b)
      : ports(p),
        observer(o),
        setup(std::move(s)),
        bells(b),
        records(p, b, setup),
        leases(p.tasks) {}

  Ports ports;
  FlowObserver& observer;
  Records::SetupOf setup;
  Bells& bells;
  Records records;
  Leases leases;
  AskTimes asks;

  FlowServices services() {
    return {ports.clock, ports.entropy, ports.transport, ports.tasks, observer};
  }
};

// --- create.cpp

struct Created {
  Payment payment;
  bool replayed = false;
};
// Codes: invalid_field, no_route, no_provider_available, reference_conflict,
// idempotency_key_reused, not_supported, store_unavailable.
Result<Created> create(Context& context, const Caller& caller, const NewPayment& request,
                       const std::optional<Repeat>& repeat);

// --- read.cpp

// not_found for another merchant's too. `id` is a payment's or payout's.
Result<Payment> find(Context& context, const Caller& caller, std::string_view id);

struct Refreshed {
  Payment payment;
  bool asked = false;     // false: the provider cannot be asked or did not answer
  Millis retry_after{0};  // more than zero: sooner than the provider allows, not asked
};
Result<Refreshed> refresh(Context& context, Payment payment);

// Takes the payment's lease, waiting for whoever has it, and reads it anew. Code invalid_state: it
// is being worked on for longer than a call can wait.
struct Held {
  Leases::Lease lease;
  Payment payment;
};
Result<Held> hold(Context& context, const Payment& payment);

// --- cancel.cpp

struct Cancelled {
  Payment payment;
  bool in_doubt = false;  // asked, and the provider's answer is not known yet
};
// Codes: invalid_state, not_cancellable.
Result<Cancelled> cancel(Context& context, Payment payment, const std::string& reason);

// --- choose_method.cpp

// Chooses or changes how it is paid: what was shown before is cancelled first, and only when that
// is certain does another attempt begin. The same method again changes nothing. Codes:
// invalid_field, invalid_state, no_route, no_provider_available.
Result<Payment> choose_method(Context& context, Payment payment, const Method& method);

// --- resolve.cpp

// What a person decided about a payment or payout that needs one.
struct Resolution {
  std::optional<Status> status;            // what surely became of it, or
  std::optional<ExceptionType> exception;  // what has been dealt with
  std::string resolution, note;            // at least one of them
  std::string by;                          // who
};
// Codes: invalid_field, invalid_state.
Result<Payment> resolve(Context& context, Payment payment, const Resolution& resolution);

// --- simulate.cpp

// Sandbox mode only. Codes: invalid_state, not_supported.
Result<Payment> simulate(Context& context, Payment payment, Status wanted);

// --- callback.cpp

struct CallbackUrl {
  std::string account;
  std::string attempt_id, mac;  // empty: the plain URL of a provider's dashboard
};
// What to answer the provider; everything that was told is durable then.
// Codes: not_found, unauthorized, store_unavailable.
Result<Ack> receive_callback(Context& context, const CallbackUrl& url, InboundMessage message);

// --- drive.cpp

// Sends the current attempt, which the caller has just begun and stored, and goes on to further
// candidates as far as the money rules and the budget allow. Needs the payment's lease, and must
// never be called for an attempt that may have been sent before. The payment as stored at the end.
Result<Payment> drive(Context& context, const SetupPtr& setup, Payment payment);

// Goes on with a payment whose current attempt is over or in doubt; never sends an attempt that it
// has not begun itself. Needs the lease.
Result<Payment> go_on(Context& context, const SetupPtr& setup, Payment payment);

// Adds the attempt that the next send is for; the caller stores it before drive() sends it.
void begin_attempt(const Setup& setup, Payment& payment, const std::string& account, Time now,
                   Millis left);

// --- ask.cpp

// Asks the provider about one attempt and applies what it says. False: it was not or could not be
// asked, or did not answer; `retry_after` says when it may be, if that is why.
struct Asked {
  Payment payment;
  bool answered = false;
  Millis retry_after{0};
};
Result<Asked> ask(Context& context, const SetupPtr& setup, Payment payment, int attempt,
                  const std::string& cause);

// --- recover.cpp

// Does what is due for one payment. Somebody else having its lease is fine.
Result<void> recover(Context& context, std::string_view key);

// Runs background work until `stopping` says so: `workers` payments at once.
class Recovery {
 public:
  // Looks at the clock at least every `longest_sleep`, so that a jump of it is noticed.
  Recovery(Context& context, int workers, Millis longest_sleep = std::chrono::seconds(10));
  void start();
  void stop();  // those under way end; then Tasks::join returns

 private:
  struct State;
  std::shared_ptr<State> state_;
};

// --- operations.cpp

// The plugin's view of an attempt.
Operation make_operation(OperationKind kind, const Payment& payment, const Attempt& attempt,
                         const Setup& setup);
OperationKind create_kind(const Payment& payment);
OperationKind query_kind(const Payment& payment);
// The account that an attempt was made at; null: it is gone, or it is of the other mode now, and no
// test payment may ever reach live money.
std::shared_ptr<Account> account_of(const Setup& setup, const Payment& payment,
                                    const Attempt& attempt);
// The offer that an attempt was made under; null: the account or its offer is gone.
const Offer* offer_of(const Setup& setup, const Payment& payment, const Attempt& attempt);

}  // namespace wesel
