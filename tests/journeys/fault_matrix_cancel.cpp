// Faults while a payment is cancelled or, in the sandbox, simulated: what only the merchant sets
// off and only the provider's word ends.
#include "journeys/fault_matrix_faults.hpp"

namespace wesel::journeys::matrix {

using std::string;

namespace {

constexpr const char* kDone = "Cancel: the provider is asked where it can";
constexpr const char* kDoubt = "Cancel: in doubt 202, unchanged until it is known";
constexpr const char* kRefused = "Cancel: refused, so it waits for money as before";
constexpr const char* kPaid = "Cancel: the provider says paid, so it is paid";
constexpr const char* kOurs = "Cancel: it cannot, so it is cancelled here alone";

Row cancelled(const Fault& fault, const char* at_once, int sent, const char* rule) {
  return {Story::cancel,
          "komerce",
          "cancel",
          fault,
          {at_once, "cancelled", "komerce cancelled", sent, "CANCELED", "pending, cancelled", ""},
          rule};
}

Row waiting(const Fault& fault) {
  return {Story::cancel,
          "komerce",
          "cancel",
          fault,
          {"409 not_cancellable", "pending", "komerce pending", 1, "PENDING", "pending", ""},
          kRefused};
}

Row ended(const Fault& fault, const char* action, const char* at_once, const char* status,
          const char* book, const char* rule) {
  return {Story::cancel,
          "komerce",
          "cancel",
          fault,
          {at_once, status, string("komerce ") + status, 1, book, string("pending, ") + status, ""},
          rule,
          "",
          {{action}}};
}

// Nothing is asked there, so no fault can matter.
Row ours(const char* provider, const char* book) {
  return {Story::cancel,
          provider,
          "*",
          always(k500),
          {"200 cancelled", "cancelled", string(provider) + " cancelled", 0, book,
           "pending, cancelled", ""},
          kOurs};
}

constexpr const char* kThere = "API: through the provider's sandbox where it has an API for it";
constexpr const char* kHere = "API: else applied by the engine";
constexpr const char* kUndone = "Law 8: what the provider did not do was not paid";
constexpr const char* kCame = "Callbacks: the provider tells what it did";

Row simulated(const Fault& fault, const char* status, int sent, const char* book,
              const char* rule) {
  const string told = string(status) == "paid" ? "pending, paid" : "pending";
  return {Story::simulate,
          "fazz",
          "simulate",
          fault,
          {"200", status, string("fazz ") + status, sent, book, told, ""},
          rule,
          "",
          {{"simulate", "paid"}}};
}

Row paid_there(const Fault& fault, const char* rule = kCame) {
  return simulated(fault, "paid", 1, "paid", rule);
}

Row not_paid(const Fault& fault, int sent) {
  return simulated(fault, "pending", sent, "pending", kUndone);
}

Row pretended(const char* provider, const char* status, const char* book) {
  Row row{
      Story::simulate,
      provider,
      "simulate",
      kNone,
      {"200", status, string(provider) + " " + status, 0, book, string("pending, ") + status, ""},
      kHere,
      "",
      {{"simulate", status}}};
  row.pretended = true;
  return row;
}

}  // namespace

Rows cancel_rows() {
  Rows rows = {
      cancelled(kNone, "200 cancelled", 1, kDone),
      cancelled(kSlow, "200 cancelled", 1, kDone),
      waiting(k429),
      waiting(k429Wait),
      waiting(k400),
      waiting(k401),
      waiting(k403),
      ended(kNone, "expire", "409 not_cancellable", "expired", "EXPIRED", kRefused),
      ended(kNone, "pay", "409 not_cancellable", "paid", "PAID", kPaid),
      ended(k500, "pay", "202 pending", "paid", "PAID", kPaid),
      ended(kSilence, "pay", "202 pending", "paid", "PAID", kPaid),
      ended(k500, "expire", "202 pending", "expired", "EXPIRED", kDoubt),
      ours("komopay", "PROCESSING"),
      ours("fazz", "pending"),
      cancelled(kRefuse, "202 pending", 0, kDoubt),
  };
  for (const Fault& fault : {kLate, kReset, kDoneReset, k500, kDone500, k503, k408, kSilence,
                             kDoneSilence, kGarbled, kTruncated, kOversized, kHtml200, kHtml502})
    rows.push_back(cancelled(fault, "202 pending", 1, kDoubt));
  return rows;
}

Rows simulate_rows() {
  Rows rows = {paid_there(kNone, kThere), paid_there(kSlow, kThere), not_paid(kRefuse, 0),
               not_paid(kHtml200, 1)};
  for (const Fault& fault :
       {kLate, kDoneReset, kDone500, kDoneSilence, kGarbled, kTruncated, kOversized})
    rows.push_back(paid_there(fault));
  for (const Fault& fault :
       {kReset, k500, k503, k408, kSilence, k429, k429Wait, k400, k401, k403, kHtml502})
    rows.push_back(not_paid(fault, 1));
  Row completed = paid_there(kNone, kThere);
  completed.steps = {{"simulate", "completed"}};
  completed.expected = {
      "200", "completed", "fazz completed", 2, "completed", "pending, paid, completed", ""};
  rows.push_back(completed);
  for (const char* status : {"paid", "completed", "expired", "failed"}) {
    Row at_komerce = pretended("komerce", status, "PENDING");
    Row at_komopay = pretended("komopay", status, "PROCESSING");
    for (Row* row : {&at_komerce, &at_komopay})
      if (string(status) == "completed") row->expected.told = "pending, paid, completed";
    rows.push_back(at_komerce);
    rows.push_back(at_komopay);
  }
  rows.push_back(pretended("fazz", "expired", "pending"));
  rows.push_back(pretended("fazz", "failed", "pending"));
  return rows;
}

}  // namespace wesel::journeys::matrix
