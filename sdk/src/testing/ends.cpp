// Writes results and failures as JSON, field by field, leaving out what is not told.
#include "names.hpp"
#include "wesel/time.hpp"

namespace wesel::sdk::testing {

namespace {

using json::Array;
using json::Object;

// A block that may be missing in a broken plugin.
template <class Block>
const Block& must(const Block* block, const char* what) {
  if (!block || block->size < sizeof(Block)) throw Mismatch(std::string("breach: no ") + what);
  return *block;
}

void put(Object& to, string_view key, wesel_bytes text) { to.set_if(key, view(text)); }

void put(Object& to, string_view key, const wesel_money& money) {
  const Amount amount = amount_of(money);
  if (amount) to.set(key, amount.decimal() + ' ' + amount.currency);
}

void put_time(Object& to, string_view key, std::int64_t ms) {
  if (ms != 0) to.set(key, format_time(ms));
}

void put_number(Object& to, string_view key, std::uint32_t number) {
  if (number != 0) to.set(key, std::int64_t{number});
}

void put_mode(Object& to, string_view key, std::uint32_t mode) {
  if (mode != 0) to.set(key, name_in(kModes, mode));
}

Object object_of(const wesel_instructions& from) {
  Object to;
  put(to, "type", from.type);
  for (std::size_t i = 0; i < from.field_count; ++i)
    to.set(view(from.fields[i].name), view(from.fields[i].value));
  put_time(to, "expires_at", from.expires_at_ms);
  return to;
}

Object object_of(const wesel_event& from) {
  Object to;
  to.set("state", name_in(kStates, from.state));
  put(to, "attempt_id", from.attempt_id);
  put(to, "provider_reference", from.provider_reference);
  put(to, "event_id", from.event_id);
  put(to, "amount", from.amount);
  put(to, "amount_paid", from.amount_paid);
  put_time(to, "paid_at", from.paid_at_ms);
  put(to, "fee", from.fee);
  put(to, "settlement", from.settlement);
  put(to, "provider_code", from.provider_code);
  put(to, "provider_text", from.provider_text);
  put_mode(to, "test", from.test);
  return to;
}

Object object_of(const wesel_method& from) {
  Object to;
  to.set("kind", name_in(kKinds, from.kind));
  put(to, "method", from.method);
  put(to, "channel", from.channel);
  put(to, "channel_code", from.channel_code);
  put(to, "display_name", from.display_name);
  put(to, "logo_url", from.logo_url);
  put(to, "currency", from.currency);
  put(to, "minimum", from.minimum);
  put(to, "maximum", from.maximum);
  return to;
}

Object object_of(const wesel_balance& from) {
  Object to;
  put(to, "currency", from.currency);
  put(to, "total", from.total);
  put(to, "available", from.available);
  put(to, "pending", from.pending);
  return to;
}

Object object_of(const wesel_bank_account& from) {
  Object to;
  put(to, "name", from.name);
  put(to, "number", from.number);
  put(to, "type", from.type);
  put(to, "bank_code", from.bank_code);
  put(to, "bank_name", from.bank_name);
  put(to, "branch", from.branch);
  put(to, "city", from.city);
  put(to, "province", from.province);
  return to;
}

template <class Block>
void put_list(Object& to, string_view key, const Block* const* blocks, std::size_t count) {
  if (count == 0) return;
  Array list;
  for (std::size_t i = 0; i < count; ++i) list.add(object_of(must(blocks[i], "element")));
  to.set(key, list);
}

Object object_of(const wesel_result& from) {
  if (from.kind == WESEL_RESULT_NONE) throw Mismatch("breach: a result of no kind");
  Object to;
  to.set("result", name_in(kResults, from.kind));
  if (from.kind == WESEL_RESULT_ACCEPTED) to.set("state", name_in(kStates, from.state));
  if (from.kind == WESEL_RESULT_REFUSED) to.set("scope", name_in(kScopes, from.scope));
  put(to, "attempt_id", from.attempt_id);
  put(to, "provider_reference", from.provider_reference);
  put(to, "amount", from.amount);
  put(to, "amount_paid", from.amount_paid);
  put(to, "fee", from.fee);
  put(to, "settlement", from.settlement);
  put(to, "fee_currency", from.fee_currency);
  put_time(to, "paid_at", from.paid_at_ms);
  if (from.instructions) to.set("instructions", object_of(must(from.instructions, "instructions")));
  put(to, "field", from.field);
  put(to, "provider_code", from.provider_code);
  put(to, "provider_text", from.provider_text);
  put_number(to, "poll_after_ms", from.poll_after_ms);
  put_mode(to, "test", from.test);
  put_list(to, "events", from.events, from.event_count);
  put_number(to, "ack_status", from.ack_status);
  put(to, "ack_body", from.ack_body);
  put_list(to, "methods", from.methods, from.method_count);
  if (from.account_request)
    to.set("account_request", object_of(must(from.account_request, "account")));
  if (from.account_process)
    to.set("account_process", object_of(must(from.account_process, "account")));
  put_list(to, "balances", from.balances, from.balance_count);
  return to;
}

Object object_of(const wesel_failure& from) {
  Object to;
  to.set("failure", name_in(kFailures, from.kind));
  put(to, "field", from.field);
  put(to, "message", from.message);
  put(to, "provider_code", from.provider_code);
  put(to, "provider_text", from.provider_text);
  put_number(to, "retry_after_ms", from.retry_after_ms);
  return to;
}

void put_session(Object& to, string_view value, std::int64_t until_ms) {
  if (value.empty()) return;
  Object session;
  session.set("value", value);
  put_time(session, "expires_at", until_ms);
  to.set("remember", session);
}

void check_line(string_view text, const char* what) {
  if (text.find_first_of(string_view("\r\n\0", 3)) != text.npos)
    throw Mismatch(std::string("breach: a line's end or NUL in ") + what);
}

}  // namespace

std::string end_of(const wesel_action& action) {
  Object to = action.kind == WESEL_ACTION_DONE ? object_of(must(action.result, "result"))
                                               : object_of(must(action.failure, "failure"));
  if (action.remember)
    put_session(to, view(action.remember->value), action.remember->expires_at_ms);
  return to.text();
}

Sent sent_of(const wesel_action& action, const wesel_description& description) {
  const wesel_request& request = must(action.request, "request");
  if (request.endpoint >= description.endpoint_count) throw Mismatch("breach: no such endpoint");
  Sent sent;
  sent.endpoint = view(description.endpoints[request.endpoint]->name);
  sent.method = view(request.method);
  sent.path = view(request.path);
  sent.body = view(request.body);
  sent.effect = request.effect != 0;
  sent.replay_safe = request.replay_safe != 0;
  sent.reply_secret = request.reply_secret != 0;
  if (action.remember) {
    sent.remember = view(action.remember->value);
    sent.remember_until_ms = action.remember->expires_at_ms;
  }
  if (sent.path.empty() || sent.path[0] != '/') throw Mismatch("breach: path " + sent.path);
  check_line(sent.path, "the path");
  for (std::size_t i = 0; i < request.header_count; ++i) {
    const wesel_header& header = must(request.headers[i], "header");
    sent.headers.push_back(
        {std::string(view(header.name)), std::string(view(header.value)), header.secret != 0});
    check_line(sent.headers.back().name, "a header's name");
    check_line(sent.headers.back().value, "a header");
  }
  return sent;
}

std::string Sent::header(string_view name) const {
  for (const Header& header : headers)
    if (header.name == name) return header.value;
  return {};
}

std::string Sent::text() const {
  Object shown;
  for (const Header& header : headers) {
    if (header.secret)
      shown.set(header.name, Object{}.set("secret", header.value));
    else
      shown.set(header.name, header.value);
  }
  Object to;
  to.set("endpoint", endpoint).set("method", method).set("path", path).set("headers", shown);
  to.set_if("body", body);
  if (effect) to.set("effect", true);
  if (replay_safe) to.set("replay_safe", true);
  if (reply_secret) to.set("reply_secret", true);
  put_session(to, remember, remember_until_ms);
  return to.text();
}

}  // namespace wesel::sdk::testing
