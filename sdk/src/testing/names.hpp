// The closed sets of the contract by name, as recordings and ends write them.
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "wesel/testing.hpp"

namespace wesel::sdk::testing {

inline constexpr std::array<std::string_view, 13> kOperations = {
    "none",           "payment_create",   "payment_query",
    "payment_cancel", "payment_accounts", "payment_simulate",
    "refund_create",  "refund_query",     "payout_create",
    "payout_query",   "methods",          "balance",
    "callback"};
inline constexpr std::array<std::string_view, 9> kResults = {"none",      "accepted", "refused",
                                                             "not_found", "events",   "methods",
                                                             "accounts",  "balances", "done"};
inline constexpr std::array<std::string_view, 8> kStates = {
    "none", "pending", "paid", "completed", "failed", "expired", "cancelled", "returned"};
inline constexpr std::array<std::string_view, 9> kFailures = {
    "bug",       "config",  "request",   "unsupported", "down",
    "bad_reply", "unknown", "signature", "session"};
inline constexpr std::array<std::string_view, 3> kModes = {"none", "sandbox", "live"};
inline constexpr std::array<std::string_view, 2> kScopes = {"here", "everywhere"};
inline constexpr std::array<std::string_view, 3> kKinds = {"none", "payment", "payout"};

template <std::size_t N>
std::string_view name_in(const std::array<std::string_view, N>& names, std::uint32_t number) {
  if (number >= N) throw Mismatch("breach: " + std::to_string(number) + " is outside a closed set");
  return names[number];
}

template <std::size_t N>
std::uint32_t number_in(const std::array<std::string_view, N>& names, std::string_view name) {
  for (std::size_t i = 0; i < N; ++i)
    if (names[i] == name) return static_cast<std::uint32_t>(i);
  throw Mismatch("no such name: \"" + std::string(name) + '"');
}

// The contract's blocks as text.
Sent sent_of(const wesel_action& action, const wesel_description& description);
std::string end_of(const wesel_action& action);

}  // namespace wesel::sdk::testing
