#include "api/grant.hpp"

#include <algorithm>
#include <array>

#include "api/problem.hpp"
#include "wesel/json.hpp"

namespace wesel {

using std::string;
using std::string_view;

namespace {

constexpr auto kOperations = std::to_array<GrantedOperation>({
    {"POST /v1/payments", "payments", About::new_payment},
    {"GET /v1/payments/{id}", "payments", About::payment},
    {"GET /v1/payments/{id}/events", "payments", About::payment},
    {"POST /v1/payments/{id}/method", "payments", About::payment},
    {"POST /v1/payments/{id}/cancel", "payments", About::payment},
    {"GET /v1/methods", "", About::nothing},
    {"GET /v1/currencies", "", About::nothing},
});

// The merchant's business: where the customer is sent, who is told, who is paid through.
constexpr auto kRefusedFields =
    std::to_array<string_view>({"callback_url", "provider", "return_url", "metadata"});

string operation_name(string_view method, string_view pattern) {
  string name(method == "HEAD" ? "GET" : method);
  name += ' ';
  name += pattern;
  if (const auto at = name.find("{}"); at != string::npos) name.insert(at + 1, "id");
  return name;
}

Error another(string_view field) {
  return refuse("forbidden", "this token is for another " + string(field), "/" + string(field));
}

}  // namespace

std::span<const GrantedOperation> granted_operations() { return kOperations; }

const GrantedOperation* find_operation(string_view name) {
  const auto* found = std::find_if(kOperations.begin(), kOperations.end(),
                                   [&](const GrantedOperation& one) { return one.name == name; });
  return found == kOperations.end() ? nullptr : found;
}

bool Grant::has(string_view method, string_view pattern) const {
  return std::find(operations.begin(), operations.end(), operation_name(method, pattern)) !=
         operations.end();
}

Result<void> Grant::may_say(string_view body) {
  const auto document = json::Document::parse(body);
  for (const string_view field : kRefusedFields)
    if (document[field])
      return refuse("forbidden", "a token may not set \"" + string(field) + '"',
                    "/" + string(field));
  return {};
}

// A token without a reference or an amount is not one for creating, whatever it says.
Result<void> Grant::may_create(const NewPayment& request) const {
  if (reference.empty() || request.reference != reference) return another("reference");
  if (!amount || request.amount.currency != amount->currency) return another("currency");
  if (request.amount != *amount) return another("amount");
  return {};
}

Result<void> Grant::may_touch(const Payment& touched) const {
  const Error refused = refuse("forbidden", "this token is for another payment");
  if (payment.empty() && reference.empty()) return refused;
  if (!payment.empty() && touched.id != payment) return refused;
  if (!reference.empty() && touched.reference != reference) return refused;
  if (amount && touched.amount != *amount) return refused;
  return {};
}

}  // namespace wesel
