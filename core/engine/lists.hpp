// What can be paid with now: the accounts' offers, less what their providers' own lists have
// switched off. Lists are brought by engine/fetching; here nobody waits for a provider unless it
// says so.
#pragma once

#include <vector>

#include "engine/engine.hpp"

namespace wesel {

// Whether the provider's list, as far as it is known, has not got this offer for this amount.
bool switched_off(const Account& account, const Offer& offer, const std::optional<Money>& amount,
                  Time now);

// What somebody wants to pay with, before a method is chosen.
struct Wanted {
  Kind kind = Kind::payment;
  Currency currency;
  std::optional<Money> amount;
};

// Asks for the lists that are wanted and that nobody has, and waits for them, at most
// limits::kMethodsWait.
void await_lists(Context& context, const Setup& setup, const Caller& caller, const Wanted& wanted);

struct Payable {
  const Account* account = nullptr;  // of the setup
  const Offer* offer = nullptr;
  std::optional<ToldMethod> line;  // the provider's
};
// Of all accounts that take this merchant's money, in their order.
std::vector<Payable> payable(const Setup& setup, const Caller& caller, const Wanted& wanted,
                             Time now);

}  // namespace wesel
