// Fazz's one-time payments: create, query, list with filters, and what tasks and time do to them.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "wire.hpp"

namespace wesel::sandbox {

namespace {

using json::Document;
using json::Value;
using namespace fazz;

constexpr Millis kUsualExpiry{24 * 3'600 * 1000};  // ASSUME as in version 3
constexpr std::size_t kAll = 1'000'000;

std::size_t number_in(const Request& request, const char* name, std::size_t otherwise) {
  const std::string text = request.query(name);
  std::size_t number = otherwise;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

void fill_instructions(Entry& entry, const Value& options, const std::string& url) {
  const std::string display(options["displayName"].text());
  entry.fields["display_name"] = display.empty() ? "Sandbox merchant" : display;
  if (entry.method == "retail_outlet") {
    entry.fields["outlet"] = options["retailOutletName"].text();
    entry.fields["code"] = random_digits(12);
  } else if (entry.method == "virtual_bank_account") {
    const std::string_view suffix = options["suffixNo"].text();
    entry.fields["bank"] = options["bankShortCode"].text();
    entry.fields["account_no"] =
        "88088" + (suffix.empty() ? random_digits(11) : std::string(suffix));
  } else if (entry.method == "qris") {
    entry.fields["image_url"] = url + "/qr/" + entry.id;
  } else {
    entry.fields["http_url"] = "https://sandbox-wallet.example/pay/" + entry.id;
    entry.fields["after_url"] = options["afterSettlementReturnUrl"].text();
  }
}

bool wanted(const Entry& entry, const Request& request) {
  const std::string reference = request.query("filter[referenceId]");
  const std::string status = request.query("filter[status]");
  const auto after = parse_time(request.query("filter[createdAfter]"));
  const auto before = parse_time(request.query("filter[createdBefore]"));
  return (reference.empty() || entry.reference == reference) &&
         (status.empty() || entry.status == status) && (!after || entry.created > *after) &&
         (!before || entry.created < *before);
}

}  // namespace

Response Fazz::create_payment(const Request& request) {
  const Document body = Document::parse(request.body);
  const Value attributes = body["data"]["attributes"];
  if (const std::string problem = check_payment(attributes); !problem.empty()) {
    return invalid(problem);
  }
  return created_or_replayed(open_payment(attributes), fingerprint(attributes));
}

Entry Fazz::open_payment(const Value& attributes) {
  Entry entry;
  entry.id = "contract_" + random_hex(32);
  entry.reference = attributes["referenceId"].text();
  entry.fields["type"] = attributes["paymentMethodType"].text();
  entry.method = entry.fields["type"] == "e_wallet" ? "e-wallet" : entry.fields["type"];
  entry.status = "pending";
  entry.amount = *Amount::parse(attributes["amount"].scalar());
  entry.created = std::chrono::system_clock::now();
  entry.expires =
      parse_time(attributes["expiredAt"].text()).value_or(entry.created + lasting(kUsualExpiry));
  entry.fields["method_id"] = random_hex(32);
  entry.fields["description"] = attributes["description"].text();
  fill_instructions(entry, attributes["paymentMethodOptions"], url());
  return entry;
}

Response Fazz::query(Kind kind, const Request& request) {
  const auto entry = ledger().find(kind, request.parts[0]);
  if (!entry || entry->id != request.parts[0]) return error("004", "Record not found");
  return shown(200, *entry);
}

Response Fazz::list(Kind kind, const Request& request) {
  const std::size_t size = number_in(request, "page[size]", 10);
  const std::size_t number = number_in(request, "page[number]", 1);
  if (size < 1 || size > 1000) return invalid("page[size] must be from 1 to 1000");
  if (number < 1) return invalid("page[number] must be at least 1");
  const std::string sort = request.query("sort");
  if (!sort.empty() && sort != "createdAt" && sort != "-createdAt") {
    return invalid("sort is not supported");
  }
  const std::string reference = request.query("filter[referenceId]");
  std::vector<Entry> entries;
  if (!reference.empty()) {  // the one that it can be, without a walk through the ledger
    if (auto found = ledger().find(kind, reference)) entries.push_back(std::move(*found));
  } else {
    entries = ledger().list(kind, kAll);
  }
  std::erase_if(entries, [&](const Entry& entry) { return !wanted(entry, request); });
  if (sort == "createdAt") std::reverse(entries.begin(), entries.end());
  json::Array page;
  for (std::size_t i = (number - 1) * size; i < entries.size() && i < number * size; ++i) {
    page.add(object(entries[i]));
  }
  return {200, json::Object{}.set("data", page).text()};
}

Response Fazz::picture(const Request& request) {
  const auto entry = ledger().find(Kind::payment, request.parts[0]);
  if (!entry) return {404, "", "text/plain"};
  const std::string code = qris_code(entry->field("display_name"), entry->amount, entry->reference);
  return {200, qris_picture(code), "image/svg+xml"};
}

Change Fazz::apply_payment(Entry& entry, const Action& action) {
  const std::string& name = action.name;
  const bool late =
      action.late && name == "pay" && entry.status != "paid" && entry.status != "completed";
  const std::string_view from = name == "settle" ? "paid" : "pending";
  if (entry.status != from && !late) return {.problem = "payment is " + entry.status};
  if (name == "pay") {
    entry.paid = action.amount.value_or(entry.amount);
    entry.paid_at = action.at;
    entry.status = "paid";
    const std::lock_guard lock(mutex_);
    pending_ = pending_ + *entry.paid;
    return {.tell = true};
  }
  if (name == "settle") {
    entry.ended_at = action.at;
    entry.status = "completed";
    const std::lock_guard lock(mutex_);
    pending_ = pending_ - entry.paid.value_or(entry.amount);
    available_ = available_ + entry.paid.value_or(entry.amount);
    return {.tell = true};
  }
  if (name != "expire" && name != "fail" && name != "cancel") {
    return {.problem = "this provider knows pay, settle, expire, fail and cancel"};
  }
  entry.ended_at = action.at;
  entry.status = name == "expire" ? "expired" : name == "fail" ? "failed" : "cancelled";
  return {.tell = tell_ends_};
}

}  // namespace wesel::sandbox
