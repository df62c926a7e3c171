// A payment request, from JSON to NewPayment. Pure: what the body says, checked field by field.
#pragma once

#include <string_view>

#include "engine/new_payment.hpp"
#include "wesel/json.hpp"

namespace wesel {

struct ReadContext {
  Time now;
  // Whether the merchant has a webhook secret, without which a callback_url is of no use.
  bool can_sign = false;
  // Networks that plain http and inner addresses may be used for.
  std::vector<std::string> allow_networks;
};

// Codes invalid_json, invalid_field, unknown_field, missing_field, invalid_amount,
// unsupported_currency; `where` points at the field.
Result<NewPayment> read_payment(std::string_view body, const ReadContext& context);

// The body of a choice of method: {"method": {…}}. The same codes.
Result<Method> read_method_body(std::string_view body);

// The JSON of a body, or invalid_json.
Result<json::Document> read_json(std::string_view body);

}  // namespace wesel
