// A provider's message: judged by its plugin, stored raw and applied in one commit, answered after.
// Verified ones change the payment; unsigned ones only wake a question; forged ones wake at most a
// rare question and are not kept, so that a flood of them fills nothing.
#include "base/bytes.hpp"
#include "base/limits.hpp"
#include "engine/engine.hpp"
#include "engine/links.hpp"
#include "http/redact.hpp"
#include "wesel/json.hpp"

namespace wesel {

namespace {

using std::string;

Error error(Fault fault, const char* code, string message) {
  return {fault, code, std::move(message), {}};
}

string raw_message(const InboundMessage& message, const string& provider_reference) {
  json::Object headers;
  for (const http::Field& field : http::mask_fields(message.fields))
    headers.set(field.name, valid_utf8(field.value) ? field.value : to_hex(field.value));
  json::Object out;
  out.set("method", message.method).set_if("query", message.query).set("headers", headers);
  if (valid_utf8(message.body))
    out.set("body", message.body);
  else
    out.set("body_hex", to_hex(message.body));
  return out.set_if("provider_reference", provider_reference).text();
}

CallbackRow row_of(Context& c, const CallbackUrl& url, const InboundMessage& message,
                   string attempt, const char* verdict, const string& provider_reference = {}) {
  const Time now = c.ports.clock.now();
  CallbackRow row;
  row.id = make_id("cb", now, c.ports.entropy).substr(3);
  row.account = url.account;
  row.attempt = std::move(attempt);
  row.received_ms = to_ms(now);
  row.verdict = verdict;
  row.message = raw_message(message, provider_reference);
  return row;
}

// The payment and attempt that an attempt id names, at this account; null: not ours.
Result<std::optional<Payment>> payment_of_attempt(Context& c, const string& account,
                                                  const string& attempt_id) {
  const std::string_view key = attempt_body(attempt_id);
  if (key.empty()) return std::optional<Payment>();
  auto found = c.records.load(key);
  if (!found || !*found) return found;
  const Attempt* a = (*found)->attempt(attempt_number(attempt_id));
  if (!a || a->account != account) return std::optional<Payment>();
  return found;
}

// A message that proves nothing may still mean that something happened: ask, but not often.
Result<void> wake_rarely(Context& c, const string& account, const string& attempt_id) {
  auto found = payment_of_attempt(c, account, attempt_id);
  if (!found) return found.error();
  if (!*found) return {};
  const int number = attempt_number(attempt_id);
  const Time now = c.ports.clock.now();
  const Attempt& a = *(*found)->attempt(number);
  const bool lately = a.asked_at && now - *a.asked_at < limits::kForgedWake;
  if (a.hurry_at || lately || now - a.created_at < limits::kForgedWake) return {};
  auto changed = c.records.change(std::move(**found), "callback", [&](Payment& next, Changes&) {
    next.attempt(number)->hurry_at = now;
  });
  if (!changed) return changed.error();
  return {};
}

// Whoever sends many unsigned ones writes one a second at most: the question is coming anyway.
bool coming(const Attempt& a, Time now) {
  return a.hurry_at && *a.hurry_at > now && *a.hurry_at <= now + limits::kWakeApart;
}

// A question that is being asked now may have been answered before this was sent.
void wake(Attempt& a, Time now) {
  const bool lately = a.asked_at && now - *a.asked_at < limits::kWakeApart;
  const bool under_way = a.hurry_at && *a.hurry_at <= now;
  a.hurry_at = under_way || lately ? now + limits::kWakeApart : now;
}

// One thing that a callback said, applied with the raw message beside it.
Result<void> apply_event(Context& c, const CallbackUrl& url, const InboundMessage& message,
                         const CallbackEvent& event, Verdict verdict) {
  const string& attempt_id = event.told.attempt_id.empty() ? url.attempt_id : event.told.attempt_id;
  // Neither signed nor sent to an address of ours: anybody's, so it is not kept.
  if (verdict != Verdict::verified && url.attempt_id.empty())
    return wake_rarely(c, url.account, attempt_id);
  auto found = payment_of_attempt(c, url.account, attempt_id);
  if (!found) return found.error();
  if (!*found) {
    const bool verified = verdict == Verdict::verified;
    return c.records.keep(row_of(c, url, message, attempt_id, "orphan",
                                 verified ? event.told.provider_reference : string()));
  }
  const int number = attempt_number(attempt_id);
  const bool only_wakes = verdict != Verdict::verified || event.told.state == ProviderState::none;
  if (verdict != Verdict::verified && coming(*(*found)->attempt(number), c.ports.clock.now()))
    return {};
  Beside beside;
  beside.callback =
      row_of(c, url, message, attempt_id, verdict == Verdict::verified ? "verified" : "unsigned");
  auto changed = c.records.change(
      std::move(**found), "callback",
      [&](Payment& next, Changes& changes) {
        const Time now = c.ports.clock.now();
        if (only_wakes)
          wake(*next.attempt(number), now);
        else
          hear(next, number, event.told, now, changes);
      },
      std::move(beside));
  if (!changed) return changed.error();
  return {};
}

// A callback that names another attempt than its URL was made for is not to be believed.
bool names_another(const CallbackUrl& url, const FlowResult& result) {
  if (url.attempt_id.empty()) return false;
  for (const CallbackEvent& event : result.events)
    if (!event.told.attempt_id.empty() && event.told.attempt_id != url.attempt_id) return true;
  return false;
}

}  // namespace

Result<Ack> receive_callback(Context& c, const CallbackUrl& url, InboundMessage message) {
  const SetupPtr setup = c.setup();
  const auto account = setup->catalog->find(url.account);
  const Error unknown = error(Fault::caller, "not_found", "there is no such callback address");
  if (!account) return unknown;
  if (!url.attempt_id.empty() &&
      !callback_url_is_ours(url.account, url.attempt_id, url.mac, setup->secret))
    return unknown;

  Operation operation;
  operation.kind = OperationKind::callback;
  operation.attempt_id = url.attempt_id;
  operation.message = message;
  // At a plain address too: a key that nobody was given, never an empty one that all can sign with.
  operation.callback_key = callback_key(url.attempt_id, setup->secret);
  const FlowResult result =
      run_flow(c.services(), *account, operation, c.ports.clock.steady() + account->timeout());

  const bool believed =
      result.verdict == Verdict::verified || result.verdict == Verdict::unsigned_call;
  if (!believed || names_another(url, result)) {
    if (account->quarantined())
      return error(Fault::unavailable, "overloaded", "this account is quarantined");
    if (auto woken = wake_rarely(c, url.account, url.attempt_id); !woken) return woken.error();
    return error(Fault::caller, "unauthorized", "the callback is not signed as it should be");
  }
  if (result.events.empty() && (result.verdict == Verdict::verified || !url.attempt_id.empty()))
    if (auto kept = c.records.keep(row_of(c, url, message, url.attempt_id, "verified")); !kept)
      return kept.error();
  for (const CallbackEvent& event : result.events)
    if (auto applied = apply_event(c, url, message, event, result.verdict); !applied)
      return applied.error();
  return result.ack;
}

}  // namespace wesel
