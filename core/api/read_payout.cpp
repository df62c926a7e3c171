#include "api/read_payout.hpp"

#include "base/limits.hpp"

namespace wesel {

using json::Value;
using std::string;

namespace {

constexpr std::size_t kBankCode = 20;  // SWIFT has 11
constexpr std::size_t kAccountType = 40;
constexpr std::string_view kCodeLetters =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
constexpr std::string_view kTypeLetters = "abcdefghijklmnopqrstuvwxyz_";

BankAccount read_account(Value part, Mistake& mistake) {
  Fields in(part, "/account", mistake);
  BankAccount out;
  if (!part.is_object()) return out;
  out.name = in.required_text("name", limits::kName);
  out.number = in.required_text("number", limits::kAccountNumber);
  out.bank_code = in.text("bank_code", kBankCode);
  out.branch = in.text("branch", limits::kName);
  out.type = in.text("type", kAccountType);
  if (!only(out.number, kDigits)) in.wrong("number", "digits only, without spaces or dashes");
  if (!only(out.bank_code, kCodeLetters)) in.wrong("bank_code", "letters and digits only");
  if (!only(out.type, kTypeLetters)) in.wrong("type", "a word such as \"savings\"");
  in.finish();
  return out;
}

}  // namespace

Result<NewPayment> read_payout(std::string_view body, const ReadContext& context) {
  const auto document = read_json(body);
  if (!document) return document.error();
  Mistake mistake;
  Fields in(document->root(), "", mistake);
  NewPayment out;
  out.kind = Kind::payout;
  out.reference = read_reference(in);
  read_money(in, out.amount);
  in.require("method");
  out.method = read_payout_method(in.part("method"), mistake);
  in.require("account");
  out.account = read_account(in.part("account"), mistake);
  out.email = read_email(in);
  out.remark = in.text("remark", limits::kDescription);
  out.callback_url = read_callback_url(in, context);
  out.metadata = read_metadata(in.part("metadata"), mistake);
  out.pin = in.text("provider", limits::kName);
  in.finish();
  if (mistake.first) return *mistake.first;
  return out;
}

}  // namespace wesel
