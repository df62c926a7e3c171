// What a merchant asked for, read and checked, before anything is decided.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "base/entropy.hpp"
#include "engine/setup.hpp"

namespace wesel {

struct NewPayment {
  Kind kind = Kind::payment;
  std::string reference;
  Money amount;
  Method method;  // empty type: none yet
  Customer customer;
  std::vector<Item> items;
  std::string description;
  std::optional<std::chrono::seconds> expires_in;  // at most one of the two
  std::optional<Time> expires_at;
  std::string return_url, callback_url;
  Pairs metadata;  // by key
  std::string pin;
  std::optional<BankAccount> account;  // payouts
  std::string email, remark;
};

// An Idempotency-Key as it is stored, with what it was used for.
struct Repeat {
  std::string key;  // merchant/mode/method/path/key
  std::string fingerprint;
};

// Equal for equal requests, whatever the order of keys or the spelling of amounts.
std::string fingerprint(const NewPayment& request);

// Not stored, without attempts.
Payment make_payment(const NewPayment& request, const Caller& caller, Time now, Entropy& entropy);

}  // namespace wesel
