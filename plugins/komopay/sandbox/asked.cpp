// KomoPay's rules for what may be asked: money, methods, operators, accounts, URLs.
#include "asked.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <array>

namespace wesel::sandbox::komopay {

namespace {

using json::Value;

constexpr std::array kBanks = {
    Operator{"BNK_000", "BCA", "014"}, Operator{"BNK_001", "MANDIRI", "008"},
    Operator{"BNK_002", "BRI", "002"}, Operator{"BNK_003", "BNI", "009"}};
constexpr std::array kPayoutBanks = {Operator{"IDR_003", "PERMATA", "013"}};
constexpr std::array kWallets = {Operator{"ID_OVO", "OVO", ""}, Operator{"ID_DANA", "DANA", ""},
                                 Operator{"ID_SHOPEEPAY", "ShopeePay", ""},
                                 Operator{"ID_LINKAJA", "LinkAja", ""}};
constexpr std::array kPayinMethods = {"OFFLINE",     "ONLINE",  "VAPAY",
                                      "VAPAY_VERIF", "QRISPAY", "EWALLET"};
// Of other countries: known, but no channel is open for them here.
constexpr std::array kClosedMethods = {
    "QRPH", "PROMPTPAY",  "DUITNOW",     "VIETQR",         "UPIID",        "UPIQR", "P2A_V2",
    "IMPS", "NETBANKING", "CAPITEC_PAY", "CRYPTO_OFFLINE", "MOBILE_MONEY", "PAY_ME"};

template <class List>
bool contains(const List& list, std::string_view what) {
  return std::any_of(list.begin(), list.end(), [&](std::string_view one) { return one == what; });
}

template <class List>
const Operator* among(const List& list, std::string_view code) {
  for (const Operator& one : list) {
    if (one.code == code) return &one;
  }
  return nullptr;
}

bool is_digits(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

bool is_account_name(std::string_view text) {
  return !text.empty() && text.size() <= 64 &&
         std::all_of(text.begin(), text.end(), [](unsigned char c) {
           return std::isalpha(c) || c > 0x7f ||
                  std::string_view(" .,'-/()&").find(c) != std::string_view::npos;
         });
}

bool is_phone(std::string_view text) {
  if (text.size() < 7 || text.size() > 16) return false;
  return is_digits(text.starts_with('+') ? text.substr(1) : text);
}

bool is_ip(const std::string& text) {
  unsigned char out[16];
  return inet_pton(AF_INET, text.c_str(), out) == 1 || inet_pton(AF_INET6, text.c_str(), out) == 1;
}

std::size_t decimals(Amount amount) {
  const std::string text = amount.text();
  const std::size_t point = text.find('.');
  return point == std::string::npos ? 0 : text.size() - point - 1;
}

// Text members that must be strings where they are there at all.
struct Texts {
  const Value& from;
  std::string wrong;
  Texts& take(const char* name, std::string& into) {
    const Value value = from[name];
    if (value && !value.is_string()) wrong = name;
    into = value.text();
    return *this;
  }
};

std::optional<Response> read_method(const Value& method, Asked& asked) {
  if (!method.is_object()) return basic(400, "paymentMethod is required");
  const Value account = method["account"];
  if (account && !account.is_object()) return basic(400, "account must be an object");
  Texts texts{method, {}};
  texts.take("paymentMethodCode", asked.method)
      .take("paymentOperatorCode", asked.operator_code)
      .take("emailAddress", asked.email)
      .take("phoneNumber", asked.phone);
  Texts parts{account, {}};
  parts.take("accountName", asked.account_name)
      .take("accountNumber", asked.account_number)
      .take("accountType", asked.account_type)
      .take("bankCode", asked.bank_code)
      .take("bankName", asked.bank_name)
      .take("bankBranch", asked.bank_branch)
      .take("bankCity", asked.bank_city)
      .take("bankProvince", asked.bank_province);
  const std::string& wrong = texts.wrong.empty() ? parts.wrong : texts.wrong;
  if (!wrong.empty()) return basic(400, wrong + " must be a string");
  if (asked.method.empty()) return basic(400, "paymentMethod.paymentMethodCode is required");
  if (!asked.account_name.empty() && !is_account_name(asked.account_name)) {
    return basic(400, "account.accountName is invalid");
  }
  if (!asked.phone.empty() && !is_phone(asked.phone)) return basic(400, "phoneNumber is invalid");
  return std::nullopt;
}

std::optional<Response> read_frame(const json::Document& body, Asked& asked) {
  if (!body.ok() || !body.root().is_object()) return basic(400, "invalid JSON");
  const Value wanted = body["paymentRequested"];
  if (auto refusal = read_money(wanted, asked.money)) return refusal;
  asked.segment = wanted["segmentCode"].text();
  if (auto refusal = read_method(body["paymentMethod"], asked)) return refusal;
  asked.callback_url = body["callbackUrl"].text();
  const bool good_url = looks_like_url(asked.callback_url) && asked.callback_url.size() <= 1000;
  if (body["callbackUrl"] && !good_url) return basic(400, "callbackUrl is invalid");
  if (body["customerIp"] && !is_ip(std::string(body["customerIp"].text()))) {
    return business("CLIENT_IP_INVALID", "customerIp");
  }
  return std::nullopt;
}

std::optional<Response> check_operator(const Asked& asked, bool fits, bool required) {
  const std::string_view attribute = "paymentMethod.paymentOperatorCode";
  if (asked.operator_code.empty()) {
    return required ? std::optional(business("PAYMENT_OPERATOR_REQUIRED", attribute))
                    : std::nullopt;
  }
  if (operator_of(asked.operator_code) == nullptr) {
    return business("PAYMENT_OPERATOR_NOT_FOUND", attribute);
  }
  if (!fits) return business("PAYMENT_OPERATOR_INVALID", attribute);
  return std::nullopt;
}

std::optional<Response> check_payin_method(const Asked& asked) {
  const std::string_view attribute = "paymentMethod.paymentMethodCode";
  const bool bank = among(kBanks, asked.operator_code) != nullptr;
  const bool wallet = among(kWallets, asked.operator_code) != nullptr;
  if (!contains(kPayinMethods, asked.method)) {
    return business(contains(kClosedMethods, asked.method) ? "PAYMENT_CHANNEL_NO_ACTIVE_FOUND"
                                                           : "PAYMENT_METHOD_NOT_FOUND",
                    attribute);
  }
  const bool transfer = asked.method == "OFFLINE" || asked.method == "ONLINE";
  if (asked.money.currency != "IDR" && !transfer) {
    return business("PAYMENT_CHANNEL_NO_ACTIVE_FOUND", attribute);
  }
  if (transfer) return check_operator(asked, bank, false);
  if (asked.method == "EWALLET") {
    if (auto refusal = check_operator(asked, wallet, true)) return refusal;
    const bool push = asked.operator_code == "ID_OVO";
    if (push && asked.phone.empty()) return basic(400, "phoneNumber is required");
    return std::nullopt;
  }
  if (asked.method == "QRISPAY") return std::nullopt;
  if (asked.method == "VAPAY" && asked.account_name.empty()) {
    return basic(400, "account.accountName is required");
  }
  const bool number_needed = asked.method == "VAPAY_VERIF";
  if ((number_needed || !asked.account_number.empty()) && !is_digits(asked.account_number)) {
    return basic(400, "account.accountNumber is invalid");
  }
  return check_operator(asked, bank, true);
}

json::Object option(std::string_view method, const json::Array& operators) {
  json::Object out;
  out.set("paymentMethodCode", method);
  return operators.empty() ? out : out.set("paymentOperators", operators);
}

template <class List>
json::Array& add_all(json::Array& out, const List& list, const Off& off) {
  for (const Operator& one : list) {
    if (off(one.code)) continue;
    out.add(json::Object{}.set("code", one.code).set("name", one.name));
  }
  return out;
}

}  // namespace

bool good_id(std::string_view id) {
  return !id.empty() && id.size() <= 250 && std::all_of(id.begin(), id.end(), [](unsigned char c) {
    return std::isalnum(c) || c == '_' || c == '-';
  });
}

const Operator* operator_of(std::string_view code) {
  if (const Operator* found = among(kBanks, code)) return found;
  if (const Operator* found = among(kPayoutBanks, code)) return found;
  return among(kWallets, code);
}

std::string options(Kind kind, const std::string& currency, const Off& off) {
  json::Array banks, wallets, list;
  const auto add = [&](std::string_view method, const json::Array& operators) {
    if (!off(method)) list.add(option(method, operators));
  };
  add_all(banks, kBanks, off);
  add_all(wallets, kWallets, off);
  if (kind == Kind::payout) {
    add("BANK_TRANSFER", add_all(banks, kPayoutBanks, off));
    if (currency == "IDR") add("WALLET_TRANSFER", wallets);
    return json::Object{}.set("data", list).text();
  }
  add("OFFLINE", banks);
  add("ONLINE", banks);
  if (currency == "IDR") {
    add("VAPAY", banks);
    add("QRISPAY", {});
    add("EWALLET", wallets);
  }
  return json::Object{}.set("data", list).text();
}

std::optional<Response> read_money(const Value& wanted, Money& money) {
  const Value given = wanted["money"];
  const std::optional<Amount> amount = Amount::parse(given["amount"].scalar());
  if (!given["amount"].is_number() || !amount || amount->is_zero()) {
    return basic(400, "money.amount must be a number greater than zero");
  }
  money = {*amount, std::string(given["currencyCode"].text())};
  if (money.currency.size() < 3) return basic(400, "money.currencyCode is required");
  if (money.currency != "IDR" && money.currency != "USD") {
    return business("CURRENCY_NOT_SUPPORTED", "paymentRequested.money.currencyCode");
  }
  if (decimals(*amount) > (money.currency == "IDR" ? 0u : 2u)) {
    return business("CURRENCY_PRECISION_EXCEEDED", "paymentRequested.money.amount");
  }
  const std::string_view segment = wanted["segmentCode"].text();
  if (!segment.empty() && segment != "VIP") {
    return business("SEGMENT_CODE_INVALID", "paymentRequested.segmentCode");
  }
  return std::nullopt;
}

std::optional<Response> check_limits(const Money& money, const KomopaySettings& settings) {
  if (money.currency != "IDR") return std::nullopt;
  if (money.amount >= settings.least_idr && money.amount <= settings.most_idr) return std::nullopt;
  return business("PAYMENT_CHANNEL_AMOUNT_LIMITS", "paymentRequested.money.amount");
}

std::optional<Response> read_payin(const json::Document& body, Asked& asked) {
  if (auto refusal = read_frame(body, asked)) return refusal;
  asked.return_url = body["returnUrl"].text();
  if (!looks_like_url(asked.return_url) || asked.return_url.size() > 1000) {
    return basic(400, "returnUrl is required");
  }
  if (auto refusal = check_payin_method(asked)) return refusal;
  if (!asked.email.empty() && !looks_like_email(asked.email)) {
    return business("EMAIL_INVALID", "paymentMethod.emailAddress");
  }
  return std::nullopt;
}

std::optional<Response> read_payout(const json::Document& body, Asked& asked) {
  if (auto refusal = read_frame(body, asked)) return refusal;
  if (asked.method == "BANK_TRANSFER") {
    if (asked.account_name.empty()) return basic(400, "account.accountName is required");
    if (asked.account_number.empty()) return basic(400, "account.accountNumber is required");
    const bool bank = among(kBanks, asked.operator_code) != nullptr ||
                      among(kPayoutBanks, asked.operator_code) != nullptr;
    return check_operator(asked, bank, true);
  }
  if (asked.method == "WALLET_TRANSFER") {
    const std::size_t at = asked.account_number.find('@');
    const bool wrong = asked.account_number.size() > 100 || at == std::string::npos || at == 0 ||
                       at + 1 == asked.account_number.size();
    if (wrong) return basic(400, "account.accountNumber is invalid");
    return check_operator(asked, among(kWallets, asked.operator_code) != nullptr, false);
  }
  return business(asked.method == "CRYPTO_TRANSFER" ? "PAYMENT_CHANNEL_NO_ACTIVE_FOUND"
                                                    : "PAYMENT_METHOD_NOT_FOUND",
                  "paymentMethod.paymentMethodCode");
}

}  // namespace wesel::sandbox::komopay
