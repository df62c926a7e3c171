// How answers and callbacks are read; orders.cpp has what is sent.
#include "protocol.hpp"

#include <algorithm>
#include <cctype>

#include "wesel/time.hpp"

namespace komopay {

namespace {

bool made_of(string_view text, string_view marks) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [&](unsigned char c) {
    return (c < 0x80 && std::isalnum(c)) || marks.find(static_cast<char>(c)) != marks.npos;
  });
}
// idPayin, idPayout, idPayment and operator codes.
bool is_id(string_view text) { return text.size() <= 250 && made_of(text, "_-"); }

// What a browser can open. Wallets' own schemes are not among it (7).
bool is_url(string_view text) {
  return (text.starts_with("https://") || text.starts_with("http://")) &&
         std::none_of(text.begin(), text.end(),
                      [](unsigned char c) { return c <= 0x20 || c == 0x7f; });
}

// The exact text of a number; empty for a sign, an exponent or more than six decimals.
string_view decimal_in(Value value) {
  return parse_amount(value.scalar(), 6, "IDR") ? value.scalar() : string_view();
}

Outcome::Time time_in(Value value) {
  const auto ms = parse_time(value.text());
  return ms && *ms > 0 ? ms : std::nullopt;
}

// Only in the operation's currency: nothing is exchanged.
std::optional<Amount> amount_in(Value money, const Operation& op) {
  const Amount asked = op.amount();
  if (money["currencyCode"].text() != asked.currency) return {};
  return asked.like(money["amount"].scalar());
}

string_view either(Value object, string_view name, string_view other) {
  const string_view text = object[name].text();
  return text.empty() ? object[other].text() : text;
}

// The field that the customer or merchant got wrong; empty where another provider may not mind (9).
string_view field_at_fault(const Operation& op, Kind kind, string_view code) {
  if (code == "CURRENCY_PRECISION_EXCEEDED") return "amount";
  if (code == "INVALID_ACCOUNT_NAME")
    return kind == Kind::payment ? "customer.name" : "account.name";
  if (code == "INVALID_ACCOUNT_NUMBER" && kind == Kind::payout) return "account.number";
  if (code == "EMAIL_INVALID") return kind == Kind::payment ? "customer.email" : "email";
  const bool told_ip = kind == Kind::payment && !op.customer().ip.empty();
  if (told_ip && (code == "IP_DENIED" || code == "CLIENT_IP_INVALID")) return "customer.ip";
  return {};
}

// 406: an array of errors, each with its code.
bool is_error_list(const Reply& reply) {
  if (reply.status() != 406 || !reply.root().is_array() || reply.root().size() == 0) return false;
  for (Value error = reply.root().first(); error; error = error.next())
    if (error["code"].text().empty()) return false;
  return true;
}

// Of the first error, where there is a list.
string_view code_of(const Reply& reply) {
  return is_error_list(reply) ? reply.root().at(0)["code"].text() : string_view();
}
string_view description_of(const Reply& reply) {
  return (is_error_list(reply) ? reply.root().at(0) : reply.root())["description"].text();
}

// How the customer pays; false if nothing in it says how.
bool add_instructions(Outcome& outcome, const Operation& op, Value root) {
  const Value method = root["paymentMethodResponse"], account = method["account"];
  const Value redirect = root["redirectTo"];
  const string_view number = account["accountNumber"].text(), code = method["qrCode"].text();
  outcome.expires(time_in(method["expireAt"]));
  if (const string_view verb = redirect["method"].text();
      is_url(redirect["url"].text()) && (verb == "GET" || verb == "POST")) {
    outcome.redirect(verb, redirect["url"].text(), redirect["data"].text());
  } else if (op.method() == "virtual_account" && !number.empty()) {
    const string_view bank = method["paymentOperator"]["code"].text();
    const string_view name = account["accountName"].text();
    outcome.virtual_account(bank.empty() || bank == operator_code(op) ? op.channel() : bank, number,
                            name.empty() ? account_name(op) : name);
  } else if (op.method() == "qris" && is_url(code)) {
    outcome.qris_image(code);
  } else if (op.method() == "qris" && code.starts_with("000201")) {  // the code itself (7)
    outcome.qris(code);
  } else if (op.method() == "bank_transfer" && !number.empty()) {
    const auto required = amount_in(method["moneyRequired"], op);
    if (method["moneyRequired"].is_object() && !required) return false;
    outcome.bank_transfer(either(account, "bankName", "bankCode"), number,
                          account["accountName"].text(), required ? required->decimal() : "");
  } else if (is_ovo(op)) {
    outcome.push(op.channel(), international(op.customer().phone));
  } else {
    return false;
  }
  return true;
}

// What both a create's answer and a detail tell; a failure where they tell of something else.
Outcome told(const Operation& op, Kind kind, State state, Value root) {
  const Value method = root["paymentMethodResponse"];
  const string_view ours = method[kind == Kind::payout ? "idPayout" : "idPayin"].text();
  const string_view theirs = method["idPayment"].text();
  if (!ours.empty() && ours != op.attempt_id()) return fail_bad_reply("it tells of another id");
  if (!theirs.empty() && !is_id(theirs)) return fail_bad_reply("an idPayment that is none");
  const auto asked = amount_in(root["paymentRequested"]["money"], op);
  if (!asked) return fail_bad_reply("no amount that was asked for");
  return accepted(state, theirs.empty() ? op.attempt_id() : theirs).amount(*asked).echoed(ours);
}

BankAccount account_in(Value from) {
  const auto text = [&](string_view name) { return std::string(from[name].text()); };
  return {text("accountName"), text("accountNumber"),
          text("accountType"), text("bankCode"),
          text("bankName"),    std::string(either(from, "bankBranch", "branchName")),
          text("bankCity"),    text("bankProvince")};
}

State state_after(string_view reason, Kind kind) {
  if (reason == "ENTITY_EXPIRED") return State::expired;
  if (reason == "DIFFERENT_AMOUNT_CONFIRMED")  // money moved: the engine sees which (11)
    return kind == Kind::payment ? State::paid : State::completed;
  return State::failed;
}

}  // namespace

string_view token_in(const Reply& reply) {
  const string_view token = reply["token"].text();
  return reply.ok() && made_of(token, "-._~+/=") ? token : string_view();
}

bool is_basic_error(const Reply& reply) {
  const json::Kind words = reply["description"].kind();
  return reply.root().is_object() &&
         (words == json::Kind::string || words == json::Kind::null || words == json::Kind::missing);
}

Outcome with_words(Outcome outcome, const Reply& reply) {
  const string_view code = code_of(reply);
  return outcome.provider_code(code.empty() ? std::to_string(reply.status()) : std::string(code))
      .provider_text(description_of(reply));
}

Outcome no_answer(const Reply& reply, string_view secret) {
  if (reply.ok()) return fail_bad_reply("an answer without what was asked for");
  const bool merchant = code_of(reply).starts_with("MERCHANT_");
  const Outcome outcome =
      merchant ? fail_config("merchant_code", "it is refused") : fail(reply, "secret");
  const auto repeats = [&](string_view words) {
    return !secret.empty() && words.find(secret) != words.npos;
  };
  const bool quotable = !repeats(code_of(reply)) && !repeats(description_of(reply));
  return quotable ? with_words(outcome, reply) : outcome;
}

Outcome refusal_of(const Operation& op, Kind kind, const Reply& reply) {
  const bool listed = is_error_list(reply);
  const bool understood = listed || (reply.status() != 406 && is_basic_error(reply));
  if (reply.status() < 400 || reply.is_trouble() || !understood)
    return with_words(fail_unknown("no understood answer to a create"), reply);
  string_view field;
  for (Value error = reply.root().first(); listed && error; error = error.next()) {
    const string_view fault = field_at_fault(op, kind, error["code"].text());
    if (fault.empty()) return with_words(refused_here(), reply);
    if (field.empty()) field = fault;
  }
  return with_words(field.empty() ? refused_here() : refused_everywhere(field), reply);
}

Outcome created(const Operation& op, Kind kind, const Reply& reply) {
  const string_view code = reply["paymentMethodResponse"]["paymentMethodCode"].text();
  const bool redirected = kind == Kind::payment && reply["redirectTo"].is_object();
  if (code.empty() ? !redirected : code != method_code(op, kind))
    return fail_bad_reply("an answer about another method");
  Outcome outcome = told(op, kind, State::pending, reply.root());
  if (kind == Kind::payment && !add_instructions(outcome, op, reply.root()))
    return fail_bad_reply("a payment without a way to pay");
  return outcome;
}

Outcome detail(const Operation& op, Kind kind, const Reply& reply) {
  const Value process = reply["process"], reasons = process["failureReasons"];
  const Value reason = reasons.is_array() ? reasons.at(0) : reasons;
  const string_view status = process["status"].text(), why = reason["failureReasonCode"].text();
  const auto is_test = process["isTest"].boolean();
  if (status.empty() || !is_test) return fail_bad_reply("a detail without status or isTest");

  State state = State::pending;  // whatever else it may be called (10)
  if (status == "SUCCESS") state = kind == Kind::payment ? State::paid : State::completed;
  if (status == "REFUSED") state = State::failed;
  if (status == "FAILED") state = state_after(why, kind);
  const bool moved = state == State::paid || state == State::completed;
  const Value money = reply["paymentMethodResponse"]["money"];
  const auto other = amount_in(money, op);
  if (moved && money.is_object() && !other) return fail_bad_reply("money in another currency");

  Outcome outcome = told(op, kind, state, reply.root());
  add_instructions(outcome, op, reply.root());
  Amount got = other.value_or(op.amount());
  if (status == "FAILED" && got == op.amount()) got.minor = 0;  // another amount, not told (11)
  if (moved) outcome.amount_paid(got).paid_at(time_in(process["processedAt"]));
  const string_view fee = decimal_in(reply["fee"]["amount"]);
  const string_view currency = reply["fee"]["currencyCode"].text();
  if (!fee.empty() && currency == op.amount().currency) outcome.fee(fee, currency);
  return outcome.test_mode(*is_test ? Mode::sandbox : Mode::live)
      .provider_code(why.empty() ? status : why)
      .provider_text(reason["message"].text());
}

Outcome accounts_in(const Operation&, const Reply& reply) {
  if (reply.status() == 410 && is_basic_error(reply)) return not_found();
  if (!reply.ok()) return no_answer(reply);
  const Value asked = reply["customerAccountRequest"], used = reply["customerAccountProcess"];
  if (!asked.is_object() && !used.is_object()) return fail_bad_reply("no accounts");
  return account_pair(account_in(asked), account_in(used));
}

Amount amount_listed(const Operation& op) {
  constexpr std::int64_t kUsual = 100'000;
  return op.amount() ? op.amount() : Amount{kUsual, 0, "IDR"};
}

Outcome methods_in(const Operation& op, const Reply& reply) {
  Outcome list = method_list();
  list.amount(amount_listed(op));  // for another amount there may be others
  if (code_of(reply).starts_with("PAYMENT_"))
    return list;  // nothing is there for this amount: KomoPay has no empty lists
  if (!reply.ok()) return no_answer(reply);
  if (!reply["data"].is_array()) return fail_bad_reply("no list of methods");
  for (Value from = reply["data"].first(); from; from = from.next()) {
    Method method;
    method.method = method_named(from["paymentMethodCode"].text());
    method.currency = "IDR";
    if (method.method.empty()) continue;  // of another country, or new
    const bool by_channel = method.method == "virtual_account" || method.method == "e_wallet";
    if (!by_channel) list.add(method);
    Value bank = by_channel ? from["paymentOperators"].first() : Value();
    for (; bank; bank = bank.next()) {
      const string_view code = bank["code"].text();
      if (!is_id(code)) continue;
      method.channel = code == "ID_OVO" ? "OVO" : code;
      method.channel_code = code;
      method.display_name = bank["name"].text();
      list.add(method);
    }
  }
  return list;
}

Outcome balances_in(const Operation&, const Reply& reply) {
  if (!reply.ok()) return no_answer(reply);
  if (!reply["data"].is_array()) return fail_bad_reply("no list of balances");
  Outcome list = balance_list();
  for (Value from = reply["data"].first(); from; from = from.next()) {
    if (from["currencyCode"].text() != "IDR") continue;
    const auto text = [&](string_view name) { return std::string(decimal_in(from[name])); };
    list.add(
        Balance{"IDR", text("balance"), text("availableBalance"), text("pendingSettlementAmount")});
  }
  return list;
}

Outcome events_in(const Operation& op) {
  const auto document = wesel::json::Document::parse(op.body());
  const string_view id = document["idEntity"].text();
  Event event;
  event.attempt_id = is_id(id) ? id : op.attempt_id();  // or as the address it came to tells
  Outcome list = event_list();
  if (!event.attempt_id.empty()) list.add(event);
  return list.ack(200);
}

}  // namespace komopay
