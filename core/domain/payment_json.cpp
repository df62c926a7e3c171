// Empty and absent fields are left out: a row stays near a kilobyte. Times are milliseconds.
#include "domain/payment_json.hpp"

#include "wesel/json.hpp"

namespace wesel {

using json::Array;
using json::Object;
using json::Value;
using std::string;
using std::string_view;

namespace {

constexpr std::int64_t kFormat = 1;

// --- Writing -----------------------------------------------------------------------------------

void set_time(Object& out, string_view key, const std::optional<Time>& time) {
  if (time) out.set(key, to_ms(*time));
}

void set_money(Object& out, string_view key, const std::optional<Money>& money) {
  if (money) out.set(key, money->minor);
}

Array pairs(const Pairs& all) {
  Array out;
  for (const auto& [key, value] : all) out.add(key).add(value);
  return out;
}

Object to_json(const Method& m) {
  Object out;
  out.set_if("type", m.type).set_if("channel", m.channel).set_if("name", m.display_name);
  return out;
}

Object to_json(const Failure& f) {
  Object out;
  out.set("code", f.code).set_if("message", f.message).set_if("param", f.param);
  if (f.retryable) out.set("retryable", true);
  out.set_if("pcode", f.provider_code).set_if("ptext", f.provider_message);
  return out;
}

Object to_json(const Instructions& i) {
  Object out;
  out.set("type", i.type).set("fields", pairs(i.fields));
  set_time(out, "expires", i.expires_at);
  return out;
}

Object to_json(const Attempt& a) {
  Object out;
  out.set("n", a.number).set("account", a.account).set("status", name(a.status));
  out.set_if("ref", a.provider_reference).set("method", to_json(a.method));
  if (!a.instructions.type.empty()) out.set("show", to_json(a.instructions));
  if (!a.failure.code.empty()) out.set("failure", to_json(a.failure));
  if (a.provider_cancelled) out.set("pcancelled", *a.provider_cancelled);
  out.set("created", to_ms(a.created_at)).set("updated", to_ms(a.updated_at));
  out.set("deadline", to_ms(a.deadline));
  if (a.unseen_safe) out.set("unseen", true);
  out.set_if("fee", a.fee).set_if("net", a.settlement);
  set_time(out, "paid", a.paid_at);
  if (a.questions) out.set("asked", a.questions);
  if (a.not_found) out.set("missed", a.not_found);
  set_time(out, "missed_at", a.not_found_at);
  set_time(out, "doubt", a.doubt_since);
  set_time(out, "asked_at", a.asked_at);
  set_time(out, "hurry", a.hurry_at);
  set_time(out, "rest", a.not_before);
  set_time(out, "next", a.next_at);
  return out;
}

Array to_json(const std::vector<Reason>& reasons) {
  Array out;
  for (const Reason& r : reasons) out.add(r.code).add(r.detail);
  return out;
}

Object to_json(const Decision& d) {
  Object out;
  out.set("route", d.route).set("version", d.version).set("pick", d.pick);
  Array candidates;
  for (const CandidateVerdict& c : d.candidates) {
    Object one;
    one.set("account", c.account);
    if (c.kept) one.set("kept", true);
    if (c.passing) one.set("passing", true);
    if (!c.reasons.empty()) one.set("reasons", to_json(c.reasons));
    candidates.add(one);
  }
  Array order;
  for (const string& account : d.order) order.add(account);
  out.set("candidates", candidates).set("order", order);
  if (!d.reasons.empty()) out.set("reasons", to_json(d.reasons));
  out.set("max", d.max_attempts).set("within", d.within_ms).set("unseen", d.when_unseen);
  return out;
}

Object to_json(const Exception& e) {
  Object out;
  out.set("type", name(e.type)).set("at", to_ms(e.at)).set_if("attempt", e.attempt);
  out.set_if("expected", e.expected).set_if("actual", e.actual);
  set_time(out, "resolved", e.resolved_at);
  out.set_if("resolution", e.resolution).set_if("note", e.note).set_if("by", e.resolved_by);
  return out;
}

Object to_json(const BankAccount& b) {
  Object out;
  out.set_if("name", b.name).set_if("number", b.number).set_if("type", b.type);
  out.set_if("bank_code", b.bank_code).set_if("bank_name", b.bank_name);
  out.set_if("branch", b.branch).set_if("city", b.city).set_if("province", b.province);
  return out;
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
    set_money(one, "price", item.price);
    items.add(one);
  }
  if (!items.empty()) out.set("items", items);
  out.set_if("description", p.description).set_if("return_url", p.return_url);
  out.set_if("callback_url", p.callback_url).set_if("pin", p.pin);
  if (!p.metadata.empty()) out.set("metadata", pairs(p.metadata));
  if (p.account) out.set("account", to_json(*p.account));
  out.set_if("email", p.email).set_if("remark", p.remark);
}

void set_state(Object& out, const Payment& p) {
  out.set("created", to_ms(p.created_at)).set("updated", to_ms(p.updated_at));
  out.set("expires", to_ms(p.expires_at));
  set_time(out, "paid", p.paid_at);
  set_time(out, "completed", p.completed_at);
  set_time(out, "cancelled", p.cancelled_at);
  out.set_if("reason", p.cancellation_reason);
  if (p.cancel_wanted) out.set("cancel_wanted", true);
  if (p.change_wanted) out.set("change_wanted", true);
  if (p.choices) out.set("choices", p.choices).set("earlier", p.earlier_attempts);
  set_money(out, "amount_paid", p.amount_paid);
  out.set_if("fee", p.fee).set_if("settlement", p.settlement);
  out.set_if("fee_currency", p.fee_currency);
  if (!p.failure.code.empty()) out.set("failure", to_json(p.failure));
  Array exceptions, attempts;
  for (const Exception& e : p.exceptions) exceptions.add(to_json(e));
  for (const Attempt& a : p.attempts) attempts.add(to_json(a));
  if (!exceptions.empty()) out.set("exceptions", exceptions);
  out.set("attempts", attempts).set("current", p.current);
  set_time(out, "due", p.due_at);
}

// --- Reading -----------------------------------------------------------------------------------

std::int64_t number(Value v) { return v.integer().value_or(0); }

std::optional<Time> time(Value v) {
  const auto ms = v.integer();
  return ms ? std::optional(from_ms(*ms)) : std::nullopt;
}

std::optional<Money> money(Value v, Currency currency) {
  const auto minor = v.integer();
  return minor ? std::optional(Money{*minor, currency}) : std::nullopt;
}

Pairs read_pairs(Value v) {
  Pairs out;
  for (Value key = v.first(); key;) {
    const Value value = key.next();
    out.emplace_back(key.text(), value.text());
    key = value.next();
  }
  return out;
}

std::vector<Reason> read_reasons(Value v) {
  std::vector<Reason> out;
  for (auto& [code, detail] : read_pairs(v)) out.push_back({std::move(code), std::move(detail)});
  return out;
}

Method read_method(Value v) {
  return {string(v["type"].text()), string(v["channel"].text()), string(v["name"].text())};
}

Failure read_failure(Value v) {
  return {string(v["code"].text()),  string(v["message"].text()),
          string(v["param"].text()), v["retryable"].boolean().value_or(false),
          string(v["pcode"].text()), string(v["ptext"].text())};
}

Attempt read_attempt(Value v) {
  Attempt a;
  a.number = static_cast<int>(number(v["n"]));
  a.account = v["account"].text();
  a.status = find_attempt_status(v["status"].text()).value_or(AttemptStatus::unknown);
  a.provider_reference = v["ref"].text();
  a.method = read_method(v["method"]);
  const Value show = v["show"];
  a.instructions = {string(show["type"].text()), read_pairs(show["fields"]), time(show["expires"])};
  a.failure = read_failure(v["failure"]);
  a.provider_cancelled = v["pcancelled"].boolean();
  a.created_at = from_ms(number(v["created"]));
  a.updated_at = from_ms(number(v["updated"]));
  a.deadline = from_ms(number(v["deadline"]));
  a.unseen_safe = v["unseen"].boolean().value_or(false);
  a.fee = v["fee"].text();
  a.settlement = v["net"].text();
  a.paid_at = time(v["paid"]);
  a.questions = static_cast<int>(number(v["asked"]));
  a.not_found = static_cast<int>(number(v["missed"]));
  a.not_found_at = time(v["missed_at"]);
  a.doubt_since = time(v["doubt"]);
  a.asked_at = time(v["asked_at"]);
  a.hurry_at = time(v["hurry"]);
  a.not_before = time(v["rest"]);
  a.next_at = time(v["next"]);
  return a;
}

Decision read_decision(Value v) {
  Decision d;
  d.route = v["route"].text();
  d.version = v["version"].text();
  d.pick = v["pick"].text();
  for (Value c = v["candidates"].first(); c; c = c.next())
    d.candidates.push_back({string(c["account"].text()), c["kept"].boolean().value_or(false),
                            c["passing"].boolean().value_or(false), read_reasons(c["reasons"])});
  for (Value a = v["order"].first(); a; a = a.next()) d.order.emplace_back(a.text());
  d.reasons = read_reasons(v["reasons"]);
  d.max_attempts = static_cast<int>(number(v["max"]));
  d.within_ms = number(v["within"]);
  d.when_unseen = v["unseen"].boolean().value_or(false);
  return d;
}

void read_request(Payment& p, Value v) {
  const Value c = v["customer"];
  p.customer = {string(c["name"].text()), string(c["email"].text()), string(c["phone"].text()),
                string(c["ip"].text()), string(c["country"].text())};
  for (Value i = v["items"].first(); i; i = i.next())
    p.items.push_back(
        {string(i["name"].text()), number(i["quantity"]), money(i["price"], p.amount.currency)});
  p.description = v["description"].text();
  p.return_url = v["return_url"].text();
  p.callback_url = v["callback_url"].text();
  p.pin = v["pin"].text();
  p.metadata = read_pairs(v["metadata"]);
  if (const Value b = v["account"])
    p.account = BankAccount{string(b["name"].text()),      string(b["number"].text()),
                            string(b["type"].text()),      string(b["bank_code"].text()),
                            string(b["bank_name"].text()), string(b["branch"].text()),
                            string(b["city"].text()),      string(b["province"].text())};
  p.email = v["email"].text();
  p.remark = v["remark"].text();
}

void read_state(Payment& p, Value v) {
  p.created_at = from_ms(number(v["created"]));
  p.updated_at = from_ms(number(v["updated"]));
  p.expires_at = from_ms(number(v["expires"]));
  p.paid_at = time(v["paid"]);
  p.completed_at = time(v["completed"]);
  p.cancelled_at = time(v["cancelled"]);
  p.cancellation_reason = v["reason"].text();
  p.cancel_wanted = v["cancel_wanted"].boolean().value_or(false);
  p.change_wanted = v["change_wanted"].boolean().value_or(false);
  p.choices = static_cast<int>(number(v["choices"]));
  p.earlier_attempts = static_cast<int>(number(v["earlier"]));
  p.amount_paid = money(v["amount_paid"], p.amount.currency);
  p.fee = v["fee"].text();
  p.settlement = v["settlement"].text();
  p.fee_currency = v["fee_currency"].text();
  p.failure = read_failure(v["failure"]);
  for (Value e = v["exceptions"].first(); e; e = e.next())
    p.exceptions.push_back({find_exception(e["type"].text()).value_or(ExceptionType::needs_review),
                            from_ms(number(e["at"])), string(e["attempt"].text()),
                            string(e["expected"].text()), string(e["actual"].text()),
                            time(e["resolved"]), string(e["resolution"].text()),
                            string(e["note"].text()), string(e["by"].text())});
  for (Value a = v["attempts"].first(); a; a = a.next()) p.attempts.push_back(read_attempt(a));
  p.current = static_cast<int>(number(v["current"]));
  p.due_at = time(v["due"]);
}

Error unreadable(string why) {
  return {Fault::bug, "stored_payment_unreadable", std::move(why), {}};
}

}  // namespace

string to_text(const Payment& p) {
  constexpr std::size_t kUsual = 2048;
  Object out(kUsual);
  out.set("v", kFormat).set("id", p.id).set("kind", name(p.kind)).set("merchant", p.merchant);
  out.set("mode", name(p.mode)).set("reference", p.reference).set("sequence", p.sequence);
  out.set("fingerprint", p.fingerprint).set("currency", p.amount.currency.text());
  out.set("amount", p.amount.minor).set("status", name(p.status));
  if (!p.method.type.empty()) out.set("method", to_json(p.method));
  set_request(out, p);
  set_state(out, p);
  out.set("decision", to_json(p.decision));
  return out.text();
}

Result<Payment> payment_from_text(string_view text, std::int64_t version) {
  const json::Document document = json::Document::parse(text);
  if (!document.ok()) return unreadable(document.problem());
  const Value v = document.root();
  if (v["v"].integer() != kFormat) return unreadable("written by another version of wesel");
  const Result<Currency> currency = find_currency(v["currency"].text());
  const auto status = find_status(v["status"].text());
  const auto mode = find_mode(v["mode"].text());
  const auto kind = find_kind(v["kind"].text());
  if (!currency || !status || !mode || !kind) return unreadable("a word that is not known");
  Payment p;
  p.id = v["id"].text();
  p.kind = *kind;
  p.merchant = v["merchant"].text();
  p.mode = *mode;
  p.reference = v["reference"].text();
  p.version = version;
  p.sequence = number(v["sequence"]);
  p.fingerprint = v["fingerprint"].text();
  p.amount = {number(v["amount"]), *currency};
  p.status = *status;
  p.method = read_method(v["method"]);
  read_request(p, v);
  read_state(p, v);
  p.decision = read_decision(v["decision"]);
  return p;
}

}  // namespace wesel
