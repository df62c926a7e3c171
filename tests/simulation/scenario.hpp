// One run: merchants, customers and providers live through bad weather with an engine that dies now
// and then; then the weather clears and everything must come to rest. The watch looks on all the
// time; at the end the books are compared.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "engine_host.hpp"
#include "ledger.hpp"
#include "network.hpp"
#include "tally.hpp"
#include "watch.hpp"

namespace wesel::simulation {

class Scenario {
 public:
  explicit Scenario(std::uint64_t seed);

  // Ends where a law breaks.
  void run();
  // What always holds and did not; empty: all is well.
  const std::vector<BrokenLaw>& broken_laws() const { return watch_.broken(); }
  const Story& story() const { return world_.story(); }
  // The story of the order that a broken law is about, the law, and the books.
  std::string indictment() const;
  const Tally& tally() const { return tally_; }

 private:
  struct Order {
    std::string merchant, reference;
    Kind kind = Kind::payment;
    std::string method;  // empty: chosen later
    std::int64_t amount = 0;
    std::chrono::seconds expires_in{600};
    bool keyed = false;   // sent with an Idempotency-Key
    bool wavers = false;  // changes its method
    bool cancels = false, hurries = false;
    std::string id;              // once the merchant was told
    std::set<std::string> seen;  // provider references that a customer has looked at
  };

  // --- Who acts (people.cpp)
  void place(Order& order);
  void merchant(Order& order);
  void look_after(Order& order);
  enum class Wish { look, refresh, cancel, choose };
  Wish wish_of(const Order& order);
  Result<Payment> act(Context& context, const Order& order, Wish wish);
  Result<Payment> choose(Context& context, const Order& order, Payment payment);
  void operators();
  void keep(Order& order, const Payment& payment);
  void customer(const std::string& account, const std::string& reference, Millis after);
  void call_back(const std::string& account, const Held& held);
  void bank(const std::string& account, const std::string& attempt);
  void forge(const Held& held, const std::string& account);
  int webhook(const http::Outbound& request);

  // --- What strikes
  void strike();
  void die(const char* where);
  void clear_up();

  // --- What holds at rest (laws.cpp)
  void check_rest();
  void check_order(const Order& order);
  void check_payment(const Payment& payment);
  void check_payout(const Payment& payout);
  void check_outcome(const Payment& payment, bool paid_there);
  void check_events(const Payment& payment);
  void count_ends();

  World world_;
  std::map<std::string, Ledger> ledgers_;
  Watch watch_;
  Network network_;
  EngineHost engine_;
  Tally tally_;
  std::map<std::string, Order> orders_;
  std::map<std::string, std::int64_t> delivered_;  // payment -> last sequence
  std::set<std::string> delivered_events_;
  bool storm_ = true;
};

}  // namespace wesel::simulation
