// A payout request, from JSON to NewPayment. Pure: what the body says, checked field by field.
#pragma once

#include "api/read_parts.hpp"

namespace wesel {

// Codes invalid_json, invalid_field, unknown_field, missing_field, invalid_amount,
// unsupported_currency; `where` points at the field.
Result<NewPayment> read_payout(std::string_view body, const ReadContext& context);

}  // namespace wesel
