// The customer, the banks and the weather, at the providers' sandboxes: who pays what was shown or
// pushed, what becomes of payouts, and the faults that the providers have while the engine is being
// killed.
#pragma once

#include <condition_variable>
#include <mutex>
#include <thread>

#include "crash/chance.hpp"
#include "crash/merchant.hpp"
#include "journeys/installation.hpp"

namespace wesel::crash {

class Customer {
 public:
  Customer(journeys::Installation& wesel, Merchant& merchant, std::uint64_t seed);
  ~Customer();

  void storm();  // pays and breaks things from now on, until calm()
  void calm();
  // Pays or lets go what is still open, without any fault.
  void finish(const Held& held);

 private:
  void run(const std::stop_token& stop);
  void pay_something();
  void pay_pushes();
  void end_payouts();
  void break_something();

  journeys::Installation& wesel_;
  Merchant& merchant_;
  Chance chance_;
  std::mutex mutex_;
  std::condition_variable_any stopped_;
  std::jthread thread_;
};

}  // namespace wesel::crash
