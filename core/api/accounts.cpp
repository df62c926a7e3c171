// GET /v1/payments/{id}/accounts: who paid and from where, as the provider tells it.
#include "api/api.hpp"
#include "api/problem.hpp"
#include "api/repeats.hpp"
#include "api/write.hpp"
#include "engine/payer.hpp"
#include "wesel/json.hpp"

namespace wesel {

namespace {

// All fields are there; what was not told is null.
json::Object view_of(const BankAccount& account) {
  json::Object out;
  const auto set = [&](const char* key, const std::string& text) {
    text.empty() ? out.set_null(key) : out.set(key, text);
  };
  set("account_name", account.name);
  set("account_number", account.number);
  set("account_type", account.type);
  set("bank_code", account.bank_code);
  set("bank_name", account.bank_name);
  set("bank_branch", account.branch);
  set("bank_city", account.city);
  set("bank_province", account.province);
  return out;
}

void set_account(json::Object& out, const char* key, const std::optional<BankAccount>& account) {
  account ? out.set(key, view_of(*account)) : out.set_null(key);
}

Result<http::Response> get_accounts(Context& context, const Call& call) {
  const auto payment = payment_at(context, call);
  if (!payment) return payment.error();
  const auto told = payer_accounts(context, *payment);
  if (!told) return told.error();
  if (told->retry_after > Millis(0)) {
    const int seconds = static_cast<int>((told->retry_after.count() + 999) / 1000);
    return problem(refuse("rate_limited", "the provider may not be asked again so soon"),
                   call.request_id, seconds);
  }
  json::Object out;
  set_account(out, "customer_account_request", told->asked);
  set_account(out, "customer_account_process", told->used);
  return json_response(200, out.text());
}

}  // namespace

void add_accounts(Routes& routes, Context& context) {
  routes.add("GET", "/v1/payments/{}/accounts",
             [&context](const Call& call) { return get_accounts(context, call); });
}

}  // namespace wesel
