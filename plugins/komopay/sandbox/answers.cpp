// The shapes of KomoPay's answers: errors and the detail of a payin or payout.
#include "asked.hpp"

namespace wesel::sandbox::komopay {

namespace {

using json::Number;
using json::Object;

// Not published: a fixed one a payment.
Money fee(const Entry& entry) {
  if (entry.currency == "IDR") return {Amount::whole(2'500), "IDR"};
  return {*Amount::parse("0.1"), entry.currency};
}

Object process(const Entry& entry) {
  Object out;
  out.set("status", entry.status);
  if (!entry.reason.empty() && entry.ended_at) {
    out.set("failureReasons", Object{}
                                  .set("failedAt", zulu(*entry.ended_at))
                                  .set("failureReasonCode", entry.reason)
                                  .set_if("message", entry.field("failure_message")));
  }
  out.set("createdAt", zulu(entry.created));
  if (entry.ended_at) out.set("processedAt", zulu(*entry.ended_at));
  return out.set("isTest", true)
      .set("processorStatus", entry.status == "PROCESSING" ? "ACCEPTED" : "PROCESSED");
}

}  // namespace

json::Object Money::json() const {
  return Object{}.set("amount", Number{amount.text()}).set("currencyCode", currency);
}

Response basic(int status, std::string_view description) {
  return {status, Object{}.set("description", description).text()};
}

Response business(std::string_view code, std::string_view attribute) {
  std::string words(code);
  for (char& c : words) c = c == '_' ? ' ' : static_cast<char>(std::tolower(c));
  const Object error =
      Object{}.set("code", code).set("description", words).set_if("attrCode", attribute);
  return {406, json::Array{}.add(error).text()};
}

json::Object requested(const Entry& entry) {
  return Object{}
      .set("money", Money{entry.amount, entry.currency}.json())
      .set_if("segmentCode", entry.field("segment"));
}

std::string detail(const Entry& entry, const json::Object& method_response) {
  return Object{}
      .set("paymentRequested", requested(entry))
      .set("process", process(entry))
      .set("fee", fee(entry).json())
      .set("paymentMethodResponse", method_response)
      .text();
}

std::string zulu(Time time) { return format_time(time, 0, 3); }

}  // namespace wesel::sandbox::komopay
