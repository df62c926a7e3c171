// Fazz's answers: errors by code, payments, persistent methods and disbursements.
#include "wire.hpp"

namespace wesel::sandbox::fazz {

namespace {

using json::Object;
using json::Value;

constexpr int kJakarta = 7 * 60;

int status_of(std::string_view code) {
  if (code == "001" || code == "006") return 500;
  if (code == "002") return 401;
  if (code == "003") return 403;
  if (code == "004") return 404;
  return 400;
}

std::string_view title_of(std::string_view code) {
  if (code == "001") return "Internal error";
  if (code == "002") return "Access denied";
  if (code == "003") return "Feature not supported";
  if (code == "004") return "Record not found";
  if (code == "005") return "Invalid parameters";
  if (code == "TXN0001") return "Insufficient funds";
  return "Unknown error";
}

Object instructions(const Entry& entry) {
  Object out;
  if (entry.method == "retail_outlet") {
    out.set("retailOutletName", entry.field("outlet")).set("paymentCode", entry.field("code"));
  } else if (entry.method == "virtual_bank_account") {
    out.set("bankShortCode", entry.field("bank")).set("accountNo", entry.field("account_no"));
  } else if (entry.method == "qris") {
    out.set("imageUrl", entry.field("image_url"));
  }
  return out.set("displayName", entry.field("display_name"));
}

Object payment_method(const Entry& entry) {
  Object out;
  out.set("id", entry.field("method_id"))
      .set("type", entry.field("type"))
      .set("referenceId", entry.reference);
  if (entry.method != "e-wallet") return out.set("instructions", instructions(entry));
  return out.set("instructions", Object{})
      .set("settlement", Object{}
                             .set("httpUrl", entry.field("http_url"))
                             .set("afterSettlementUrl", entry.field("after_url")));
}

Object described(Object out, const Entry& entry) {
  if (entry.field("description").empty()) return out.set_null("description");
  return out.set("description", entry.field("description"));
}

Object payment(const Entry& entry) {
  Object out;
  out.set("status", entry.status)
      .set("amount", entry.paid.value_or(entry.amount).text(1))
      .set("currency", entry.currency)
      .set("createdAt", format_time(entry.created, kJakarta));
  out = described(out, entry);
  if (entry.expires) out.set("expiredAt", format_time(*entry.expires));
  return out.set("referenceId", entry.reference)
      .set("fees", "4400.0")
      .set("paymentMethod", payment_method(entry));
}

Object disbursement(const Entry& entry) {
  const Bank* to = bank(entry.field("bank"));
  Object method;
  method.set("type", "bank_transfer")
      .set("bankAccountNo", entry.field("account_no"))
      .set("bankShortCode", entry.field("bank"))
      .set("bankName", to ? to->name : "")
      .set("bankAccountHolderName", entry.field("holder"))
      .set("serverBankAccountHolderName", entry.field("holder"));
  Object out;
  out.set("referenceId", entry.reference);
  out = described(out, entry);
  out.set("amount", entry.amount.text(1))
      .set("currency", entry.currency)
      .set("status", entry.status)
      .set("createdAt", format_time(entry.created, kJakarta))
      .set("fees", "2500.0");
  if (entry.reason.empty())
    out.set_null("failureReason");
  else
    out.set("failureReason", entry.reason);
  return out.set("disbursementMethod", method);
}

Object method(const Entry& entry) {
  return Object{}.set("referenceId", entry.reference).set("instructions", instructions(entry));
}

}  // namespace

Response error(std::string_view code, std::string_view detail) {
  const Object one = Object{}.set("code", code).set("title", title_of(code)).set("detail", detail);
  return {status_of(code), Object{}.set("errors", json::Array{}.add(one)).text()};
}

Response invalid(std::string_view detail) { return error("005", detail); }

json::Object object(const Entry& entry) {
  Object data;
  data.set("id", entry.id);
  switch (entry.kind) {
    case Kind::payment: return data.set("type", "payment").set("attributes", payment(entry));
    case Kind::payout:
      return data.set("type", "disbursement").set("attributes", disbursement(entry));
    case Kind::method: break;
  }
  return data.set("type", entry.field("type")).set("attributes", method(entry));
}

json::Object object(Entry entry, const Twist& twist) {
  if (!twist.status.empty()) entry.status = twist.status;
  if (twist.amount) entry.amount = *twist.amount;
  if (twist.amount && entry.paid) entry.paid = twist.amount;
  return object(entry);
}

Response shown(int status, const Entry& entry) {
  return {status, Object{}.set("data", object(entry)).text()};
}

std::string fingerprint(const Value& value) {
  if (!value.is_object()) {
    const auto truth = value.boolean();
    return truth ? (*truth ? "true" : "false") : std::string(value.scalar());
  }
  std::map<std::string, std::string> members;
  for (Value v = value.first(); v; v = v.next()) {
    members[std::string(v.key())] = fingerprint(v);
  }
  Object out;
  for (const auto& [key, text] : members) out.set(key, text);
  return out.text();
}

}  // namespace wesel::sandbox::fazz
