// The control endpoints under /_sandbox/: what tests and people use to look at a sandbox, play the
// customer and the bank, and arm faults. JSON in and out; README.md lists them.
#include <fmt/format.h>

#include <charconv>
#include <variant>

#include "wesel/json.hpp"
#include "wesel/sandbox.hpp"

namespace wesel::sandbox {

namespace {

using json::Array;
using json::Number;
using json::Object;
using json::Value;

constexpr std::size_t kPage = 1000;

Response problem(int status, std::string_view text) {
  return {status, Object{}.set("error", text).text()};
}

Response done(const Object& object) { return {200, object.text()}; }

Object shown(const Entry& entry) {
  Object out;
  out.set("kind", name_of(entry.kind))
      .set("id", entry.id)
      .set("reference", entry.reference)
      .set("amount", Number{entry.amount.text()})
      .set("currency", entry.currency)
      .set("status", entry.status)
      .set_if("method", entry.method)
      .set("created", format_time(entry.created, 0, 3));
  if (!entry.due.is_zero()) out.set("due", Number{entry.due.text()});
  if (entry.expires) out.set("expires", format_time(*entry.expires, 0, 3));
  if (entry.paid) out.set("paid", Number{entry.paid->text()});
  if (entry.paid_at) out.set("paid_at", format_time(*entry.paid_at, 0, 3));
  if (entry.ended_at) out.set("ended_at", format_time(*entry.ended_at, 0, 3));
  out.set_if("reason", entry.reason).set_if("callback_url", entry.callback_url);
  Object fields;
  for (const auto& [name, value] : entry.fields) fields.set(name, value);
  if (!fields.empty()) out.set("fields", fields);
  return out;
}

Object shown(const Fault& fault) {
  Object out;
  out.set("operation", fault.operation).set("fault", fault.name).set("count", fault.count);
  if (fault.ms) out.set("ms", *fault.ms);
  if (fault.status) out.set("status", *fault.status);
  if (fault.retry_after) out.set("retry_after", *fault.retry_after);
  if (fault.amount) out.set("amount", Number{fault.amount->text()});
  if (fault.work) out.set("work", *fault.work);
  return out.set_if("variant", fault.variant).set("used", fault.used);
}

Object shown(const Delivery& delivery) {
  Array attempts;
  for (const Attempt& attempt : delivery.attempts) {
    attempts.add(Object{}.set("at", format_time(attempt.at, 0, 3)).set("outcome", attempt.outcome));
  }
  Object headers;
  for (const auto& [name, value] : delivery.callback.headers) headers.set(name, value);
  return Object{}
      .set("id", static_cast<std::int64_t>(delivery.id))
      .set("kind", name_of(delivery.kind))
      .set("entry", delivery.entry)
      .set("reference", delivery.reference)
      .set("status", delivery.status)
      .set_if("note", delivery.note)
      .set("url", delivery.callback.url)
      .set("headers", headers)
      .set("body", delivery.callback.body)
      .set("attempts", attempts)
      .set("finished", delivery.finished);
}

std::optional<int> small_int(const Value& value) {
  const auto number = value.integer();
  if (!number || *number < 0 || *number > 1'000'000'000) return std::nullopt;
  return static_cast<int>(*number);
}

std::optional<Amount> amount_in(const Value& value) { return Amount::parse(value.scalar()); }

// The fault that an object asks for, or why it cannot be.
std::variant<Fault, std::string> read_fault(const Value& asked) {
  Fault fault;
  fault.name = asked["fault"].scalar();
  if (!Faults::known(fault.name)) return "unknown fault: " + fault.name;
  if (asked["operation"]) fault.operation = asked["operation"].text();
  fault.count = small_int(asked["count"]).value_or(1);
  fault.ms = small_int(asked["ms"]);
  fault.status = small_int(asked["status"]);
  fault.retry_after = small_int(asked["retry_after"]);
  fault.amount = amount_in(asked["amount"]);
  fault.work = asked["work"].boolean();
  fault.variant = asked["variant"].text();
  return fault;
}

std::size_t most_asked(const Request& request, std::size_t otherwise) {
  const std::string text = request.query("limit");
  std::size_t most = otherwise;
  std::from_chars(text.data(), text.data() + text.size(), most);
  return most;
}

Twist twist_in(const json::Document& body) {
  Twist twist;
  twist.status = body["status"].text();
  twist.amount = amount_in(body["amount"]);
  twist.forged = body["forged"].boolean().value_or(false);
  twist.without_signature = body["unsigned"].boolean().value_or(false);
  return twist;
}

// A reference with slashes in it may come as it is, not encoded.
std::string joined(const std::vector<std::string>& path, std::size_t from, std::size_t to) {
  std::string out;
  for (std::size_t i = from; i < to; ++i) out += (i == from ? "" : "/") + path[i];
  return out;
}

// The segments after /_sandbox/, decoded one by one.
std::vector<std::string> below(std::string_view path) {
  std::vector<std::string> out;
  path.remove_prefix(std::string_view("/_sandbox").size());
  while (path.starts_with('/')) {
    path.remove_prefix(1);
    const std::string_view segment = path.substr(0, path.find('/'));
    out.push_back(decoded(segment));
    path.remove_prefix(segment.size());
  }
  return out;
}

}  // namespace

Response Sandbox::control(const Request& request) {
  const std::vector<std::string> path = below(request.path);
  const std::string& what = path.front();
  const bool get = request.method == "GET";
  if (what == "payments") return control_entries(Kind::payment, request, path);
  if (what == "payouts") return control_entries(Kind::payout, request, path);
  if (what == "methods") return control_entries(Kind::method, request, path);
  if (what == "faults" && path.size() == 1) return control_faults(request);
  if (what == "settings" && !get) return control_settings(request);
  if (what == "requests" && get) return list_requests(request);
  if (what == "callbacks" && get) return list_callbacks(request);
  if (what == "reset" && request.method == "POST") {
    open_door_soon();
    reset();
    return done(Object{}.set("reset", true));
  }
  if (what == "health" && get) {
    return done(Object{}
                    .set("name", name())
                    .set("status", "ok")
                    .set("payments", static_cast<std::int64_t>(ledger_.count(Kind::payment)))
                    .set("payouts", static_cast<std::int64_t>(ledger_.count(Kind::payout))));
  }
  return problem(404, "no such control endpoint");
}

Response Sandbox::control_entries(Kind kind, const Request& request,
                                  const std::vector<std::string>& path) {
  if (path.size() > 1) return control_entry(kind, request, path);
  if (request.method != "GET") return problem(405, "GET only");
  Array entries;
  for (const Entry& entry : ledger_.list(kind, most_asked(request, kPage))) {
    entries.add(shown(entry));
  }
  return done(Object{}.set("data", entries));
}

Response Sandbox::control_entry(Kind kind, const Request& request,
                                const std::vector<std::string>& path) {
  const bool get = request.method == "GET";
  if (!get && (request.method != "POST" || path.size() < 3)) return problem(405, "POST …/{action}");
  const std::string name = joined(path, 1, path.size() - (get ? 0 : 1));
  const std::optional<Entry> entry = ledger_.find(kind, name);
  if (!entry) return problem(404, "not found");
  if (get) return done(shown(*entry));
  const json::Document body = json::Document::parse(request.body.empty() ? "{}" : request.body);
  if (!body.ok()) return problem(400, body.problem());
  if (body["amount"] && !amount_in(body["amount"])) return problem(400, "bad amount");
  if (path.back() == "callback") {
    tell(*entry, twist_in(body), "on demand");
    return done(shown(*entry));
  }
  const Change change = act(kind, entry->id,
                            {.name = path.back(),
                             .amount = amount_in(body["amount"]),
                             .late = body["late"].boolean().value_or(false)});
  if (!change.problem.empty()) return problem(409, change.problem);
  return done(shown(ledger_.find(kind, entry->id).value_or(*entry)));
}

Response Sandbox::control_faults(const Request& request) {
  if (request.method == "DELETE") {
    open_door_soon();
    clear_faults();
  } else if (request.method == "POST") {
    const json::Document body = json::Document::parse(request.body);
    if (!body.ok()) return problem(400, body.problem());
    std::vector<Fault> faults;
    const bool many = body.root().is_array();
    for (Value v = many ? body.root().first() : body.root(); v; v = many ? v.next() : Value{}) {
      const auto read = read_fault(v);
      if (const auto* why = std::get_if<std::string>(&read)) return problem(400, *why);
      faults.push_back(std::get<Fault>(read));
    }
    for (const Fault& fault : faults) add_fault(fault);
  } else if (request.method != "GET") {
    return problem(405, "GET, POST or DELETE");
  }
  Array list;
  for (const Fault& fault : faults_.list()) list.add(shown(fault));
  return done(Object{}.set("refusing", refusing_.load()).set("data", list));
}

Response Sandbox::control_settings(const Request& request) {
  const json::Document body = json::Document::parse(request.body);
  if (!body.ok() || !body.root().is_object()) return problem(400, "a JSON object is wanted");
  for (Value v = body.root().first(); v; v = v.next()) {
    const auto truth = v.boolean();
    const std::string value = truth ? (*truth ? "true" : "false") : std::string(v.scalar());
    if (v.key() == "time_scale") {
      time_scale_ = std::strtod(value.c_str(), nullptr);
      callbacks_.set_time_scale(time_scale_);
    } else if (!set(v.key(), value)) {
      return problem(400, fmt::format("no such setting: {}", v.key()));
    }
  }
  return done(Object{}.set("set", true));
}

Response Sandbox::list_requests(const Request& request) const {
  const std::size_t most = most_asked(request, kPage);
  const std::string operation = request.query("operation");
  const std::lock_guard lock(mutex_);
  Object counts;
  for (const auto& [name, count] : counts_) counts.set(name, static_cast<std::int64_t>(count));
  Array list;
  std::size_t listed = 0;
  for (auto seen = seen_.rbegin(); seen != seen_.rend() && listed < most; ++seen) {
    if (!operation.empty() && seen->operation != operation) continue;
    ++listed;
    list.add(Object{}
                 .set("at", format_time(seen->at, 0, 3))
                 .set("method", seen->method)
                 .set("target", seen->target)
                 .set("operation", seen->operation)
                 .set("status", seen->status)
                 .set_if("fault", seen->fault)
                 .set("body", seen->body));
  }
  return done(Object{}.set("counts", counts).set("data", list));
}

Response Sandbox::list_callbacks(const Request& request) const {
  const std::size_t most = most_asked(request, kPage);
  Array list;
  std::size_t listed = 0;
  for (const Delivery& delivery : callbacks_.list()) {
    if (++listed > most) break;
    list.add(shown(delivery));
  }
  return done(Object{}.set("data", list));
}

}  // namespace wesel::sandbox
