// A payment request, from JSON to NewPayment. Pure: what the body says, checked field by field.
#pragma once

#include <string_view>

#include "api/read_parts.hpp"

namespace wesel {

// Codes invalid_json, invalid_field, unknown_field, missing_field, invalid_amount,
// unsupported_currency; `where` points at the field.
Result<NewPayment> read_payment(std::string_view body, const ReadContext& context);

// The body of a choice of method: {"method": {…}}. The same codes.
Result<Method> read_method_body(std::string_view body);

}  // namespace wesel
