// Setters and named ends; nothing here decides.
#include "wesel/outcome.hpp"

namespace wesel::sdk {

Outcome& Outcome::provider_code(string_view code) {
  code_ = code;
  return *this;
}

Outcome& Outcome::provider_text(string_view text) {
  text_ = text;
  return *this;
}

Outcome& Outcome::remember(string_view value, std::int64_t expires_at_ms) {
  session_ = value;
  session_expires_at_ms_ = expires_at_ms;
  return *this;
}

Outcome& Outcome::echoed(string_view attempt_id) {
  attempt_id_ = attempt_id;
  return *this;
}

Outcome& Outcome::amount(const Amount& asked) {
  amount_ = asked;
  return *this;
}

Outcome& Outcome::amount_paid(const Amount& paid) {
  amount_paid_ = paid;
  return *this;
}

Outcome& Outcome::fee(string_view decimal, string_view currency) {
  fee_ = decimal;
  fee_currency_ = currency;
  return *this;
}

Outcome& Outcome::settlement(string_view decimal, string_view currency) {
  settlement_ = decimal;
  fee_currency_ = currency;
  return *this;
}

Outcome& Outcome::paid_at(Time ms) {
  paid_at_ms_ = ms.value_or(0);
  return *this;
}

Outcome& Outcome::poll_after(std::uint32_t ms) {
  poll_after_ms_ = ms;
  return *this;
}

Outcome& Outcome::test_mode(Mode mode) {
  test_ = mode;
  return *this;
}

Outcome& Outcome::instrument(string_view type) {
  instrument_ = type;
  return *this;
}

Outcome& Outcome::field(string_view name, string_view value) {
  if (!value.empty()) fields_.emplace_back(name, value);
  return *this;
}

Outcome& Outcome::virtual_account(string_view bank, string_view number, string_view name) {
  return instrument("virtual_account")
      .field("bank", bank)
      .field("account_number", number)
      .field("account_name", name);
}

Outcome& Outcome::qris(string_view qr_string) {
  return instrument("qris").field("qr_string", qr_string);
}

Outcome& Outcome::qris_image(string_view url) { return instrument("qris").field("image_url", url); }

Outcome& Outcome::retail_outlet(string_view outlet, string_view payment_code,
                                string_view display_name) {
  return instrument("retail_outlet")
      .field("outlet", outlet)
      .field("payment_code", payment_code)
      .field("display_name", display_name);
}

Outcome& Outcome::bank_transfer(string_view bank, string_view number, string_view name,
                                string_view amount_required) {
  return instrument("bank_transfer")
      .field("bank", bank)
      .field("account_number", number)
      .field("account_name", name)
      .field("amount_required", amount_required);
}

Outcome& Outcome::redirect(string_view method, string_view url, string_view form) {
  return instrument("redirect").field("method", method).field("url", url).field("form", form);
}

Outcome& Outcome::push(string_view channel, string_view phone) {
  std::string masked(phone);
  for (std::size_t i = 0; i + 4 < masked.size(); ++i) masked[i] = '*';
  return instrument("push").field("channel", channel).field("phone_masked", masked);
}

Outcome& Outcome::page(string_view url) { return field("page_url", url); }

Outcome& Outcome::expires(Time ms) {
  expires_at_ms_ = ms.value_or(0);
  return *this;
}

Outcome& Outcome::add(Event event) {
  events_.push_back(std::move(event));
  return *this;
}

Outcome& Outcome::add(Method method) {
  methods_.push_back(std::move(method));
  return *this;
}

Outcome& Outcome::add(Balance balance) {
  balances_.push_back(std::move(balance));
  return *this;
}

Outcome& Outcome::ack(std::uint32_t status, string_view body) {
  ack_status_ = status;
  ack_body_ = body;
  return *this;
}

Outcome& Outcome::retry_after(std::uint32_t ms) {
  retry_after_ms_ = ms;
  return *this;
}

Outcome of_result(std::uint32_t kind) {
  Outcome outcome;
  outcome.result_ = kind;
  return outcome;
}

Outcome of_failure(std::uint32_t kind, string_view field, string_view message) {
  Outcome outcome;
  outcome.failure_ = kind;
  outcome.field_ = field;
  outcome.message_ = message;
  return outcome;
}

Outcome accepted(State state, string_view provider_reference) {
  Outcome outcome = of_result(WESEL_RESULT_ACCEPTED);
  outcome.state_ = state;
  outcome.reference_ = provider_reference;
  return outcome;
}

Outcome refused_here() { return of_result(WESEL_RESULT_REFUSED); }

Outcome refused_everywhere(string_view field) {
  Outcome outcome = of_result(WESEL_RESULT_REFUSED);
  outcome.scope_ = WESEL_SCOPE_EVERYWHERE;
  outcome.field_ = field;
  return outcome;
}

Outcome refused(const Reply& reply) {
  const std::string status = std::to_string(reply.status());
  Outcome outcome = reply.is_trouble() ? fail_down("it answered " + status) : refused_here();
  outcome.provider_code(status).retry_after(reply.retry_after_ms());
  return outcome;
}

Outcome not_found() { return of_result(WESEL_RESULT_NOT_FOUND); }
Outcome event_list() { return of_result(WESEL_RESULT_EVENTS); }
Outcome method_list() { return of_result(WESEL_RESULT_METHODS); }
Outcome balance_list() { return of_result(WESEL_RESULT_BALANCES); }

Outcome account_pair(const BankAccount& as_asked, const BankAccount& as_used) {
  Outcome outcome = of_result(WESEL_RESULT_ACCOUNTS);
  outcome.account_request_ = as_asked;
  outcome.account_process_ = as_used;
  return outcome;
}

Outcome done() { return of_result(WESEL_RESULT_DONE); }

Outcome fail_config(string_view setting, string_view message) {
  return of_failure(WESEL_FAIL_CONFIG, setting, message);
}

Outcome fail_request(string_view field, string_view message) {
  return of_failure(WESEL_FAIL_REQUEST, field, message);
}

Outcome unsupported(string_view message) { return of_failure(WESEL_FAIL_UNSUPPORTED, {}, message); }
Outcome fail_down(string_view message) { return of_failure(WESEL_FAIL_DOWN, {}, message); }
Outcome fail_bad_reply(string_view message) {
  return of_failure(WESEL_FAIL_BAD_REPLY, {}, message);
}
Outcome fail_unknown(string_view message) { return of_failure(WESEL_FAIL_UNKNOWN, {}, message); }

Outcome fail_signature() {
  return of_failure(WESEL_FAIL_SIGNATURE, {}, "the signature is wrong or missing");
}

Outcome fail_session() {
  return of_failure(WESEL_FAIL_SESSION, {}, "the remembered session was refused");
}

Outcome fail(const Reply& reply, string_view setting) {
  const std::string status = std::to_string(reply.status());
  const std::string message = "it answered " + status;
  Outcome outcome = fail_bad_reply(message);
  if (reply.status() == 401 || reply.status() == 403) outcome = fail_config(setting, message);
  if (reply.status() == 429 || reply.is_trouble()) outcome = fail_down(message);
  outcome.provider_code(status).retry_after(reply.retry_after_ms());
  return outcome;
}

}  // namespace wesel::sdk
