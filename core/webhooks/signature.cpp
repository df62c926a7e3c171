#include "webhooks/signature.hpp"

#include "base/bytes.hpp"

namespace wesel {

std::string sign_webhook(const std::vector<Secret>& secrets, std::string_view id, Time timestamp,
                         std::string_view body) {
  static constexpr std::string_view kPrefix = "whsec_";
  std::string message(id);
  message += '.';
  message += std::to_string(to_ms(timestamp) / 1000);
  message += '.';
  message += body;
  std::string value;
  for (const Secret& secret : secrets) {
    const std::string_view text = secret.reveal();
    const auto key = from_base64(text.substr(text.starts_with(kPrefix) ? kPrefix.size() : 0));
    if (!key) continue;
    if (!value.empty()) value += ' ';
    value += "v1," + to_base64(as_text(hmac_sha256(*key, message)));
  }
  return value;
}

}  // namespace wesel
