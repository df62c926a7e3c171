// A fake of Komerce's payment API: virtual accounts and QRIS, status, cancel, signed callbacks. It
// is written from the provider's pages; what they leave open is settled as said at each place.
#pragma once

#include "wesel/sandbox.hpp"

namespace wesel::sandbox {

namespace komerce {
struct Order;
}

struct KomerceSettings {
  std::string api_key = "sandbox-komerce-key";
  Millis status_interval{3'000};  // one status query a payment in this time; 0: no such rule
  bool unique_order_ids = true;   // not published; ASSUME a second use is refused
};

class Komerce final : public Sandbox {
 public:
  explicit Komerce(Options options, KomerceSettings settings = {});
  ~Komerce() override { stop(); }

 private:
  std::optional<Response> admit(const Request& request) override;
  Response failure(int status, std::string_view text) const override;
  Change apply(Entry& entry, const Action& action) override;
  std::optional<Callback> callback(const Entry& entry, const Twist& twist) const override;
  bool set(std::string_view name, std::string_view value) override;

  Response methods() const;
  bool off(std::string_view code) const;  // "BCA", "qris"
  Response create(const Request& request);
  Response query(const Request& request);
  Response cancel(const Request& request);
  Entry open(const komerce::Order& order);

  KomerceSettings settings_;
  std::atomic<Millis> status_interval_;
  std::atomic<bool> unique_order_ids_;
  mutable std::mutex off_mutex_;
  std::string off_;  // what the merchant's account has not: "BCA,qris"
};

}  // namespace wesel::sandbox
