// The laws that hold at every moment, checked where something happens: when the store says that a
// commit is durable, when a request leaves, when a ledger takes something, when somebody is
// answered. Its books are what the engine was told is durable, so they are what must survive.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "domain/payment.hpp"
#include "ledger.hpp"
#include "store/store.hpp"
#include "world.hpp"

namespace wesel::simulation {

struct BrokenLaw {
  std::string about;  // an order or a payment's key
  std::string law;    // "law 2"
  std::string what;
};

class Watch {
 public:
  using Ledgers = std::map<std::string, Ledger>;
  Watch(World& world, const Ledgers& ledgers) : world_(world), ledgers_(ledgers) {}

  // The store said so.
  void committed(const Batch& batch);
  // The power went before the store could say; it is durable as a whole, or not at all.
  void in_doubt(Batch batch) { in_doubt_.push_back(std::move(batch)); }
  // What survived a death is read again.
  void reopened(Store& disk);
  // A request leaves for an account.
  void requested(const std::string& account, const http::Outbound& request);
  void held(const Nature& provider, const Held& held);
  // A provider's verified message was answered with 200.
  void heard(const std::string& account, const Held& told);
  // A merchant was given this, in an answer.
  void answered(const Payment& payment);
  // Somebody may pay this now: it was in an answer or a webhook.
  void shown(std::string_view key, const std::string& provider_reference);

  void broke(std::string_view about, std::string law, std::string what);
  const std::vector<BrokenLaw>& broken() const { return broken_; }
  const Payment* find(std::string_view key) const;
  // With an open exception.
  std::vector<Payment> for_review() const;
  // What we and the providers hold of it, for a person to read.
  std::string books_of(std::string_view key) const;

 private:
  struct Book {
    Payment payment;
    std::string body;
    bool chosen_at_once = false;  // made with its method
    std::set<std::string> shown;  // provider references

    // Each choice of a method may be shown once.
    int may_show() const { return payment.choices + chosen_at_once; }
  };

  void take(const PaymentRow& row, const std::vector<EventRow>& events);
  void check_events(const Book* before, const Payment& after, const std::vector<EventRow>& events);
  void check_attempts(const Payment& before, const Payment& after);
  void check_exceptions(const Payment& before, const Payment& after);
  void check_money(const Payment& before, const Payment& after);
  const Held* held_by(const Payment& payment, const Attempt& attempt) const;
  void tell(const Book* before, const Payment& after, const std::vector<EventRow>& events);

  World& world_;
  const Ledgers& ledgers_;
  std::map<std::string, Book, std::less<>> books_;  // by key
  std::vector<Batch> in_doubt_;
  std::vector<BrokenLaw> broken_;
};

}  // namespace wesel::simulation
