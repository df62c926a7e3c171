// The way back to the merchant: its return_url with what became of the payment. It proves nothing;
// the webhook does.
#pragma once

#include <string>

#include "domain/payment.hpp"

namespace wesel::checkout {

// `reference` and `status` join the query, whatever the URL has already. Empty: there is no way
// back, or none that a browser should be sent to.
std::string way_back(const Payment& payment);

}  // namespace wesel::checkout
