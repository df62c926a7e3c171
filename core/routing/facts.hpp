// What routing may know about a payment: the attributes that conditions look at and what decides
// whether an account can serve it. Facts are a view into a Payment, which must outlive them.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "base/clock.hpp"
#include "domain/payment.hpp"

namespace wesel {

struct Facts {
  Kind kind = Kind::payment;
  Mode mode = Mode::sandbox;
  std::string_view payment_id;  // what splits hash
  std::string_view merchant;
  std::string_view method, channel;  // empty: none
  Money amount;                      // no currency: none
  std::string_view country;
  std::string email_domain;  // lower case
  std::span<const std::pair<std::string, std::string>> metadata;
  std::string_view pin;      // the account asked for; empty: none
  std::uint32_t fields = 0;  // which payment fields are filled, see field_bit
  std::optional<Time> expires_at;
  Time now;  // conditions see it in the rule set's timezone, opening hours in the offer's
};

Facts facts_of(const Payment& payment, Time now);
Facts facts_of(Payment&&, Time) = delete;

// The bit in Facts::fields of a field that an offer may require, such as "customer.email"; for
// names not known here a bit that is never set.
std::uint32_t field_bit(std::string_view name);

// The merchant's metadata under this key, or nothing.
std::optional<std::string_view> find_metadata(const Facts& facts, std::string_view key);

}  // namespace wesel
