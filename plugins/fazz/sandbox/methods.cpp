// Fazz's persistent payment methods, simply: a number that can be paid many times. Each payment to
// it becomes a payment of its own.
#include "wire.hpp"

namespace wesel::sandbox {

namespace {

using json::Document;
using json::Object;
using json::Value;
using namespace fazz;

bool is_type(std::string_view type) { return type == "virtual_bank_accounts" || type == "qris"; }

// The method that the path names, if its type is the one in the path.
std::optional<Entry> named(const Ledger& ledger, const Request& request) {
  auto entry = ledger.find(Kind::method, request.parts[1]);
  const bool same =
      entry && entry->id == request.parts[1] && entry->field("path_type") == request.parts[0];
  return same ? entry : std::nullopt;
}

}  // namespace

Response Fazz::create_method(const Request& request) {
  const std::string& type = request.parts[0];
  if (!is_type(type)) return error("004", "Record not found");
  const Document body = Document::parse(request.body);
  const Value attributes = body["data"]["attributes"];
  if (const std::string problem = check_method(type, attributes); !problem.empty()) {
    return invalid(problem);
  }
  Entry entry;
  entry.kind = Kind::method;
  entry.id = (type == "qris" ? "qris_" : "va_") + random_hex(32);
  entry.reference = attributes["referenceId"].text();
  entry.method = type == "qris" ? "qris" : "virtual_bank_account";
  entry.status = "active";
  entry.created = std::chrono::system_clock::now();
  entry.fields = {{"type", entry.method},
                  {"path_type", type},
                  {"bank", std::string(attributes["bankShortCode"].text())},
                  {"account_no", "88088" + random_digits(11)},
                  {"image_url", url() + "/qr/" + entry.id},
                  {"display_name", std::string(attributes["displayName"].text())}};
  return created_or_replayed(std::move(entry), fingerprint(attributes));
}

Response Fazz::query_method(const Request& request) {
  const auto entry = named(ledger(), request);
  return entry ? shown(200, *entry) : error("004", "Record not found");
}

Response Fazz::payments_of_method(const Request& request) {
  const auto entry = named(ledger(), request);
  if (!entry) return error("004", "Record not found");
  json::Array list;
  for (const Entry& payment : ledger().list(Kind::payment, 1'000'000)) {
    if (payment.field("method_id") == entry->id) list.add(object(payment));
  }
  return {200, Object{}.set("data", list).text()};
}

Response Fazz::pay_method(const Request& request) {
  const auto entry = named(ledger(), request);
  if (!entry) return error("004", "Record not found");
  const Document body = Document::parse(request.body);
  const Value attributes = body["data"]["attributes"];
  const std::optional<Amount> amount = Amount::parse(attributes["options"]["amount"].scalar());
  if (attributes["action"].text() != "receive_payment") return invalid("action is not supported");
  if (!amount || amount->is_zero()) return invalid("options.amount is required");
  Entry payment = *entry;
  payment.kind = Kind::payment;
  payment.id = "contract_" + random_hex(32);
  payment.status = "pending";
  payment.amount = *amount;
  payment.created = std::chrono::system_clock::now();
  payment.fields["method_id"] = entry->id;
  remember(payment, false);
  act(Kind::payment, payment.id, {.name = "pay"});
  const Object done = Object{}
                          .set("targetId", entry->id)
                          .set("targetType", entry->field("type"))
                          .set("action", "receive_payment")
                          .set("options", Object{}.set("amount", amount->text(1)));
  return {200, Object{}.set("data", Object{}.set("type", "task").set("attributes", done)).text()};
}

}  // namespace wesel::sandbox
