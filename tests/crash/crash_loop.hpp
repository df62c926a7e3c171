// Kills the real engine again and again under load and bad weather, starts it on the same store,
// and now and then lets everything come to rest and has the four books audited.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "crash/audit.hpp"
#include "crash/customer.hpp"
#include "crash/merchant.hpp"
#include "crash/reader.hpp"
#include "crash/receiver.hpp"

namespace wesel::crash {

class CrashLoop {
 public:
  explicit CrashLoop(std::uint64_t seed);
  // True when every audit was clean. Says how it goes on standard output.
  bool run(int rounds);

 private:
  void kill_once(int round);
  bool wait_for_death(std::chrono::milliseconds most);
  void restart_ahead();
  bool rest(int round);
  bool at_rest(Books& books);
  void read_told(Books& books) const;
  bool finish_open(const Books& books);
  void report(const std::string& when, const Books& books, bool well);

  const std::uint64_t seed_;
  Chance chance_;
  Receiver receiver_;
  journeys::Installation wesel_;
  Merchant merchant_;
  Customer customer_;
  Reader reader_;
  long ahead_s_ = 0;                   // of the engine's clock
  std::set<std::string> finished_;     // entries that the customer paid or let go at rest
  std::map<std::string, int> deaths_;  // by point
  std::vector<Breach> breaches_;       // that no book tells of
};

}  // namespace wesel::crash
