// A fake of KomoPay: tokens, payins, payouts, balances, unsigned callbacks. It is written from the
// provider's pages and follows the newer description where the two disagree.
#pragma once

#include "wesel/sandbox.hpp"

namespace wesel::json {
class Document;
}

namespace wesel::sandbox {

namespace komopay {
struct Asked;
struct Money;
}  // namespace komopay

struct KomopaySettings {
  std::string merchant_code = "YOUR_MERCHANT_CODE";
  std::string secret = "komopay-secret";
  Amount least_idr = Amount::whole(10'000);  // limits of the channels
  Amount most_idr = Amount::whole(100'000'000);
  Amount balance_idr = Amount::whole(1'000'000'000);
  Amount balance_usd = Amount::whole(100'000);
  std::string redirect_method = "GET";  // or POST: how customers are sent to wallets and banks
};

class Komopay final : public Sandbox {
 public:
  explicit Komopay(Options options, KomopaySettings settings = {});
  ~Komopay() override { stop(); }

 private:
  struct Balance {
    Amount balance, pending_payout;
  };

  std::optional<Response> admit(const Request& request) override;
  Response failure(int status, std::string_view text) const override;
  Change apply(Entry& entry, const Action& action) override;
  std::optional<Callback> callback(const Entry& entry, const Twist& twist) const override;
  void forget() override;
  bool set(std::string_view name, std::string_view value) override;

  // tokens.cpp
  Response issue_token(const Request& request);
  Response issue_token_by_action(const Request& request);
  std::optional<Response> check_merchant(const json::Document& body, Millis& validity) const;
  Response token(const std::string& operations, const json::Document& body, Millis validity) const;
  std::optional<Response> check_token(const Request& request) const;
  std::string claims(const Request& request) const;  // of a good signature; else empty
  bool token_fits_money(const Request& request, const komopay::Money& money) const;
  bool known_operation(const std::string& operation) const;

  // payins.cpp
  bool off(std::string_view code) const;
  Response payin_options(const Request& request);
  Response create_payin(const Request& request);
  Response query_payin(const Request& request);
  Response payin_accounts(const Request& request);
  Response set_reference(const Request& request);
  Entry open_payin(const std::string& id, const komopay::Asked& asked);
  Response picture(const Request& request);
  Response page(const Request& request);

  // payouts.cpp
  Response payout_options(const Request& request);
  Response create_payout(const Request& request);
  Response query_payout(const Request& request);
  Response balances(const Request& request);
  bool reserve(const Entry& entry);
  void settle(const Entry& entry, bool paid_out, bool was_final);

  Change apply_payin(Entry& entry, const Action& action);
  Change apply_payout(Entry& entry, const Action& action);
  void route_tokens();
  void route_payins();
  void route_payouts();
  void route_lists();

  const KomopaySettings settings_;
  const std::string signing_key_;
  mutable std::mutex off_mutex_;
  std::string off_;  // what the merchant's account has not: "QRISPAY,BNK_000"
  mutable std::mutex balance_mutex_;
  std::map<std::string, Balance> balances_;
};

}  // namespace wesel::sandbox
