// What is sent: names, paths and bodies.
#include <algorithm>

#include "protocol.hpp"

namespace komopay {

using wesel::json::Number;

namespace {

struct Named {
  string_view method, code;
};
constexpr Named kPayins[] = {{"virtual_account", "VAPAY"},
                             {"qris", "QRISPAY"},
                             {"e_wallet", "EWALLET"},
                             {"bank_transfer", "OFFLINE"},
                             {"redirect", "ONLINE"}};

Json payin_method(const Operation& op) {
  Json body;
  body.set("paymentMethodCode", method_code(op, Kind::payment));
  if (op.method() == "virtual_account")
    body.set("account", Json{}.set("accountName", account_name(op)));
  body.set_if("paymentOperatorCode", operator_code(op));
  if (is_ovo(op)) body.set("phoneNumber", international(op.customer().phone));
  return body;
}

Json payout_method(const Operation& op) {
  const BankAccount to = op.account();
  Json account;
  account.set("accountName", to.name)
      .set("accountNumber", to.number)
      .set_if("accountType", to.type)
      .set_if("bankCode", to.bank_code)
      .set_if("bankName", to.bank_name)
      .set_if("bankBranch", to.branch)
      .set_if("bankCity", to.city)
      .set_if("bankProvince", to.province);
  Json body;
  return body.set("paymentMethodCode", method_code(op, Kind::payout))
      .set("account", account)
      .set("paymentOperatorCode", operator_code(op))
      .set_if("emailAddress", op.email())
      .set_if("remark", op.remark());
}

}  // namespace

// Letters and single spaces: which other marks an account's name may have is not published (6).
std::string account_name(const Operation& op) {
  constexpr std::size_t kLongest = 64;
  std::string out;
  for (const char c : op.display_name().empty() ? op.customer().name : op.display_name())
    if ((c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'))
      out += c;
    else if (!out.empty() && out.back() != ' ')
      out += ' ';
  out.resize(std::min(out.size(), kLongest));
  if (out.ends_with(' ')) out.pop_back();
  return out.empty() ? "Customer" : out;
}

string_view method_code(const Operation& op, Kind kind) {
  if (kind == Kind::payout) return op.method() == "bank_transfer" ? "BANK_TRANSFER" : "";
  for (const Named& known : kPayins)
    if (known.method == op.method()) return known.code;
  return {};
}

string_view operator_code(const Operation& op) {
  return op.method() == "e_wallet" && op.channel_code() == "OVO" ? "ID_OVO" : op.channel_code();
}

bool is_ovo(const Operation& op) {
  return op.method() == "e_wallet" && operator_code(op) == "ID_OVO";
}

string_view method_named(string_view code) {
  for (const Named& known : kPayins)
    if (known.code == code) return known.method;
  return {};
}

std::string path_of(const Operation& op, Kind kind) {
  return (kind == Kind::payout ? "/payouts/" : "/payins/") + segment(op.attempt_id());
}

Json money_object(const Amount& amount) {
  Json money;
  return money.set("amount", Number{amount.decimal()}).set("currencyCode", amount.currency);
}

Json create_body(const Operation& op, Kind kind) {
  Json body;
  body.set("paymentRequested", Json{}.set("money", money_object(op.amount())))
      .set("paymentMethod", kind == Kind::payout ? payout_method(op) : payin_method(op))
      .set_if("callbackUrl", op.callback_url());
  if (kind == Kind::payout) return body;
  return body.set("returnUrl", op.return_url()).set_if("customerIp", op.customer().ip);
}

std::string international(string_view phone) {
  return phone.starts_with('0') ? "+62" + std::string(phone.substr(1)) : std::string(phone);
}

}  // namespace komopay
