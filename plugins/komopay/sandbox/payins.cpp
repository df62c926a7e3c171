// KomoPay's payins: options, create with its two forms of answer, query, accounts, the reference
// that a customer types in, and the pages and pictures that answers point to.
#include <fmt/format.h>

#include "asked.hpp"

namespace wesel::sandbox {

namespace {

using json::Document;
using json::Object;
using namespace komopay;

constexpr Millis kLasts{2 * 3'600 * 1000};  // as in the samples

bool redirects(const Entry& entry) { return !entry.field("redirect").empty(); }

Object account_of(const Entry& entry) {
  const Operator* bank = operator_of(entry.field("operator"));
  return Object{}
      .set("accountName", entry.field("receiver_name"))
      .set("accountNumber", entry.field("receiver_number"))
      .set("bankCode", bank ? bank->bank_code : "014")
      .set("bankName", bank ? bank->name : "BCA")
      .set("bankBranch", "Jakarta");
}

void add_operator(Object& out, const Entry& entry) {
  const Operator* found = operator_of(entry.field("operator"));
  if (found == nullptr) return;
  out.set("paymentOperator", Object{}.set("code", found->code).set("name", found->name));
}

void add_virtual_account(Object& out, const Entry& entry) {
  Object customer;
  customer.set("accountName", entry.field("account_name"))
      .set_if("accountNumber", entry.field("account_number"));
  out.set("account", account_of(entry)).set("accountCustomer", customer);
  add_operator(out, entry);
  out.set("paymentInstructionList",
          json::Array{}.add(Object{}.set("bankingService", "ATM").set("companyCode", "88908")));
}

Object method_response(const Entry& entry) {
  Object out;
  out.set("idPayin", entry.reference)
      .set("idPayment", entry.id)
      .set("paymentMethodCode", entry.method)
      .set("money", Money{entry.amount, entry.currency}.json())
      .set("reference", entry.field("reference"))
      .set("returnUrl", entry.field("return_url"))
      .set("acceptedAt", zulu(entry.created))
      .set("expireAt", zulu(*entry.expires));
  if (entry.method == "VAPAY" || entry.method == "VAPAY_VERIF") {
    add_virtual_account(out, entry);
  } else if (entry.method == "QRISPAY") {
    out.set("merchantName", "Sandbox merchant")
        .set("qrName", "QRIS")
        .set("qrCode", entry.field("qr_url"));
  } else if (entry.method == "EWALLET") {
    out.set("merchantName", "Sandbox merchant");
    add_operator(out, entry);
  } else {
    out.set("account", account_of(entry));
    if (!entry.due.is_zero()) out.set("moneyRequired", Money{entry.due, entry.currency}.json());
  }
  const std::string& typed = entry.field("external_reference");
  if (!typed.empty()) out.set("externalReference", Object{}.set("reference", typed));
  return out;
}

// Offline transfers are told apart by an amount that nobody else was asked for.
Amount unique_amount(const Money& money, std::uint64_t number) {
  const std::string small = fmt::format("0.{:02}", number % 99 + 1);
  const Amount extra = money.currency == "IDR"
                           ? Amount::whole(static_cast<std::int64_t>(number % 999 + 1))
                           : *Amount::parse(small);
  return money.amount + extra;
}

Object accounts(const Entry& entry, const std::string& name, const std::string& number) {
  Object out;
  out.set_if("accountName", name)
      .set_if("accountNumber", number)
      .set_if("bankName", entry.field("bank_name"))
      .set_if("bankCode", entry.field("bank_code"));
  add_operator(out, entry);
  return out;
}

}  // namespace

Response Komopay::payin_options(const Request& request) {
  const Document body = Document::parse(request.body);
  if (!body.ok() || !body.root().is_object()) return basic(400, "invalid JSON");
  Money money;
  if (auto refusal = read_money(body.root(), money)) return *refusal;
  if (auto refusal = check_limits(money, settings_)) return *refusal;
  const auto out = [this](std::string_view code) { return off(code); };
  return {200, komopay::options(Kind::payment, money.currency, out)};
}

bool Komopay::off(std::string_view code) const {
  const std::lock_guard lock(off_mutex_);
  return off_.find(',' + std::string(code) + ',') != std::string::npos;
}

Response Komopay::create_payin(const Request& request) {
  const std::string& id = request.parts[0];
  if (!good_id(id)) return basic(400, "idPayin is invalid");
  Asked asked;
  const std::optional<Response> refusal = read_payin(Document::parse(request.body), asked);
  if (refusal && refusal->status == 400) return *refusal;
  const Response duplicate = basic(409, "Merchant Order ID duplicated; payment not accepted");
  if (ledger().find(Kind::payment, id)) return duplicate;
  if (refusal) return *refusal;
  if (auto beyond = check_limits(asked.money, settings_)) return *beyond;
  if (off(asked.method) || (!asked.operator_code.empty() && off(asked.operator_code))) {
    return business("PAYMENT_OPERATOR_UNAVAILABLE", "paymentMethod.paymentOperatorCode");
  }
  if (!token_fits_money(request, asked.money)) return basic(403, "money is not as in the token");
  const Entry entry = open_payin(id, asked);
  if (!remember(entry)) return duplicate;
  Object answer;
  answer.set("paymentRequested", requested(entry));
  if (redirects(entry)) {
    const bool post = settings_.redirect_method == "POST";
    answer.set("redirectTo", Object{}
                                 .set("method", settings_.redirect_method)
                                 .set("url", entry.field("redirect"))
                                 .set_if("data", post ? "session=" + entry.id : ""));
  } else {
    answer.set("paymentMethodResponse", method_response(entry));
  }
  Response response{201, answer.text()};
  response.created = entry.id;
  return response;
}

Entry Komopay::open_payin(const std::string& id, const Asked& asked) {
  const std::uint64_t number = ledger().next_number();
  Entry entry;
  entry.id = fmt::format("kp-{}", number);
  entry.reference = id;
  entry.method = asked.method;
  entry.status = "PROCESSING";
  entry.amount = asked.money.amount;
  entry.currency = asked.money.currency;
  entry.created = std::chrono::system_clock::now();
  entry.expires = entry.created + lasting(kLasts);
  entry.callback_url = asked.callback_url;
  entry.fields = {{"operator", asked.operator_code},
                  {"segment", asked.segment},
                  {"account_name", asked.account_name},
                  {"account_number", asked.account_number},
                  {"bank_name", asked.bank_name},
                  {"bank_code", asked.bank_code},
                  {"return_url", asked.return_url},
                  {"reference", fmt::format("VA{}", number % 100'000'000)},
                  {"receiver_name", "PT SANDBOX MERCHANT"},
                  {"receiver_number", fmt::format("8808{:012}", number % 1'000'000'000'000)}};
  if (asked.method == "QRISPAY") entry.fields["qr_url"] = url() + "/qr/" + entry.id;
  const bool wallet_page = asked.method == "EWALLET" && asked.operator_code != "ID_OVO";
  if (wallet_page || asked.method == "ONLINE") {
    entry.fields["redirect"] = url() + "/pages/" + entry.id;
  }
  if (asked.method == "OFFLINE") entry.due = unique_amount(asked.money, number);
  return entry;
}

Response Komopay::query_payin(const Request& request) {
  const auto entry = ledger().find(Kind::payment, request.parts[0]);
  if (!entry || entry->reference != request.parts[0]) return basic(410, "payment not found");
  return {200, detail(*entry, method_response(*entry))};
}

Response Komopay::payin_accounts(const Request& request) {
  const auto entry = ledger().find(Kind::payment, request.parts[0]);
  if (!entry || entry->reference != request.parts[0]) return basic(410, "payment not found");
  Object answer;
  answer.set("customerAccountRequest",
             accounts(*entry, entry->field("account_name"), entry->field("account_number")));
  answer.set("customerAccountProcess",
             entry->paid ? accounts(*entry, "SANDBOX CUSTOMER", "11223344") : Object{});
  return {200, answer.text()};
}

Response Komopay::set_reference(const Request& request) {
  const Document body = Document::parse(request.body);
  const std::string reference(body["reference"].text());
  if (reference.empty() || reference.size() > 512) return basic(400, "reference is invalid");
  const auto found = ledger().find(Kind::payment, request.parts[0]);
  if (!found || found->reference != request.parts[0]) return basic(410, "payment not found");
  ledger().change(Kind::payment, found->id,
                  [&](Entry& entry) { entry.fields["external_reference"] = reference; });
  return {204, ""};
}

Response Komopay::picture(const Request& request) {
  const auto entry = ledger().find(Kind::payment, request.parts[0]);
  if (!entry) return {404, "", "text/plain"};
  return {200, qris_picture(qris_code("SANDBOX MERCHANT", entry->amount, entry->id)),
          "image/svg+xml"};
}

Response Komopay::page(const Request& request) {
  const auto entry = ledger().find(Kind::payment, request.parts[0]);
  if (!entry) return {404, "", "text/plain"};
  constexpr const char* kPage =
      R"(<!doctype html><title>Sandbox bank</title><h1>{} {}</h1>)"
      R"(<form method="post" action="/_sandbox/payments/{}/pay"><button>Pay</button></form>)"
      R"(<p><a href="{}">Back to the shop</a></p>)";
  return {200,
          fmt::format(kPage, entry->currency, entry->amount.text(), entry->id,
                      entry->field("return_url")),
          "text/html"};
}

}  // namespace wesel::sandbox
