// The four books over the same money, as an auditor holds them side by side: what merchants were
// answered, what the engine has stored, what the providers hold, and what the merchant's receiver
// was told. Plain data of any number of payments and payouts; amounts are whole rupiah.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace wesel::crash {

// What a merchant saw of one reference, in the order of seeing.
struct Answered {
  std::set<std::string> ids;
  std::vector<std::string> statuses;
  std::vector<std::string> shown;      // provider references of what was to be paid
  int choices = 0;                     // how often another method was asked for, answered or not
  std::vector<std::string> surprises;  // answers that no merchant should get
};

struct StoredAttempt {
  std::string id, provider, status;
};

struct StoredEvent {
  std::string id, type, delivery;
  std::int64_t sequence = 0;
};

struct Stored {
  std::string id, reference, status;
  std::int64_t amount = 0, amount_paid = 0;
  std::vector<StoredAttempt> attempts;
  std::vector<std::string> exceptions;
  std::vector<StoredEvent> events;  // by sequence
  bool out = false;                 // a payout
};

struct Held {
  std::string provider, id, attempt, status;
  std::int64_t amount = 0, paid = 0;  // of a payout: what arrived
  bool push = false;                  // to a phone: the customer knows of it without the merchant
  bool out = false;
};

// One webhook, in the order of coming.
struct Told {
  std::string payment, event;
  std::int64_t sequence = 0;
  bool genuine = true;
  bool taken = true;  // answered with a 2xx
};

struct Books {
  std::map<std::string, Answered> answered;  // by reference
  std::map<std::string, Stored> stored;      // by id
  std::vector<Held> held;
  std::vector<Told> told;
};

}  // namespace wesel::crash
