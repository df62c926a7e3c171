// Field by field from C++ to the contract's blocks.
#include "action.hpp"

namespace wesel::sdk {

namespace {

void fill(wesel_bank_account& to, const BankAccount& from) {
  to.name = bytes(from.name);
  to.number = bytes(from.number);
  to.type = bytes(from.type);
  to.bank_code = bytes(from.bank_code);
  to.bank_name = bytes(from.bank_name);
  to.branch = bytes(from.branch);
  to.city = bytes(from.city);
  to.province = bytes(from.province);
}

// A provider's own words, or an exception's: as much as a person reads, cut between characters.
wesel_bytes words(std::string_view text) {
  constexpr std::size_t kMost = 500;
  if (text.size() <= kMost) return bytes(text);
  std::size_t size = kMost;
  while (size > 0 && (static_cast<unsigned char>(text[size]) & 0xc0) == 0x80) --size;
  return bytes(text.substr(0, size));
}

}  // namespace

Action::Action(Request request, const Description& description) : request_(std::move(request)) {
  if (!request_.endpoint_.empty()) send_.endpoint = description.endpoint(request_.endpoint_);
  send_.method = bytes(request_.method_);
  send_.path = bytes(request_.path_);
  send_.body = bytes(request_.body_);
  send_.effect = request_.effect_;
  send_.replay_safe = request_.replay_safe_;
  send_.reply_secret = request_.reply_secret_;
  for (const Request::Header& from : request_.headers_) {
    auto to = sized<wesel_header>();
    to.secret = from.secret;
    to.name = bytes(from.name);
    to.value = bytes(from.value);
    headers_.add(to);
  }
  send_.headers = headers_.pointers.data();
  send_.header_count = headers_.pointers.size();
  action_.kind = WESEL_ACTION_SEND;
  action_.request = &send_;
  remember(request_.session_, request_.session_expires_at_ms_);
}

Action::Action(Outcome outcome) : outcome_(std::move(outcome)) {
  if (outcome_.result_ == WESEL_RESULT_NONE)
    fail();
  else
    finish();
  remember(outcome_.session_, outcome_.session_expires_at_ms_);
}

void Action::remember(const std::string& value, std::int64_t expires_at_ms) {
  if (value.empty()) return;
  remembered_.value = bytes(value);
  remembered_.expires_at_ms = expires_at_ms;
  action_.remember = &remembered_;
}

void Action::fail() {
  failure_.kind = outcome_.failure_;
  failure_.field = bytes(outcome_.field_);
  failure_.message = words(outcome_.message_);
  failure_.provider_code = words(outcome_.code_);
  failure_.provider_text = words(outcome_.text_);
  failure_.retry_after_ms = outcome_.retry_after_ms_;
  action_.kind = WESEL_ACTION_FAIL;
  action_.failure = &failure_;
}

void Action::finish() {
  result_.kind = outcome_.result_;
  result_.state = static_cast<std::uint32_t>(outcome_.state_);
  result_.scope = outcome_.scope_;
  result_.attempt_id = bytes(outcome_.attempt_id_);
  result_.provider_reference = bytes(outcome_.reference_);
  result_.amount = money_of(outcome_.amount_);
  result_.amount_paid = money_of(outcome_.amount_paid_);
  result_.fee = bytes(outcome_.fee_);
  result_.settlement = bytes(outcome_.settlement_);
  result_.fee_currency = bytes(outcome_.fee_currency_);
  result_.paid_at_ms = outcome_.paid_at_ms_;
  result_.field = bytes(outcome_.field_);
  result_.provider_code = words(outcome_.code_);
  result_.provider_text = words(outcome_.text_);
  result_.poll_after_ms = outcome_.poll_after_ms_;
  result_.test = static_cast<std::uint32_t>(outcome_.test_);
  show_instructions();
  list_events();
  list_methods();
  list_balances();
  if (outcome_.result_ == WESEL_RESULT_ACCOUNTS) {
    fill(account_request_, outcome_.account_request_);
    fill(account_process_, outcome_.account_process_);
    result_.account_request = &account_request_;
    result_.account_process = &account_process_;
  }
  action_.kind = WESEL_ACTION_DONE;
  action_.result = &result_;
}

void Action::show_instructions() {
  if (outcome_.instrument_.empty()) return;
  for (const auto& [name, value] : outcome_.fields_) fields_.push_back({bytes(name), bytes(value)});
  instructions_.type = bytes(outcome_.instrument_);
  instructions_.fields = fields_.data();
  instructions_.field_count = fields_.size();
  instructions_.expires_at_ms = outcome_.expires_at_ms_;
  result_.instructions = &instructions_;
}

void Action::list_events() {
  for (const Event& from : outcome_.events_) {
    auto to = sized<wesel_event>();
    to.state = static_cast<std::uint32_t>(from.state);
    to.attempt_id = bytes(from.attempt_id);
    to.provider_reference = bytes(from.provider_reference);
    to.event_id = bytes(from.event_id);
    to.amount = money_of(from.amount);
    to.amount_paid = money_of(from.amount_paid);
    to.paid_at_ms = from.paid_at_ms;
    to.fee = bytes(from.fee);
    to.settlement = bytes(from.settlement);
    to.provider_code = words(from.provider_code);
    to.provider_text = words(from.provider_text);
    to.test = static_cast<std::uint32_t>(from.test);
    events_.add(to);
  }
  result_.events = events_.pointers.data();
  result_.event_count = events_.pointers.size();
  result_.ack_status = outcome_.ack_status_;
  result_.ack_body = bytes(outcome_.ack_body_);
}

void Action::list_methods() {
  for (const Method& from : outcome_.methods_) {
    auto to = sized<wesel_method>();
    to.kind = static_cast<std::uint32_t>(from.kind);
    to.method = bytes(from.method);
    to.channel = bytes(from.channel);
    to.channel_code = bytes(from.channel_code);
    to.display_name = bytes(from.display_name);
    to.logo_url = bytes(from.logo_url);
    to.currency = bytes(from.currency);
    to.minimum = money_of(from.minimum);
    to.maximum = money_of(from.maximum);
    methods_.add(to);
  }
  result_.methods = methods_.pointers.data();
  result_.method_count = methods_.pointers.size();
}

void Action::list_balances() {
  for (const Balance& from : outcome_.balances_) {
    auto to = sized<wesel_balance>();
    to.currency = bytes(from.currency);
    to.total = bytes(from.total);
    to.available = bytes(from.available);
    to.pending = bytes(from.pending);
    balances_.add(to);
  }
  result_.balances = balances_.pointers.data();
  result_.balance_count = balances_.pointers.size();
}

}  // namespace wesel::sdk
