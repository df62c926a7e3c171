// KomoPay's payouts: options, create against a balance, query, the balances, and what becomes of
// the money when a payout completes, fails or comes back.
#include <fmt/format.h>

#include "asked.hpp"

namespace wesel::sandbox {

namespace {

using json::Document;
using json::Number;
using json::Object;
using namespace komopay;

Object method_response(const Entry& entry) {
  return Object{}
      .set("paymentMethodCode", entry.method)
      .set("idPayout", entry.reference)
      .set("idPayment", entry.id)
      .set("reference", entry.field("reference"));
}

}  // namespace

Response Komopay::payout_options(const Request& request) {
  const Document body = Document::parse(request.body);
  if (!body.ok() || !body.root().is_object()) return basic(400, "invalid JSON");
  Money money;
  if (auto refusal = read_money(body.root(), money)) return *refusal;
  if (auto refusal = check_limits(money, settings_)) return *refusal;
  const auto out = [this](std::string_view code) { return off(code); };
  return {200, komopay::options(Kind::payout, money.currency, out)};
}

Response Komopay::create_payout(const Request& request) {
  const std::string& id = request.parts[0];
  if (!good_id(id)) return basic(400, "idPayout is invalid");
  Asked asked;
  const std::optional<Response> refusal = read_payout(Document::parse(request.body), asked);
  if (refusal && refusal->status == 400) return *refusal;
  const Response duplicate = basic(409, "Merchant Order ID duplicated; payment not accepted");
  if (ledger().find(Kind::payout, id)) return duplicate;
  if (refusal) return *refusal;
  if (auto beyond = check_limits(asked.money, settings_)) return *beyond;
  if (!token_fits_money(request, asked.money)) return basic(403, "money is not as in the token");
  const std::uint64_t number = ledger().next_number();
  Entry entry;
  entry.kind = Kind::payout;
  entry.id = fmt::format("kp-{}", number);
  entry.reference = id;
  entry.method = asked.method;
  entry.status = "PROCESSING";
  entry.amount = asked.money.amount;
  entry.currency = asked.money.currency;
  entry.created = std::chrono::system_clock::now();
  entry.callback_url = asked.callback_url;
  entry.fields = {{"operator", asked.operator_code},
                  {"segment", asked.segment},
                  {"account_name", asked.account_name},
                  {"account_number", asked.account_number},
                  {"reference", fmt::format("PO{}", number % 100'000'000)}};
  if (!reserve(entry)) return business("BALANCE_INSUFFICIENT", "paymentRequested.money.amount");
  if (!remember(entry)) {
    settle(entry, false, false);
    return duplicate;
  }
  Response response{201, Object{}
                             .set("paymentRequested", requested(entry))
                             .set("paymentMethodResponse", method_response(entry))
                             .text()};
  response.created = entry.id;
  response.kind = Kind::payout;
  return response;
}

Response Komopay::query_payout(const Request& request) {
  const auto entry = ledger().find(Kind::payout, request.parts[0]);
  if (!entry || entry->reference != request.parts[0]) return basic(410, "payment not found");
  return {200, detail(*entry, method_response(*entry))};
}

Response Komopay::balances(const Request& request) {
  const std::string wanted = ',' + request.query("currencyCodes") + ',';
  json::Array list;
  const std::lock_guard lock(balance_mutex_);
  for (const auto& [currency, balance] : balances_) {
    if (wanted != ",," && wanted.find(',' + currency + ',') == std::string::npos) continue;
    list.add(Object{}
                 .set("currencyCode", currency)
                 .set("balance", Number{balance.balance.text()})
                 .set("availableBalance", Number{(balance.balance - balance.pending_payout).text()})
                 .set("pendingSettlementAmount", 0)
                 .set("pendingPayoutAmount", Number{balance.pending_payout.text()})
                 .set("lastBalanceMovement", zulu(std::chrono::system_clock::now())));
  }
  return {200, Object{}.set("data", list).text()};
}

bool Komopay::reserve(const Entry& entry) {
  const std::lock_guard lock(balance_mutex_);
  Balance& balance = balances_[entry.currency];
  if (balance.balance - balance.pending_payout < entry.amount) return false;
  balance.pending_payout = balance.pending_payout + entry.amount;
  return true;
}

void Komopay::settle(const Entry& entry, bool paid_out, bool was_final) {
  const std::lock_guard lock(balance_mutex_);
  Balance& balance = balances_[entry.currency];
  if (was_final) {
    balance.balance = balance.balance + entry.amount;
    return;
  }
  balance.pending_payout = balance.pending_payout - entry.amount;
  if (paid_out) balance.balance = balance.balance - entry.amount;
}

Change Komopay::apply_payout(Entry& entry, const Action& action) {
  const bool returns = action.name == "return", completes = action.name == "complete";
  const bool late = completes && action.late && entry.status == "FAILED";
  if (entry.status != (returns ? "SUCCESS" : "PROCESSING") && !late) {
    return {.problem = "payout is " + entry.status};
  }
  if (!returns && !completes && action.name != "fail" && action.name != "refuse") {
    return {.problem = "this provider knows complete, fail, refuse and return"};
  }
  if (late && !reserve(entry)) return {.problem = "the balance is insufficient"};
  settle(entry, completes, returns);
  entry.ended_at = action.at;
  entry.status = completes ? "SUCCESS" : action.name == "refuse" ? "REFUSED" : "FAILED";
  entry.reason = completes ? "" : "PAYMENT_PROCESS_ERROR";
  if (returns) entry.fields["failure_message"] = "returned by the bank";
  return {.tell = true};
}

}  // namespace wesel::sandbox
