// A provider of the simulated world: what it holds, what it answers, what money it has taken. It is
// the truth that the engine's books are compared with.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "http/transport.hpp"
#include "world.hpp"

namespace wesel::simulation {

struct Held {
  std::string attempt, reference;
  bool payout = false;
  std::int64_t amount = 0;
  std::string callback_url, key;  // key: what its callbacks are signed with
  std::string state = "pending";
  std::int64_t paid = 0;  // what came, which may be another amount; payouts: what left
  Time created_at;
  Time expires_at;
  int times_paid = 0;
};

struct Nature {
  std::string account;
  bool keyed = true;        // a create again under the same id gives the same thing
  bool pushes = false;      // the customer is asked by the provider itself
  bool signs = true;        // its callbacks
  int refuses_percent = 0;  // creates
};

class Ledger {
 public:
  Ledger(World& world, Nature nature) : world_(world), nature_(std::move(nature)) {}

  http::Sent answer(const http::Outbound& request);
  // What a request is about; empty: nothing that is held or made.
  std::string attempt_in(const http::Outbound& request) const;

  // The customer pays; late money is taken too, now and then.
  void pay(const std::string& reference);
  void expire_what_is_over();
  // Payouts: "sent", "failed", or "returned" after it was sent.
  void pay_out(const std::string& attempt, const std::string& state);

  const Nature& nature() const { return nature_; }
  const std::map<std::string, Held>& held() const { return held_; }  // by attempt
  const std::vector<std::string>& crimes() const { return crimes_; }

  std::function<void(const Held&)> on_change;   // callbacks are sent from here
  std::function<void(const Held&)> on_created;  // pushes reach the customer from here
  int refuses_percent = 0;
  int errs_percent = 0;       // customers who pay another amount
  int forgetful_percent = 0;  // a payment that is new may not be found yet

 private:
  http::Sent create(const http::Outbound& request);
  http::Sent status(std::string_view id);
  http::Sent cancel(const http::Outbound& request);
  const Held* find(std::string_view id) const;
  Held* find(std::string_view id) { return const_cast<Held*>(std::as_const(*this).find(id)); }

  World& world_;
  Nature nature_;
  std::map<std::string, Held> held_;
  std::vector<std::string> crimes_;
  int made_ = 0;
};

}  // namespace wesel::simulation
