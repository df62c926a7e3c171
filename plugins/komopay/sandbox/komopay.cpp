// KomoPay's doors: the table of routes, what every call must bring, what actions do, and the
// callback that says nothing but an id.
#include "komopay.hpp"

#include "asked.hpp"

namespace wesel::sandbox {

namespace {

using namespace komopay;

constexpr Millis kBetweenTries{120'000};
const Retries kRetries{{kBetweenTries, kBetweenTries, kBetweenTries, kBetweenTries}};

}  // namespace

Komopay::Komopay(Options options, KomopaySettings settings)
    : Sandbox(Profile{"komopay", kRetries}, std::move(options)),
      settings_(std::move(settings)),
      signing_key_(random_hex(64)) {
  forget();
  route_tokens();
  route_payins();
  route_payouts();
  route_lists();
}

void Komopay::route_tokens() {
  route("POST", "/auth-tokens", "token", [this](const Request& r) { return issue_token(r); });
  route("POST", "/auth-tokens-by-action", "token",
        [this](const Request& r) { return issue_token_by_action(r); });
}

void Komopay::route_payins() {
  const Handler options = [this](const Request& r) { return payin_options(r); };
  route("POST", "/payins/!availablePaymentOptions", "methods", options);
  route("POST", "/payins/!availablePaymentMethods", "methods", options);  // the older name
  route("POST", "/payins/{id}", "create", [this](const Request& r) { return create_payin(r); });
  route("GET", "/payins/{id}", "query", [this](const Request& r) { return query_payin(r); });
  route("GET", "/payins/{id}/accounts", "accounts",
        [this](const Request& r) { return payin_accounts(r); });
  route("POST", "/payins/{id}/!setExternalReference", "reference",
        [this](const Request& r) { return set_reference(r); });
  route("GET", "/qr/{id}", "picture", [this](const Request& r) { return picture(r); });
  route("GET", "/pages/{id}", "page", [this](const Request& r) { return page(r); });
  route("POST", "/pages/{id}", "page", [this](const Request& r) { return page(r); });
}

void Komopay::route_payouts() {
  const Handler options = [this](const Request& r) { return payout_options(r); };
  route("POST", "/payouts/!availablePaymentOptions", "payout_methods", options);
  route("POST", "/payouts/!availablePaymentMethods", "payout_methods", options);
  route("POST", "/payouts/{id}", "payout_create",
        [this](const Request& r) { return create_payout(r); });
  route("GET", "/payouts/{id}", "payout_query",
        [this](const Request& r) { return query_payout(r); });
  route("GET", "/balances", "balance", [this](const Request& r) { return balances(r); });
}

// Shapes of these are not published beyond their names.
void Komopay::route_lists() {
  const auto constant = [this](const char* path, std::string body) {
    route("GET", path, "lists", [body](const Request&) { return Response{200, body}; });
  };
  constant("/merchant-info", json::Object{}
                                 .set("merchantCode", settings_.merchant_code)
                                 .set("name", "Sandbox merchant")
                                 .set("isTest", true)
                                 .text());
  constant("/currencies", R"({"data":[{"currencyCode":"IDR"},{"currencyCode":"USD"}]})");
  constant("/segments", R"({"data":[{"segmentCode":"VIP"}]})");
  const auto none_off = [](std::string_view) { return false; };
  constant("/payment-options", komopay::options(Kind::payment, "IDR", none_off));
  constant("/payment-methods", komopay::options(Kind::payment, "IDR", none_off));
}

std::optional<Response> Komopay::admit(const Request& request) {
  if (request.operation == "picture" || request.operation == "page") return std::nullopt;
  if (request.header("x-api-version") != "2") return basic(400, "X-API-Version must be 2");
  const bool json = request.header("content-type").starts_with("application/json");
  if (request.method == "POST" && !json) return basic(400, "Content-Type must be application/json");
  if (request.operation == "token") return std::nullopt;
  return check_token(request);
}

Response Komopay::failure(int status, std::string_view text) const { return basic(status, text); }

void Komopay::forget() {
  const std::lock_guard lock(balance_mutex_);
  balances_ = {{"IDR", {settings_.balance_idr, {}}}, {"USD", {settings_.balance_usd, {}}}};
}

bool Komopay::set(std::string_view name, std::string_view value) {
  if (name == "methods_off") {
    const std::lock_guard lock(off_mutex_);
    off_ = ',' + std::string(value) + ',';
    return true;
  }
  const auto amount = Amount::parse(value);
  if (name != "balance_idr" || !amount) return false;
  const std::lock_guard lock(balance_mutex_);
  balances_["IDR"].balance = *amount;
  return true;
}

Change Komopay::apply(Entry& entry, const Action& action) {
  return entry.kind == Kind::payout ? apply_payout(entry, action) : apply_payin(entry, action);
}

Change Komopay::apply_payin(Entry& entry, const Action& action) {
  const bool late = action.late && action.name == "pay" && entry.status == "FAILED";
  if (entry.status != "PROCESSING" && !late) return {.problem = "payin is " + entry.status};
  std::string reason;
  if (action.name == "pay") {
    const Amount wanted = entry.due.is_zero() ? entry.amount : entry.due;
    entry.paid = action.amount.value_or(wanted);
    entry.paid_at = action.at;
    if (*entry.paid != wanted) reason = "DIFFERENT_AMOUNT_CONFIRMED";
  } else if (action.name == "expire") {
    reason = "ENTITY_EXPIRED";
  } else if (action.name == "fail" || action.name == "refuse") {
    reason = "PAYMENT_PROCESS_ERROR";
  } else {
    return {.problem = "this provider knows pay, expire, fail and refuse"};
  }
  entry.reason = reason;
  entry.ended_at = action.at;
  entry.status = action.name == "refuse" ? "REFUSED" : reason.empty() ? "SUCCESS" : "FAILED";
  if (entry.status == "SUCCESS") {
    const std::lock_guard lock(balance_mutex_);
    Balance& balance = balances_[entry.currency];
    balance.balance = balance.balance + entry.amount;
  }
  return {.tell = true};
}

std::optional<Callback> Komopay::callback(const Entry& entry, const Twist& twist) const {
  if (entry.callback_url.empty()) return std::nullopt;
  // There is no signature to get wrong: an impostor can only name what is not there.
  const std::string id =
      twist.forged ? "forged-" + entry.reference.substr(0, 200) : entry.reference;
  return Callback{entry.callback_url, json::Object{}.set("idEntity", id).text(), {}};
}

}  // namespace wesel::sandbox
