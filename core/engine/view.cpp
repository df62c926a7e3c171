#include "engine/view.hpp"

#include <algorithm>

#include "engine/links.hpp"
#include "wesel/json.hpp"

namespace wesel {

using json::Array;
using json::Object;
using std::string;
using std::string_view;

namespace {

void set_time(Object& out, string_view key, const std::optional<Time>& time) {
  if (time) out.set(key, format_time(*time));
}

// Plugins say "customer.email"; merchants get the JSON pointer, as in every other refusal.
string pointer_of(string field) {
  std::replace(field.begin(), field.end(), '.', '/');
  return field.empty() ? field : '/' + field;
}

Object view_of(const Failure& f) {
  Object out;
  out.set("code", f.code).set("message", f.message).set_if("param", pointer_of(f.param));
  out.set("retryable", f.retryable).set_if("provider_code", f.provider_code);
  out.set_if("provider_message", f.provider_message);
  return out;
}

Object view_of(const Method& m) {
  Object out;
  out.set("type", m.type).set_if("channel", m.channel).set_if("display_name", m.display_name);
  return out;
}

Object view_of(const Instructions& i) {
  Object out;
  out.set("type", i.type);
  for (const auto& [key, value] : i.fields) out.set(key, value);
  if (i.type == "qris")
    for (const char* key : {"qr_string", "image_url"}) {
      bool there = false;
      for (const auto& field : i.fields) there |= field.first == key;
      if (!there) out.set_null(key);
    }
  set_time(out, "expires_at", i.expires_at);
  return out;
}

Object view_of(const Payment& p, const Attempt& a) {
  Object out;
  out.set("id", p.attempt_id(a.number)).set("number", a.number).set("provider", a.account);
  out.set_if("provider_reference", a.provider_reference).set("status", name(a.status));
  if (!a.failure.code.empty()) out.set("failure", view_of(a.failure));
  if (a.provider_cancelled) out.set("provider_cancelled", *a.provider_cancelled);
  out.set("created_at", format_time(a.created_at)).set("updated_at", format_time(a.updated_at));
  return out;
}

Object view_of(const Decision& d) {
  Array reasons;
  for (const Reason& r : d.reasons) reasons.add(render(r));
  for (const CandidateVerdict& c : d.candidates)
    for (const Reason& r : c.reasons) reasons.add(c.account + ": " + render(r));
  Object out;
  out.set("name", d.route).set("version", d.version).set("reasons", reasons);
  return out;
}

enum class Reader { merchant, operators };

Object view_of(const Exception& e, Reader reader) {
  Object out;
  out.set("type", name(e.type)).set("at", format_time(e.at)).set_if("attempt", e.attempt);
  out.set_if("expected", e.expected).set_if("actual", e.actual);
  if (e.resolved_at)
    out.set("resolved_at", format_time(*e.resolved_at));
  else
    out.set_null("resolved_at");
  if (reader == Reader::operators)
    out.set_if("resolution", e.resolution).set_if("note", e.note).set_if("by", e.resolved_by);
  return out;
}

void set_exact(Object& out, string_view key, const string& amount, const Payment& p) {
  if (amount.empty()) return;
  const string_view currency =
      p.fee_currency.empty() ? p.amount.currency.text() : string_view(p.fee_currency);
  out.set(key, Object{}.set("amount", amount).set("currency", currency));
}

void set_request(Object& out, const Payment& p) {
  Object customer;
  customer.set_if("name", p.customer.name).set_if("email", p.customer.email);
  customer.set_if("phone", p.customer.phone).set_if("ip", p.customer.ip);
  customer.set_if("country", p.customer.country);
  if (!customer.empty()) out.set("customer", customer);
  Array items;
  for (const Item& item : p.items) {
    Object one;
    one.set("name", item.name).set("quantity", item.quantity);
    if (item.price) one.set("price", item.price->text());
    items.add(one);
  }
  if (!items.empty()) out.set("items", items);
  out.set_if("description", p.description).set_if("return_url", p.return_url);
  out.set_if("callback_url", p.callback_url);
  if (p.account) {
    Object account;
    account.set("name", p.account->name).set("number", p.account->number);
    account.set_if("bank_code", p.account->bank_code).set_if("branch", p.account->branch);
    account.set_if("type", p.account->type);
    out.set("account", account);
  }
  out.set_if("email", p.email).set_if("remark", p.remark);
}

void set_outcome(Object& out, const Payment& p) {
  set_exact(out, "fee", p.fee, p);
  if (p.kind == Kind::payment) {  // a payout's money arrives whole, or an exception says otherwise
    if (p.amount_paid) out.set("amount_paid", p.amount_paid->text());
    set_exact(out, "settlement_amount", p.settlement, p);
    set_time(out, "paid_at", p.paid_at);
  }
  set_time(out, "completed_at", p.completed_at);
  set_time(out, "cancelled_at", p.cancelled_at);
  out.set_if("cancellation_reason", p.cancellation_reason);
  if (!p.failure.code.empty()) out.set("failure", view_of(p.failure));
}

string view_for(Reader reader, const Payment& p, const Setup& setup) {
  const Attempt* current = p.current_attempt();
  constexpr std::size_t kUsual = 2048;
  Object out(kUsual);
  out.set("id", p.id).set("object", name(p.kind)).set("mode", name(p.mode));
  if (reader == Reader::operators) out.set("merchant", p.merchant);
  out.set("reference", p.reference).set("amount", p.amount.text());
  out.set("currency", p.amount.currency.text()).set("status", name(p.status));
  if (!p.method.type.empty()) out.set("method", view_of(p.method));
  if (current) {
    out.set("provider", current->account);
    out.set_if("provider_reference", current->provider_reference);
    if (!current->instructions.type.empty())
      out.set("instructions", view_of(current->instructions));
  }
  set_request(out, p);
  set_outcome(out, p);
  if (p.kind == Kind::payment) {
    out.set("checkout_url", checkout_url(setup.public_url, p.id, setup.secret));
    out.set("expires_at", format_time(p.expires_at));
  }
  out.set("created_at", format_time(p.created_at)).set("updated_at", format_time(p.updated_at));
  Array attempts, exceptions;
  for (const Attempt& a : p.attempts) attempts.add(view_of(p, a));
  for (const Exception& e : p.exceptions) exceptions.add(view_of(e, reader));
  out.set("attempts", attempts);
  if (p.decision.route.empty())
    out.set_null("route");
  else
    out.set("route", view_of(p.decision));
  out.set("exceptions", exceptions);
  Object metadata;
  for (const auto& [key, value] : p.metadata) metadata.set(key, value);
  return out.set("metadata", metadata).text();
}

}  // namespace

string view(const Payment& p, const Setup& setup) { return view_for(Reader::merchant, p, setup); }

string operator_view(const Payment& p, const Setup& setup) {
  return view_for(Reader::operators, p, setup);
}

}  // namespace wesel
