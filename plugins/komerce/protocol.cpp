// Field by field between the contract and Komerce's JSON.
#include "protocol.hpp"

#include <algorithm>

#include "wesel/crypto.hpp"
#include "wesel/time.hpp"

namespace komerce {

using wesel::json::Number;

// The first of two spellings that says something.
static std::string_view either(Value object, std::string_view name, std::string_view other) {
  const std::string_view text = object[name].text();
  return text.empty() ? object[other].text() : text;
}

std::optional<Amount> idr(Value value) { return parse_amount(value.scalar(), 0, "IDR"); }

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  return out;
}

std::optional<State> state_named(std::string_view status) {
  const std::string name = lower(status);
  if (name == "pending") return State::pending;
  if (name == "paid") return State::paid;
  if (name == "expired") return State::expired;
  if (name == "canceled" || name == "cancelled") return State::cancelled;
  return {};
}

std::string_view message_of(const Reply& reply) {
  const auto text = reply["meta"]["message"].text();
  return text.empty() ? reply["message"].text() : text;
}

bool is_envelope(const Reply& reply) {
  return reply["meta"].is_object() && !reply["meta"]["message"].text().empty();
}

Outcome with_words(Outcome outcome, const Reply& reply) {
  return outcome.provider_code(std::to_string(reply.status())).provider_text(message_of(reply));
}

// Why a create was refused. Komerce has texts and no codes: what is not surely the customer's or
// merchant's mistake may be tried elsewhere (6).
Outcome refusal_of(const Reply& reply) {
  if (reply.status() < 400 || reply.is_trouble() || !is_envelope(reply))
    return with_words(fail_unknown("no understood answer to a create"), reply);
  const std::string text = lower(message_of(reply));
  const auto says = [&](std::string_view words) { return text.find(words) != text.npos; };
  if (reply.status() == 409 || says("already exist") || says("duplicate"))
    return with_words(fail_unknown("the order id is known already"), reply);
  if (reply.status() == 400 && says("email"))
    return with_words(refused_everywhere("customer.email"), reply);
  if (reply.status() == 400 && says("amount") && (says("minimum") || says("at least")))
    return with_words(refused_everywhere("amount"), reply);
  return with_words(refused_here(), reply);
}

static void add_instructions(Outcome& outcome, const Operation& op, Value data) {
  const std::string_view number = either(data, "va_number", "virtual_account_number");
  if (!number.empty()) {
    const std::string_view bank = either(data, "bank_code", "channel_code");
    const bool as_asked = bank.empty() || bank == op.channel_code();
    outcome.virtual_account(as_asked ? op.channel() : bank, number, op.customer().name);
  } else if (const auto code = data["qr_string"].text(); !code.empty()) {
    outcome.qris(code);
  } else if (const auto image = data["qr_image_url"].text(); !image.empty()) {
    outcome.qris_image(image);
  }
  outcome.page(data["payment_url"].text()).expires(parse_time(data["expired_at"].text()));
}

bool can_be_paid(Value data) {
  return !either(data, "va_number", "virtual_account_number").empty() ||
         !either(data, "qr_string", "qr_image_url").empty();
}

Outcome payment_of(const Operation& op, const Reply& reply) {
  const Value data = reply["data"];
  const std::string_view id = data["payment_id"].text();
  const auto amount = idr(data["amount"]);
  if (id.empty() || !amount || data["status"].text().empty())
    return fail_bad_reply("a payment without payment_id, amount or status");
  const State state = state_named(data["status"].text()).value_or(State::pending);
  Outcome outcome = accepted(state, id);
  outcome.amount(*amount).echoed(data["order_id"].text()).provider_code(data["status"].text());
  if (state == State::paid) outcome.amount_paid(*amount);
  if (state == State::paid) outcome.paid_at(parse_time(data["paid_at"].text()));
  add_instructions(outcome, op, data);
  return outcome;
}

static JsonArray items_of(const Operation& op) {
  const auto line = [](std::string_view name, std::uint32_t quantity, const Amount& price) {
    return Json{}
        .set("name", name.empty() ? "Item" : name)
        .set("quantity", std::int64_t{quantity})
        .set("price", Number{price.decimal()});
  };
  const auto items = op.items();
  const bool priced = std::all_of(items.begin(), items.end(),
                                  [](const Item& item) { return item.price.minor > 0; });
  JsonArray list;
  if (items.empty() || !priced) return list.add(line("Payment", 1, op.amount()));
  for (const Item& item : items) list.add(line(item.name, item.quantity, item.price));
  return list;
}

Json create_body(const Operation& op) {
  const bool qris = op.method() == "qris";
  const Customer customer = op.customer();
  Json body;
  body.set("order_id", op.attempt_id()).set("payment_type", qris ? "qris" : "bank_transfer");
  if (!qris) body.set("channel_code", op.channel_code());
  body.set("amount", Number{op.amount().decimal()})
      .set("customer", Json{}
                           .set("name", customer.name)
                           .set("email", customer.email)
                           .set("phone", customer.phone))
      .set("items", items_of(op));
  if (!qris && op.expires_at_ms() != 0)  // what is asked for an hour has a little less left
    body.set("expiry_duration", std::max(kShortestExpiry, op.expires_in_s()));
  if (op.callback_url().empty()) return body;
  const std::string key = to_hex(op.callback_key());
  return body.set("callback_url", op.callback_url())
      .set("callback_API_KEY", key)  // both spellings are published (3)
      .set("callback_api_key", key);
}

// Lower-case hex by all that is known; the others cost nothing to accept (8).
bool is_signed(const Operation& op) {
  if (op.callback_key().empty()) return false;  // what everybody can sign with proves nothing
  const std::string_view given = op.header("x-callback-api-key");
  const std::string digest = hmac_sha256(to_hex(op.callback_key()), op.body());
  const auto hex = from_hex(given);
  const auto base64 = from_base64(given);
  return (hex && equal_secrets(*hex, digest)) || (base64 && equal_secrets(*base64, digest));
}

// What a signed callback says; where it does not say enough, it says "go and ask" (9).
Event event_of(const Operation& op) {
  const auto document = wesel::json::Document::parse(op.body());
  const Value root = document.root();
  const Value body = root["data"].is_object() ? root["data"] : root;
  Event event;
  event.attempt_id = body["order_id"].text();
  event.provider_reference = body["payment_id"].text();
  if (event.attempt_id.empty() && event.provider_reference.empty())
    event.attempt_id = op.attempt_id();  // as the address it came to tells
  std::string_view status = body["status"].text();
  if (status.empty()) status = root["event"].text();
  if (status.substr(0, 8) == "payment.") status.remove_prefix(8);
  event.provider_code = status;
  const auto amount = idr(body["amount"]);
  const auto state = state_named(status);
  if (!amount || !state) return event;
  event.state = *state;
  event.amount = *amount;
  if (*state != State::paid) return event;
  event.amount_paid = *amount;
  event.paid_at_ms = parse_time(body["paid_at"].text()).value_or(0);
  return event;
}

}  // namespace komerce
