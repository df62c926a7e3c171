// The other side of a webhook: a merchant's server that takes what wesel tells it, verifies each
// signature as Standard Webhooks says, refuses what is not signed, and lists what it took.
#pragma once

#include <deque>
#include <mutex>
#include <string>

#include "wesel/sandbox.hpp"

namespace wesel::sandbox {

struct MerchantSettings {
  std::string secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
};

// POST /hooks takes webhooks, GET /hooks lists the newest hundred, newest first.
class Merchant final : public Sandbox {
 public:
  Merchant(Options options, MerchantSettings settings);
  ~Merchant() override { stop(); }

 protected:
  Response failure(int status, std::string_view text) const override;
  Change apply(Entry&, const Action&) override { return {"a merchant has no payments"}; }
  std::optional<Callback> callback(const Entry&, const Twist&) const override { return {}; }

 private:
  Response take(const Request& request);
  Response list() const;
  bool verified(const Request& request) const;

  std::string key_;  // of the secret, decoded
  mutable std::mutex mutex_;
  std::deque<std::string> taken_;  // JSON, newest first
};

}  // namespace wesel::sandbox
