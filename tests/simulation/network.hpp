// The wires of the simulated world: requests travel, are lost, are slow, are answered twice as late
// as anybody waits; what has arrived is done, whether or not the sender lives to hear of it.
#pragma once

#include <map>
#include <string>

#include "ledger.hpp"
#include "world.hpp"

namespace wesel::simulation {

struct Weather {
  int refused = 5;     // percent: nothing leaves
  int lost_there = 8;  // leaves, never arrives
  int lost_back = 10;  // arrives, the answer is lost
  int error_500 = 5;   // done, then 500
  int slow = 10;       // answered after everybody stopped waiting
  int queued = 2;      // arrives minutes later, when everybody has forgotten it
  static Weather calm() { return {0, 0, 0, 0, 0, 0}; }
};

class Network final : public http::Transport {
 public:
  Network(World& world, std::map<std::string, Ledger>& ledgers)
      : world_(world), ledgers_(ledgers) {}
  http::Sent send(const http::Outbound& request) override;

  Weather weather;
  // Takes webhooks: the HTTP status to answer.
  std::function<int(const http::Outbound&)> on_webhook;
  // Sees each request to an account as it leaves.
  std::function<void(const std::string& account, const http::Outbound&)> on_request;

 private:
  http::Sent arrive(const http::Outbound& request);
  void tell(const http::Outbound& request, const std::string& what);

  World& world_;
  std::map<std::string, Ledger>& ledgers_;
};

}  // namespace wesel::simulation
