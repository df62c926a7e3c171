// A fake of Fazz Business v4 (Indonesia): payments, persistent payment methods, disbursements,
// banks, balance and the tasks that its own sandbox offers. Callbacks go to one URL, as registered
// in a dashboard, and are signed.
#pragma once

#include "wesel/sandbox.hpp"

namespace wesel::json {
class Document;
class Value;
}  // namespace wesel::json

namespace wesel::sandbox {

struct FazzSettings {
  std::string api_key = "test_fazz_key";
  std::string secret_key = "fazz-secret";
  std::string signing_secret = "fazz-signing";
  std::string signature_header = "Xfers-Signature";  // newer pages say X-Xfers-Signature
  std::string callback_url;                          // none: no callbacks
  bool tell_ends = false;  // not proven: callbacks of expired, cancelled and failed payments
  Amount balance_idr = Amount::whole(1'000'000'000);
};

class Fazz final : public Sandbox {
 public:
  explicit Fazz(Options options, FazzSettings settings = {});
  ~Fazz() override { stop(); }

 private:
  std::optional<Response> admit(const Request& request) override;
  Response failure(int status, std::string_view text) const override;
  Change apply(Entry& entry, const Action& action) override;
  std::optional<Callback> callback(const Entry& entry, const Twist& twist) const override;
  bool set(std::string_view name, std::string_view value) override;
  void forget() override;

  // payments.cpp
  Response create_payment(const Request& request);
  Response query(Kind kind, const Request& request);
  Response list(Kind kind, const Request& request);
  Response picture(const Request& request);
  Entry open_payment(const json::Value& attributes);
  Change apply_payment(Entry& entry, const Action& action);

  // methods.cpp
  Response create_method(const Request& request);
  Response query_method(const Request& request);
  Response payments_of_method(const Request& request);
  Response pay_method(const Request& request);

  // disbursements.cpp
  Response create_disbursement(const Request& request);
  Change apply_disbursement(Entry& entry, const Action& action);
  Response banks() const;
  Response balance_overview();
  Response validate_account(const Request& request);

  Response task(Kind kind, const Request& request);
  Response created_or_replayed(Entry entry, const std::string& fingerprint);
  void route_payments();
  void route_methods();
  void route_disbursements();

  FazzSettings settings_;
  const std::string authorization_;
  mutable std::mutex mutex_;  // over callback_url_ and the balance
  std::string callback_url_;
  std::atomic<bool> tell_ends_;
  Amount available_, pending_;
};

}  // namespace wesel::sandbox
