// Komerce's words: banks and limits, validation of a create, the meta envelope.
#include "wire.hpp"

#include <array>

namespace wesel::sandbox::komerce {

namespace {

using json::Object;
using json::Value;

constexpr std::int64_t kLeast = 10'000;
constexpr std::int64_t kMostQris = 10'000'000;
constexpr std::int64_t kMostBank = 999'999'999'999;
constexpr std::int64_t kShortestExpiry = 3'600;
constexpr std::int64_t kLongestExpiry = 365 * 86'400;
constexpr Millis kQrisExpiry{5 * 60 * 1000};
constexpr Millis kDefaultExpiry{24 * 3'600 * 1000};  // not published

constexpr std::array kBanks = {
    Bank{"BCA", "Bank Central Asia", "38165"},      Bank{"BNI", "Bank Negara Indonesia", "98810"},
    Bank{"BRI", "Bank Rakyat Indonesia", "12808"},  Bank{"MANDIRI", "Bank Mandiri", "88608"},
    Bank{"PERMATA", "Bank Permata", "85010"},       Bank{"CIMB", "CIMB Niaga", "22999"},
    Bank{"BSI", "Bank Syariah Indonesia", "90140"}, Bank{"BJB", "Bank BJB", "11039"}};

Object method(std::string_view type, std::string_view name, std::string_view code,
              std::string_view logo, std::int64_t most) {
  return Object{}
      .set("payment_type", type)
      .set("display_name", name)
      .set("bank_code", code)
      .set("logo_url",
           "https://storage.googleapis.com/komerce/assets/logo/" + std::string(logo) + ".png")
      .set("min_amount", kLeast)
      .set("max_amount", most)
      .set("currency", "IDR");
}

std::string check_customer(const Value& customer) {
  if (!customer.is_object()) return "customer is required";
  if (customer["name"].text().empty()) return "customer.name is required";
  if (!looks_like_email(customer["email"].text())) return "customer.email must be a valid email";
  if (customer["phone"].text().empty()) return "customer.phone is required";
  return {};
}

std::string check_items(const Value& items) {
  if (!items.is_array() || items.size() == 0) return "items is required";
  for (Value item = items.first(); item; item = item.next()) {
    if (item["name"].text().empty()) return "items.name is required";
    if (item["quantity"].integer().value_or(0) < 1) return "items.quantity must be at least 1";
    if (item["price"].integer().value_or(0) < 1) return "items.price must be greater than 0";
  }
  return {};
}

std::string read_channel(const json::Document& body, Order& order) {
  order.payment_type = body["payment_type"].text();
  if (order.payment_type == "qris") {
    order.expiry = kQrisExpiry;  // fixed, whatever the request says
    return {};
  }
  if (order.payment_type != "bank_transfer") return "payment_type must be bank_transfer or qris";
  order.channel_code = body["channel_code"].text();
  if (order.channel_code.empty()) return "channel_code is required";
  if (bank(order.channel_code) == nullptr) return "channel_code is not available";
  order.expiry = kDefaultExpiry;
  const Value expiry = body["expiry_duration"];
  if (!expiry) return {};
  const std::int64_t seconds = expiry.integer().value_or(0);
  if (seconds < kShortestExpiry || seconds > kLongestExpiry) {
    return "expiry_duration must be at least 3600";
  }
  order.expiry = std::chrono::seconds(seconds);
  return {};
}

std::string read_callback(const json::Document& body, Order& order) {
  order.callback_url = body["callback_url"].text();
  if (body["callback_url"] && !looks_like_url(order.callback_url)) {
    return "callback_url must be a valid url";
  }
  // Both spellings are in the official pages.
  order.callback_key = body["callback_API_KEY"].text();
  if (order.callback_key.empty()) order.callback_key = body["callback_api_key"].text();
  if (!order.callback_url.empty() && order.callback_key.empty()) {
    return "callback_API_KEY is required if callback_url is provided";
  }
  return {};
}

Response envelope(int status, std::string_view word, std::string_view message,
                  std::string_view data) {
  const Object meta = Object{}.set("message", message).set("code", status).set("status", word);
  return {status, Object{}.set("meta", meta).set_raw("data", data).text()};
}

}  // namespace

const Bank* bank(std::string_view code) {
  for (const Bank& known : kBanks) {
    if (known.code == code) return &known;
  }
  return nullptr;
}

json::Array methods(const std::function<bool(std::string_view code)>& off) {
  json::Array list;
  for (const Bank& known : kBanks) {
    if (off(known.code)) continue;
    std::string logo(known.code);
    for (char& c : logo) c = static_cast<char>(c - 'A' + 'a');
    list.add(method("va", known.name, known.code, logo, kMostBank));
  }
  return off("qris") ? list : list.add(method("qris", "QRIS", "", "qris", kMostQris));
}

std::string read_order(const json::Document& body, Order& order) {
  if (!body.ok() || !body.root().is_object()) return "invalid request body";
  order.order_id = body["order_id"].text();
  if (order.order_id.empty()) return "order_id is required";
  if (order.order_id.size() > 100) return "order_id must be at most 100 characters";
  if (std::string problem = read_channel(body, order); !problem.empty()) return problem;
  const std::optional<std::int64_t> amount = body["amount"].integer();
  if (!amount) return "amount must be an integer";
  if (*amount < kLeast) return "amount must be at least 10000";
  const std::int64_t most = order.payment_type == "qris" ? kMostQris : kMostBank;
  if (*amount > most) return "amount must be at most " + std::to_string(most);
  order.amount = Amount::whole(*amount);
  if (std::string problem = check_customer(body["customer"]); !problem.empty()) return problem;
  if (std::string problem = check_items(body["items"]); !problem.empty()) return problem;
  return read_callback(body, order);
}

Response success(std::string_view message, std::string_view data) {
  return envelope(200, "success", message, data);
}

Response error(int status, std::string_view message) {
  return envelope(status, "error", message, "null");
}

}  // namespace wesel::sandbox::komerce
