// A payment as the text that the store keeps, and back. Every field survives the round trip; what
// a newer version wrote and this one does not know is refused rather than lost.
#pragma once

#include <string>
#include <string_view>

#include "domain/payment.hpp"

namespace wesel {

std::string to_text(const Payment& payment);
// `version` is the stored row's.
Result<Payment> payment_from_text(std::string_view text, std::int64_t version);

}  // namespace wesel
