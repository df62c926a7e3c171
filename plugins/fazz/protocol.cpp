// Field by field between the contract and Fazz's JSON.
#include "protocol.hpp"

#include <algorithm>

#include "wesel/crypto.hpp"
#include "wesel/time.hpp"

namespace fazz {

using wesel::json::Number;

// At most 24 bytes, cut between characters (6).
static string_view display_name(const Operation& op) {
  const string_view name = op.display_name();
  std::size_t size = std::min<std::size_t>(name.size(), 24);
  while (size < name.size() && (static_cast<unsigned char>(name[size]) & 0xc0) == 0x80) --size;
  return name.substr(0, size);
}

static Json enveloped(const Json& attributes) {
  return Json{}.set("data", Json{}.set("attributes", attributes));
}

static void add_terms(Json& body, const Operation& op, string_view description) {
  body.set("amount", Number{op.amount().decimal()}).set("currency", op.amount().currency);
  body.set("referenceId", op.attempt_id()).set_if("description", description);
}

Json payment_body(const Operation& op) {
  string_view type = op.method();
  Json options, body;
  if (type == "virtual_account") {
    type = "virtual_bank_account";
    options.set("bankShortCode", op.channel_code());
  } else if (type == "retail_outlet") {
    options.set("retailOutletName", op.channel_code());
  } else if (type == "e_wallet") {
    type = "e-wallet";  // only this one has a hyphen
    options.set("providerCode", op.channel_code()).set("afterSettlementReturnUrl", op.return_url());
  }
  if (type != "e-wallet") options.set_if("displayName", display_name(op));
  body.set("paymentMethodType", type);
  add_terms(body, op, op.description());
  if (const std::int64_t end = op.expires_at_ms(); end != 0)
    body.set("expiredAt", format_time(end - end % 1000, 7 * 60));
  return enveloped(body.set("paymentMethodOptions", options));
}

Json payout_body(const Operation& op) {
  const BankAccount to = op.account();
  Json body, method;
  add_terms(body, op, op.remark().empty() ? op.description() : op.remark());
  method.set("type", "bank_transfer").set("bankShortCode", op.channel_code());
  method.set("bankAccountNo", to.number).set("bankAccountHolderName", to.name);
  return enveloped(body.set("disbursementMethod", method));
}

Json task_body(string_view action, const Amount& amount) {
  Json body;
  body.set("action", action);
  if (amount) body.set("options", Json{}.set("amount", Number{amount.decimal()}));
  return enveloped(body);
}

static State state_of(string_view status, string_view type) {
  const bool payment = type == "payment";
  if (!payment && type != "disbursement") return State::none;
  if (status == "pending" || status == "processing") return State::pending;
  if (status == "completed") return State::completed;
  if (status == "failed") return State::failed;
  if (payment && status == "paid") return State::paid;
  if (payment && status == "expired") return State::expired;
  return payment && status == "cancelled" ? State::cancelled : State::none;
}

Event told_by(Value data, string_view type) {
  const Value from = data["attributes"];
  Event event;
  event.attempt_id = from["referenceId"].text();
  event.provider_reference = data["id"].text();
  event.provider_code = from["status"].text();
  event.provider_text = from["failureReason"].text();
  const string_view currency = from["currency"].text(), fee = from["fees"].scalar();
  const auto amount = idr(0).like(from["amount"].scalar());
  if (!amount || (!currency.empty() && currency != amount->currency)) return event;
  event.amount = *amount;
  event.state = state_of(event.provider_code, type);
  if (type == "payment" && (event.state == State::paid || event.state == State::completed))
    event.amount_paid = *amount;
  if (parse_amount(fee, 6, amount->currency)) event.fee = fee;  // decimal text or none
  return event;
}

// Whether there is a way to pay by the method that was asked for.
static bool show(Outcome& outcome, const Operation& op, Value method) {
  const Value told = method["instructions"];
  const auto channel = [&](const char* key, const char* other) {  // ours unless it is another one
    const string_view code = told[told[key] ? key : other].text();
    return code.empty() || code == op.channel_code() ? op.channel() : code;
  };
  const string_view name = told["displayName"].text(), number = told["accountNo"].scalar(),
                    code = told["paymentCode"].scalar(), image = told["imageUrl"].text(),
                    url = method["settlement"]["httpUrl"].text();
  if (op.method() == "virtual_account" && !number.empty())
    outcome.virtual_account(channel("bankShortCode", ""), number, name);
  else if (op.method() == "retail_outlet" && !code.empty())
    outcome.retail_outlet(channel("retailOutletName", "retailOutletCode"), code, name);
  else if (op.method() == "qris" && image.starts_with("http"))
    outcome.qris_image(image);
  else if (op.method() == "e_wallet" && url.starts_with("http"))
    outcome.redirect("GET", url);
  else
    return false;
  return true;
}

Outcome outcome_of(const Operation& op, Value data) {
  const std::uint32_t kind = op.block()->kind;
  const bool payout = kind == WESEL_OP_PAYOUT_CREATE || kind == WESEL_OP_PAYOUT_QUERY;
  const bool create = kind == WESEL_OP_PAYOUT_CREATE || kind == WESEL_OP_PAYMENT_CREATE;
  const Event told = told_by(data, payout ? "disbursement" : "payment");
  if (told.provider_reference.empty() || told.provider_code.empty() || !told.amount)
    return fail_bad_reply("an answer without id, amount or status");
  if (told.attempt_id != op.attempt_id()) return fail_bad_reply("another reference than ours");
  if (create && told.amount != op.amount()) return fail_bad_reply("another amount than asked");
  const State state = told.state == State::none ? State::pending : told.state;
  Outcome outcome = accepted(state, told.provider_reference);
  outcome.echoed(told.attempt_id).amount(told.amount).amount_paid(told.amount_paid);
  outcome.provider_code(told.provider_code).provider_text(told.provider_text);
  if (!told.fee.empty()) outcome.fee(told.fee, told.amount.currency);
  const Value from = data["attributes"];
  if (!payout && !show(outcome, op, from["paymentMethod"]) && create && state == State::pending)
    return fail_bad_reply("a payment without a way to pay");
  return outcome.expires(parse_time(from["expiredAt"].text()));
}

Outcome with_words(Outcome outcome, const Reply& reply) {
  const Value error = reply["errors"].at(0);
  if (error["code"].scalar().empty()) return outcome;
  const string_view detail = error["detail"].text();
  return outcome.provider_code(error["code"].scalar())
      .provider_text(detail.empty() ? error["title"].text() : detail);
}

// That an earlier try arrived, or that Fazz itself does not know what it did.
static bool leaves_doubt(Value error) {
  const string_view code = error["code"].scalar();
  std::string text = std::string(error["title"].text()) + ' ' + std::string(error["detail"].text());
  for (char& c : text)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  const auto says = [&](const char* word) { return text.find(word) != text.npos; };
  return code.empty() || code == "001" || code == "006" || code == "FG-001" || says("reference") ||
         says("duplicate") || says("already") || says("unique");
}

Outcome refusal_of(const Reply& reply) {
  bool doubt = reply.status() < 400 || reply.status() == 409 || reply.is_trouble() ||
               reply["errors"].size() == 0;
  for (Value v = reply["errors"].first(); v; v = v.next()) doubt = doubt || leaves_doubt(v);
  Outcome outcome =
      doubt ? fail_unknown("it answered " + std::to_string(reply.status())) : refused_here();
  return with_words(outcome.retry_after(reply.retry_after_ms()), reply);
}

bool is_signed(const Operation& op, string_view signing_secret) {
  string_view given = op.header("xfers-signature");
  if (given.empty()) given = op.header("x-xfers-signature");
  return equal_secrets(given, to_hex(hmac_sha256(signing_secret, op.body())));
}

}  // namespace fazz
