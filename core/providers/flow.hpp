// One operation run to its end at one provider account: the plugin says what to send, the engine
// sends it, and what comes back is inspected and mapped to an Answer by the one table
// (providers/outcome.hpp). Nothing is stored here; the caller made the intent durable before.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "base/entropy.hpp"
#include "base/tasks.hpp"
#include "domain/outcome.hpp"
#include "http/transport.hpp"
#include "providers/operation.hpp"

namespace wesel {

class Account;

// One thing that a callback says. told.state none: go and ask. At least one of told.attempt_id and
// told.provider_reference is there.
struct CallbackEvent {
  std::string event_id;  // the provider's, where it has one
  Told told;
};

// Whether what a callback says may be applied.
enum class Verdict {
  none,           // not a callback, or one that made no sense
  verified,       // its signature is right
  unsigned_call,  // the provider does not sign: its events only wake a query, states are none
  bad_signature,
};
std::string_view name(Verdict verdict);

// What to answer a provider's callback.
struct Ack {
  int status = 200;
  std::string body;
};

// One line of the provider's own list of methods.
struct ToldMethod {
  Kind kind = Kind::payment;
  std::string method, channel, channel_code, display_name, logo_url;
  Currency currency;
  std::optional<Money> minimum, maximum;
};

// Exact decimal texts; empty: not told.
struct ToldBalance {
  std::string currency;
  std::string total, available, pending;
};

struct FlowResult {
  // Callbacks, methods, accounts, balances and simulate: accepted when the flow did what was
  // asked; what it told is below.
  Answer answer;
  Verdict verdict = Verdict::none;                         // callback
  std::vector<CallbackEvent> events;                       // callback
  Ack ack;                                                 // callback
  std::vector<ToldMethod> methods;                         // methods
  std::optional<BankAccount> account_asked, account_used;  // payment_accounts
  std::vector<ToldBalance> balances;                       // balance
  bool effect_left = false;  // bytes that may move money left this machine
  int requests = 0;          // tries on the wire, retries included
  std::string breach;        // the name of the plugin's breach of the contract; empty: none
};

// One try on the wire, for log and metrics. Views live during the call.
struct RequestSeen {
  std::string_view account;
  OperationKind operation = OperationKind::payment_query;
  std::string_view attempt_id;
  int step = 0;   // the flow's sends, from 1
  int retry = 0;  // 0: the first try of this step
  std::string_view method;
  std::string_view path;  // without its query's values, secrets as stars
  bool effect = false;
  http::Sent::Fate fate = http::Sent::Fate::not_sent;
  int status = 0;        // when replied
  std::string_view why;  // when not
  Millis took{0};
};

struct BreachSeen {
  std::string_view account, plugin;
  std::string_view breach;  // its name
  std::string_view detail;
  bool quarantined = false;  // whether this one put the plugin into quarantine
};

// Any thread.
class FlowObserver {
 public:
  virtual ~FlowObserver() = default;
  virtual void on_request(const RequestSeen&) {}
  virtual void on_breach(const BreachSeen&) {}
};

// What a flow needs of the world. All outlive it.
struct FlowServices {
  Clock& clock;
  Entropy& entropy;
  http::Transport& transport;
  Tasks& tasks;
  FlowObserver& observer;
};

// Any thread; blocks in Transport and Tasks only. Past the deadline nothing new is sent. An account
// that is at its in-flight limit takes no new creates: not_sent. A quarantined one takes nothing
// (callbacks neither). The account must outlive the call.
FlowResult run_flow(const FlowServices& services, Account& account, const Operation& operation,
                    Instant deadline);

}  // namespace wesel
