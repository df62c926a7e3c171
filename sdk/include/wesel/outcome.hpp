// How a flow ends: results of the provider and failures, built by name and chained setters. An
// author says what the provider said; what follows for the money is the engine's decision.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "wesel/exchange.hpp"
#include "wesel/operation.hpp"

namespace wesel::sdk {

// One thing that a callback says. At least one of the two references.
struct Event {
  State state = State::none;  // none: go and ask
  std::string attempt_id;     // our reference as the provider told it
  std::string provider_reference;
  std::string event_id;
  Amount amount, amount_paid;
  std::int64_t paid_at_ms = 0;
  std::string fee, settlement;  // exact decimal text in `amount`'s currency
  std::string provider_code, provider_text;
  Mode test = Mode::none;  // which of the two it was, where told
};

struct Method {
  Kind kind = Kind::payment;
  std::string method, channel, channel_code, display_name, logo_url, currency;
  Amount minimum, maximum;
};

struct Balance {
  std::string currency;
  std::string total, available, pending;  // exact decimal text
};

class Outcome {
 public:
  using Time = std::optional<std::int64_t>;  // milliseconds; nothing: not told

  // --- Of any end. Words are cut at 500 bytes.
  Outcome& provider_code(string_view code);
  Outcome& provider_text(string_view text);
  // A secret for later flows, kept by the engine until then.
  Outcome& remember(string_view value, std::int64_t expires_at_ms);

  // --- What the provider told of a payment or payout.
  Outcome& echoed(string_view attempt_id);
  Outcome& amount(const Amount& asked);  // of a list of methods: it holds for this amount alone
  Outcome& amount_paid(const Amount& paid);
  Outcome& fee(string_view decimal, string_view currency);
  Outcome& settlement(string_view decimal, string_view currency);
  Outcome& paid_at(Time ms);
  Outcome& poll_after(std::uint32_t ms);
  Outcome& test_mode(Mode mode);

  // --- How the customer pays. Empty fields are left out.
  Outcome& virtual_account(string_view bank, string_view number, string_view name);
  Outcome& qris(string_view qr_string);
  Outcome& qris_image(string_view url);
  Outcome& retail_outlet(string_view outlet, string_view payment_code, string_view display_name);
  Outcome& bank_transfer(string_view bank, string_view number, string_view name,
                         string_view amount_required = {});
  Outcome& redirect(string_view method, string_view url, string_view form = {});
  // The phone number is masked here, but for its last four digits.
  Outcome& push(string_view channel, string_view phone);
  // A page of the provider's beside any of these.
  Outcome& page(string_view url);
  // The instrument's own end.
  Outcome& expires(Time ms);

  // --- Lists.
  Outcome& add(Event event);
  Outcome& add(Method method);
  Outcome& add(Balance balance);
  // What a callback is answered with; without: 200 and no body.
  Outcome& ack(std::uint32_t status, string_view body = {});

  // --- Of a failure: when the provider wants to be asked again.
  Outcome& retry_after(std::uint32_t ms);

 private:
  friend class Action;
  friend Outcome accepted(State, string_view);
  friend Outcome refused_everywhere(string_view);
  friend Outcome account_pair(const BankAccount&, const BankAccount&);
  friend Outcome of_result(std::uint32_t);
  friend Outcome of_failure(std::uint32_t, string_view, string_view);
  Outcome& instrument(string_view type);
  Outcome& field(string_view name, string_view value);

  std::uint32_t result_ = WESEL_RESULT_NONE;  // none: a failure of the kind below
  std::uint32_t failure_ = WESEL_FAIL_BUG;
  State state_ = State::none;
  std::uint32_t scope_ = WESEL_SCOPE_HERE;
  std::string field_, message_, code_, text_, session_;
  std::int64_t session_expires_at_ms_ = 0;
  std::uint32_t retry_after_ms_ = 0;

  std::string reference_, attempt_id_, fee_, settlement_, fee_currency_;
  Amount amount_, amount_paid_;
  std::int64_t paid_at_ms_ = 0, expires_at_ms_ = 0;
  std::uint32_t poll_after_ms_ = 0, ack_status_ = 0;
  Mode test_ = Mode::none;
  std::string instrument_, ack_body_;
  std::vector<std::pair<std::string, std::string>> fields_;
  std::vector<Event> events_;
  std::vector<Method> methods_;
  std::vector<Balance> balances_;
  BankAccount account_request_, account_process_;
};

// A bare end of the contract's WESEL_RESULT_* or WESEL_FAIL_*; the names below are for authors.
Outcome of_result(std::uint32_t kind);
Outcome of_failure(std::uint32_t kind, string_view field, string_view message);

// --- The provider has it, and so far it is. The reference is the provider's own.
Outcome accepted(State state, string_view provider_reference);
inline Outcome pending(string_view reference) { return accepted(State::pending, reference); }
inline Outcome paid(string_view reference) { return accepted(State::paid, reference); }
inline Outcome completed(string_view reference) { return accepted(State::completed, reference); }
inline Outcome failed(string_view reference) { return accepted(State::failed, reference); }
inline Outcome expired(string_view reference) { return accepted(State::expired, reference); }
inline Outcome cancelled(string_view reference) { return accepted(State::cancelled, reference); }

// --- The provider said no and did nothing.
Outcome refused_here();                         // another provider may take it
Outcome refused_everywhere(string_view field);  // the customer's or merchant's mistake
// A complete answer that is not ok(), after a request with effect: fail_down for is_trouble(),
// else refused here; the status is the provider's code.
Outcome refused(const Reply& reply);

// --- Queries only: the provider does not know it.
Outcome not_found();

// --- Lists: co_return method_list().add(method); or named and filled in a loop.
Outcome event_list();
Outcome method_list();
Outcome balance_list();
Outcome account_pair(const BankAccount& as_asked, const BankAccount& as_used);
// Simulate: the provider's sandbox did as asked.
Outcome done();

// --- Failures, by whose fault. Messages are for an operator and hold no secrets.
Outcome fail_config(string_view setting, string_view message);
Outcome fail_request(string_view field, string_view message);  // before anything was done
Outcome unsupported(string_view message = {});
Outcome fail_down(string_view message);
Outcome fail_bad_reply(string_view message);
Outcome fail_unknown(string_view message);  // it may or may not have been done
Outcome fail_signature();
Outcome fail_session();  // the remembered session was refused
// A complete answer that is not ok(), after a request without effect: fail_config(setting) for 401
// and 403, fail_down for 429 and is_trouble(), else fail_bad_reply.
Outcome fail(const Reply& reply, string_view setting);

}  // namespace wesel::sdk
