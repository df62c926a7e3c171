// What an account offers for one method, channel and currency: the plugin's capability narrowed by
// the account's configuration. Providers make offers, routing chooses among them.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "domain/payment.hpp"

namespace wesel {

struct Fee {
  Money fixed;                     // in the offer's currency
  std::int64_t percent_micro = 0;  // 0.99 % is 990'000
};

// Open hours in the account's timezone; minute 0..1439; `until` may lie before `from` (overnight).
struct OpenHours {
  std::array<bool, 7> days{true, true, true, true, true, true, true};  // Monday first
  int from_minute = 0, until_minute = 24 * 60;
  std::string timezone;
};

struct Offer {
  Kind kind = Kind::payment;
  std::string method;
  std::string channel;       // empty: the method has none
  std::string channel_code;  // the provider's name for it
  std::string display_name;
  Currency currency;
  std::optional<Money> minimum, maximum;                                        // inclusive
  std::chrono::seconds shortest_expiry{0}, longest_expiry{0}, fixed_expiry{0};  // 0: any
  std::vector<std::string> required;                                            // "customer.email"
  bool unseen_safe = false;
  bool query_by_reference = false;
  bool create_replay_safe = false;
  bool can_cancel = false;
  bool tells_settlement = false;
  Millis query_interval{0};
  std::optional<Fee> fee;
  std::optional<OpenHours> hours;
};

// One account as routing sees it. What changes by the minute is AccountHealth.
struct AccountOffers {
  std::string account;
  Mode mode = Mode::sandbox;
  bool enabled = true;
  std::vector<std::string> merchants;  // whose money it may take; empty: everyone's
  std::vector<Offer> offers;
};

struct AccountHealth {
  bool breaker_open = false;
  bool quarantined = false;
  bool disabled = false;      // by an operator, until enabled again
  bool full = false;          // at its in-flight limit
  bool switched_off = false;  // the provider's own list has not what the payment wants
  std::string low_balance;    // what is available, where that is too little for the payout
  // Higher is sicker: who is probed when every breaker is open.
  int sickness = 0;
};

// The offer that serves a payment with this method; null: none. An offer's channel must equal the
// payment's; offers without a channel serve payments without one.
const Offer* find_offer(const AccountOffers& account, Kind kind, const Method& method,
                        Currency currency);

}  // namespace wesel
