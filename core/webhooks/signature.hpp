// Standard Webhooks 1.0: how a merchant knows that a message is ours and fresh.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "base/secret.hpp"

namespace wesel {

// The value of webhook-signature: one "v1,<base64>" for each secret, separated by spaces. Secrets
// are "whsec_" and base64 (the configuration has checked that).
std::string sign_webhook(const std::vector<Secret>& secrets, std::string_view id, Time timestamp,
                         std::string_view body);

}  // namespace wesel
