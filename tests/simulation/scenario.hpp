// One run: merchants, customers and providers live through bad weather with an engine that dies now
// and then; then the weather clears and everything must come to rest. At the end the books are
// compared.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "engine_host.hpp"
#include "ledger.hpp"
#include "network.hpp"

namespace wesel::simulation {

class Scenario {
 public:
  explicit Scenario(std::uint64_t seed);

  void run();
  // What always holds and did not; empty: all is well.
  const std::vector<std::string>& broken_laws() const { return broken_; }
  const std::string& story() const { return world_.story(); }

 private:
  struct Order {
    std::string merchant, reference, method;
    std::int64_t amount = 0;
    std::string id;               // once the merchant was told
    std::set<std::string> shown;  // instruments that somebody could have paid
  };

  // --- Who acts
  void merchant(Order& order);
  void look_after(Order& order);
  void keep(Order& order, const Payment& payment);
  void customer(const std::string& account, const std::string& reference, Millis after);
  void call_back(const std::string& account, const Held& held);
  void forge(const Held& held, const std::string& account);
  void maybe_die();

  // --- What always holds (laws.cpp)
  void check_order(const Order& order);
  void check_payment(const Payment& payment);
  void check_events(const Payment& payment);
  void check_ledgers();
  void broke(std::string law) { broken_.push_back(std::move(law)); }
  int webhook(const http::Outbound& request);

  World world_;
  std::map<std::string, Ledger> ledgers_;
  Network network_;
  EngineHost engine_;
  std::map<std::string, Order> orders_;
  std::map<std::string, std::int64_t> delivered_;  // payment -> last sequence
  std::set<std::string> delivered_events_;
  std::vector<std::string> broken_;
  bool storm_ = true;
};

}  // namespace wesel::simulation
