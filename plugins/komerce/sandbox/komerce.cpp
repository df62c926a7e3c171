// Komerce's behaviour: create, status with its rate limit, cancel, what pay and expire do, and how
// a callback is signed.
#include "komerce.hpp"

#include <fmt/format.h>

#include "wire.hpp"

namespace wesel::sandbox {

namespace {

using json::Number;
using json::Object;
using namespace komerce;

constexpr int kJakarta = 7 * 60;
constexpr std::int64_t kVaFee = 4'440;

const Retries kRetries{{Millis(60'000), Millis(300'000), Millis(900'000)}};  // ASSUME 1/5/15 min

Time now() { return std::chrono::system_clock::now(); }

std::string year() { return format_time(now(), kJakarta).substr(0, 4); }

// What the merchant is told the amount is: what came, once something came.
Amount told_amount(const Entry& entry) { return entry.paid.value_or(entry.amount); }

// The deduction is published, the name of the field is not: ASSUME settlement_amount.
std::string settlement(const Entry& entry) {
  const Amount fee = Amount::whole(kVaFee);
  const Amount paid = told_amount(entry);
  return (paid < fee ? Amount{} : paid - fee).text();
}

std::string create_data(const Entry& entry) {
  return Object{}
      .set("payment_id", entry.id)
      .set("order_id", entry.reference)
      .set("payment_url", entry.field("payment_url"))
      .set("va_number", entry.field("va_number"))
      .set("qr_string", entry.field("qr_string"))
      .set("bank_code", entry.field("channel_code"))
      .set("amount", Number{entry.amount.text()})
      .set("status", entry.status)
      .set("expired_at", format_time(*entry.expires, kJakarta, 9))
      .text();
}

std::string status_data(const Entry& entry) {
  Object data;
  data.set("payment_id", entry.id)
      .set("order_id", entry.reference)
      .set("payment_type", entry.method)
      .set("channel_code", entry.field("channel_code"))
      .set("amount", Number{told_amount(entry).text()})
      .set("status", entry.status)
      .set("expired_at", format_time(*entry.expires, kJakarta, 9));
  if (entry.paid_at) {
    data.set("paid_at", format_time(*entry.paid_at, kJakarta, 9));
    if (entry.method == "bank_transfer") {
      data.set("va_number", entry.field("va_number"))
          .set("settlement_amount", Number{settlement(entry)});
    }
  }
  return data.text();
}

}  // namespace

Komerce::Komerce(Options options, KomerceSettings settings)
    : Sandbox(Profile{"komerce", kRetries}, std::move(options)),
      settings_(std::move(settings)),
      status_interval_(settings_.status_interval),
      unique_order_ids_(settings_.unique_order_ids) {
  const std::string base = "/user/api/v1/user";
  route("GET", base + "/methods", "methods", [this](const Request&) { return methods(); });
  route("POST", base + "/payment/create", "create",
        [this](const Request& request) { return create(request); });
  route("GET", base + "/payment/status/{payment_id}", "query",
        [this](const Request& request) { return query(request); });
  route("POST", base + "/payment/cancel", "cancel",
        [this](const Request& request) { return cancel(request); });
}

std::optional<Response> Komerce::admit(const Request& request) {
  if (!same_secret(request.header("x-api-key"), settings_.api_key)) {
    return error(401, "invalid api key");
  }
  if (request.method == "POST" && !request.header("content-type").starts_with("application/json")) {
    return error(400, "content type must be application/json");
  }
  return std::nullopt;
}

Response Komerce::failure(int status, std::string_view text) const { return error(status, text); }

bool Komerce::set(std::string_view name, std::string_view value) {
  if (name == "unique_order_ids") {
    unique_order_ids_ = value == "true";
  } else if (name == "status_interval_ms") {
    status_interval_ = Millis(std::strtol(std::string(value).c_str(), nullptr, 10));
  } else if (name == "methods_off") {
    const std::lock_guard lock(off_mutex_);
    off_ = ',' + std::string(value) + ',';
  } else {
    return false;
  }
  return true;
}

Response Komerce::methods() const {
  const auto out = [this](std::string_view code) { return off(code); };
  return success("success get payment methods", komerce::methods(out).text());
}

bool Komerce::off(std::string_view code) const {
  const std::lock_guard lock(off_mutex_);
  return off_.find(',' + std::string(code) + ',') != std::string::npos;
}

Response Komerce::create(const Request& request) {
  komerce::Order order;
  const json::Document body = json::Document::parse(request.body);
  if (const std::string problem = read_order(body, order); !problem.empty()) {
    return error(400, problem);
  }
  if (off(order.channel_code.empty() ? order.payment_type : order.channel_code)) {
    return error(400, "payment method is not active");
  }
  Entry entry = open(order);
  Response response = success("success create payment", create_data(entry));
  response.created = entry.id;
  if (!remember(std::move(entry), unique_order_ids_)) {
    return error(400, "order_id already exists");
  }
  return response;
}

Entry Komerce::open(const komerce::Order& order) {
  const std::uint64_t number = ledger().next_number();
  Entry entry;
  entry.id = fmt::format("KPAY-{}/KM/{}", number, year());
  entry.reference = order.order_id;
  entry.method = order.payment_type;
  entry.status = "PENDING";
  entry.amount = order.amount;
  entry.created = now();
  entry.expires = entry.created + lasting(order.expiry);
  entry.callback_url = order.callback_url;
  entry.callback_key = order.callback_key;
  entry.fields["channel_code"] = order.channel_code;
  entry.fields["payment_url"] = "https://pay-sandbox.komerce.my.id/" + random_hex(32);
  if (order.payment_type == "qris") {
    entry.fields["qr_string"] = qris_code("KOMERCE SANDBOX", order.amount, std::to_string(number));
  } else {
    entry.fields["va_number"] =
        fmt::format("{}{:010}", bank(order.channel_code)->va_prefix, number % 10'000'000'000);
  }
  return entry;
}

Response Komerce::query(const Request& request) {
  bool too_soon = false;
  const Millis interval = scaled(status_interval_);
  const std::optional<Entry> known = ledger().find(Kind::payment, request.parts[0]);
  if (!known || known->id != request.parts[0]) return error(404, "payment not found");
  const auto entry = ledger().change(Kind::payment, known->id, [&](Entry& found) {
    too_soon = now() - found.asked < interval;
    if (!too_soon) found.asked = now();
  });
  if (too_soon) return error(429, "too many requests, try again in 3 seconds");
  return success("success get payment status", status_data(*entry));
}

Response Komerce::cancel(const Request& request) {
  const json::Document body = json::Document::parse(request.body);
  if (!body.ok() || !body.root().is_object()) return error(400, "invalid request body");
  const std::string id(body["payment_id"].text());
  if (id.empty()) return error(400, "payment_id is required");
  const std::optional<Entry> known = ledger().find(Kind::payment, id);
  if (!known || known->id != id) return error(404, "payment not found");
  const Change change = act(Kind::payment, id, {.name = "cancel"});
  if (!change.problem.empty()) return error(400, "only pending payment can be canceled");
  return success("success cancel payment",
                 Object{}.set("payment_id", id).set("status", "CANCELED").text());
}

Change Komerce::apply(Entry& entry, const Action& action) {
  const bool pays = action.name == "pay";
  if (entry.status != "PENDING" && !(pays && action.late && entry.status != "PAID")) {
    return {.problem = "payment is " + entry.status};
  }
  if (pays) {
    entry.status = "PAID";
    entry.paid = action.amount.value_or(entry.amount);
    entry.paid_at = action.at;
    return {.tell = true};
  }
  if (action.name == "expire") {
    entry.status = "EXPIRED";
    entry.ended_at = action.at;
    return {.tell = true};
  }
  if (action.name == "cancel") {
    entry.status = "CANCELED";
    entry.ended_at = action.at;
    return {};  // ASSUME only PAID and EXPIRED are told
  }
  return {.problem = "this provider knows pay, expire and cancel"};
}

std::optional<Callback> Komerce::callback(const Entry& entry, const Twist& twist) const {
  if (entry.callback_url.empty()) return std::nullopt;
  Object body;
  body.set("payment_id", entry.id)
      .set("order_id", entry.reference)
      .set("status", twist.status.empty() ? entry.status : twist.status)
      .set("amount", Number{twist.amount.value_or(told_amount(entry)).text()});
  if (entry.paid_at) {
    body.set("paid_at", format_time(*entry.paid_at, kJakarta));
  } else {
    body.set_null("paid_at");
  }
  Callback callback{entry.callback_url, body.text(), {}};
  const std::string key = twist.forged ? "not the key of this payment" : entry.callback_key;
  if (!twist.without_signature) {
    callback.headers.emplace_back("X-Callback-Api-Key", hex(hmac_sha256(key, callback.body)));
  }
  return callback;
}

}  // namespace wesel::sandbox
