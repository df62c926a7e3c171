#include "engine/balances.hpp"

#include <algorithm>
#include <limits>

#include "base/limits.hpp"
#include "engine/fetching.hpp"

namespace wesel {

using std::string;
using std::string_view;

namespace {

constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();

// Whole minor units of a decimal text, rounded down; what does not fit is as much as fits.
std::int64_t minor_units(string_view text, int decimals) {
  if (text.starts_with('-')) return 0;
  std::int64_t minor = 0;
  bool point = false;
  const auto add = [&](char digit) {
    if (__builtin_mul_overflow(minor, 10, &minor) ||
        __builtin_add_overflow(minor, digit - '0', &minor))
      minor = kMost;
  };
  for (const char c : text) {
    if (c == '.')
      point = true;
    else if (!point || decimals-- > 0)
      add(c);
    if (minor == kMost) return kMost;
  }
  for (; decimals > 0 && minor < kMost; --decimals) add('0');
  return minor;
}

const ToldBalance* find_currency_in(const std::vector<ToldBalance>& balances, Currency currency) {
  for (const ToldBalance& one : balances)
    if (one.currency == currency.text() && !one.available.empty()) return &one;
  return nullptr;
}

}  // namespace

std::optional<string> low_balance(const Account& account, const Money& wanted, Time now) {
  const auto told = account.balance().last();
  if (!told || now - told->at > 2 * account.balance_refresh()) return {};
  const ToldBalance* balance = find_currency_in(told->value, wanted.currency);
  if (!balance) return {};
  if (minor_units(balance->available, wanted.currency.decimals) >= wanted.minor) return {};
  return balance->available;
}

Result<Account::Balance::CopyPtr> ask_balance(Context& c, Account& account) {
  if (!account.can(OperationKind::balance))
    return Error{Fault::caller, "not_supported", "this account's provider tells no balance", {}};
  const Instant asked = c.ports.clock.steady();
  const auto fresh = [&](const Account::Balance::CopyPtr& told) {
    return told && told->since + limits::kBalanceApart > asked;
  };
  if (auto told = account.balance().last(); fresh(told)) return told;
  const Instant until = asked + limits::kBalanceApart + account.timeout() + limits::kBalanceApart;
  if (const auto arrival = account.balance().want(c.ports.tasks, pace_of_balance(account), until)) {
    c.bells.fetch->set();
    arrival->wait_until(until);
  }
  if (auto told = account.balance().last(); fresh(told)) return told;
  return Error{Fault::unavailable,
               "no_provider_available",
               account.name() + " did not tell its balance; try again",
               {}};
}

}  // namespace wesel
