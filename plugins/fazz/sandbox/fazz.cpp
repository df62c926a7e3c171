// Fazz's doors: routes, what every call must bring, tasks, idempotent creates, and how callbacks
// are signed.
#include "fazz.hpp"

#include "wire.hpp"

namespace wesel::sandbox {

namespace {

using json::Document;
using json::Object;
using namespace fazz;

// ASSUME as the sister product: every 5 minutes, 20 times.
const Retries kRetries{std::vector<Millis>(20, Millis(300'000))};

// What Fazz's own tasks are called here.
std::string action_of(std::string_view task) {
  return task == "receive_payment" ? "pay" : std::string(task);
}

}  // namespace

Fazz::Fazz(Options options, FazzSettings settings)
    : Sandbox(Profile{"fazz", kRetries}, std::move(options)),
      settings_(std::move(settings)),
      authorization_("Basic " + base64(settings_.api_key + ':' + settings_.secret_key)),
      callback_url_(settings_.callback_url),
      tell_ends_(settings_.tell_ends) {
  forget();
  route_payments();
  route_methods();
  route_disbursements();
}

void Fazz::route_payments() {
  const std::string base = "/api/v4/payments";
  route("POST", base, "create", [this](const Request& r) { return create_payment(r); });
  route("GET", base, "list", [this](const Request& r) { return list(Kind::payment, r); });
  route("GET", base + "/{id}", "query",
        [this](const Request& r) { return query(Kind::payment, r); });
  route("POST", base + "/{id}/tasks", "simulate",
        [this](const Request& r) { return task(Kind::payment, r); });
  route("GET", "/qr/{id}", "picture", [this](const Request& r) { return picture(r); });
}

void Fazz::route_methods() {
  const std::string base = "/api/v4/payment_methods/{type}";
  route("POST", base, "method_create", [this](const Request& r) { return create_method(r); });
  route("GET", base + "/{id}", "method_query",
        [this](const Request& r) { return query_method(r); });
  route("GET", base + "/{id}/payments", "method_payments",
        [this](const Request& r) { return payments_of_method(r); });
  route("POST", base + "/{id}/tasks", "simulate",
        [this](const Request& r) { return pay_method(r); });
}

void Fazz::route_disbursements() {
  const std::string base = "/api/v4/disbursements";
  route("POST", base, "payout_create", [this](const Request& r) { return create_disbursement(r); });
  route("GET", base, "payout_list", [this](const Request& r) { return list(Kind::payout, r); });
  route("GET", base + "/{id}", "payout_query",
        [this](const Request& r) { return query(Kind::payout, r); });
  route("POST", base + "/{id}/tasks", "payout_simulate",
        [this](const Request& r) { return task(Kind::payout, r); });
  route("GET", "/api/v4/banks", "methods", [this](const Request&) { return banks(); });
  route("GET", "/api/v4/overviews/balance_overview", "balance",
        [this](const Request&) { return balance_overview(); });
  route("POST", "/api/v4/validation_services/bank_account_validation", "validate",
        [this](const Request& r) { return validate_account(r); });
}

std::optional<Response> Fazz::admit(const Request& request) {
  if (request.operation == "picture") return std::nullopt;
  if (!same_secret(request.header("authorization"), authorization_)) {
    return error("002", "Invalid API key or secret");
  }
  if (request.header("accept").find("application/json") == std::string_view::npos) {
    return invalid("Accept must be application/json");
  }
  const bool post = request.method == "POST";
  if (post && !request.header("content-type").starts_with("application/vnd.api+json")) {
    return invalid("Content-Type must be application/vnd.api+json");
  }
  if (post && !Document::parse(request.body)["data"]["attributes"].is_object()) {
    return invalid("data.attributes is required");
  }
  return std::nullopt;
}

Response Fazz::failure(int status, std::string_view text) const {
  Response response = error(status == 404 ? "004" : status >= 500 ? "001" : "006", text);
  response.status = status;
  return response;
}

bool Fazz::set(std::string_view name, std::string_view value) {
  if (name == "tell_ends") {
    tell_ends_ = value == "true";
    return true;
  }
  if (name != "callback_url") return false;
  const std::lock_guard lock(mutex_);
  callback_url_ = value;
  return true;
}

void Fazz::forget() {
  const std::lock_guard lock(mutex_);
  available_ = settings_.balance_idr;
  pending_ = {};
}

// The first object of a reference is the answer to every later create that asks for the same.
Response Fazz::created_or_replayed(Entry entry, const std::string& wanted) {
  entry.fields["fingerprint"] = wanted;
  const std::string reference = entry.reference;
  const Kind kind = entry.kind;
  Response response = shown(201, entry);
  response.created = entry.id;
  response.kind = kind;
  if (remember(std::move(entry))) return response;
  const std::optional<Entry> first = ledger().find(kind, reference);
  if (!first || first->field("fingerprint") != wanted) {
    return invalid("referenceId has already been used with other parameters");
  }
  return shown(200, *first);
}

Response Fazz::task(Kind kind, const Request& request) {
  const auto entry = ledger().find(kind, request.parts[0]);
  if (!entry || entry->id != request.parts[0]) return error("004", "Record not found");
  const Document body = Document::parse(request.body);
  const json::Value attributes = body["data"]["attributes"];
  const std::string name(attributes["action"].text());
  const bool known = kind == Kind::payout
                         ? name == "complete" || name == "fail"
                         : name == "receive_payment" || name == "settle" || name == "cancel";
  if (!known) return invalid("action is not supported");
  const json::Value amount = attributes["options"]["amount"];
  if (amount && !Amount::parse(amount.scalar())) return invalid("options.amount is invalid");
  const Change change =
      act(kind, entry->id, {.name = action_of(name), .amount = Amount::parse(amount.scalar())});
  if (!change.problem.empty()) return invalid(change.problem);
  const Object done = Object{}
                          .set("targetId", entry->id)
                          .set("targetType", kind == Kind::payout ? "disbursement" : "payment")
                          .set("action", name);
  return {200, Object{}.set("data", Object{}.set("type", "task").set("attributes", done)).text()};
}

Change Fazz::apply(Entry& entry, const Action& action) {
  if (entry.kind == Kind::method) return {.problem = "a payment method has no state"};
  return entry.kind == Kind::payout ? apply_disbursement(entry, action)
                                    : apply_payment(entry, action);
}

std::optional<Callback> Fazz::callback(const Entry& entry, const Twist& twist) const {
  Callback callback;
  {
    const std::lock_guard lock(mutex_);
    callback.url = callback_url_;
  }
  if (callback.url.empty()) return std::nullopt;
  callback.body = Object{}.set("data", object(entry, twist)).text();
  if (!twist.without_signature) {
    const std::string key = twist.forged ? "not the signing secret" : settings_.signing_secret;
    callback.headers.emplace_back(settings_.signature_header, hex(hmac_sha256(key, callback.body)));
  }
  return callback;
}

}  // namespace wesel::sandbox
