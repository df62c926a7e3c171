// The small languages inside configuration values: durations, amounts, addresses, days. Pure; what
// a text should have been is said by the caller's problem.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/clock.hpp"
#include "config/config.hpp"

namespace wesel::config {

// "500ms", "5s", "5m", "2h", "3d"; above zero and at most ten years.
std::optional<Millis> parse_duration(std::string_view text);

// "127.0.0.1:8080", "[::1]:8080", "localhost:0".
std::optional<Address> parse_address(std::string_view text);
bool is_loopback(std::string_view host);

// "06:00-22:00" as minutes of the day, the end at most 24:00; never equal.
std::optional<std::pair<int, int>> parse_hours(std::string_view text);

// "mon" or "mon-fri" (also "sat-mon") as bits, Monday lowest.
std::optional<std::uint8_t> parse_days(std::string_view text);
std::string_view day_name(int weekday);

// A nonnegative decimal without sign or exponent, at most 18 digits.
bool is_decimal(std::string_view text);
// Of two such.
bool decimal_less(std::string_view a, std::string_view b);

// What is wrong with a text and what would be right; empty when it is fine.
using Check = std::string (*)(std::string_view);

std::string check_name(std::string_view text);     // of a merchant, key or account
std::string check_url(std::string_view text);      // http or https, nothing after the path
std::string check_origin(std::string_view text);   // http or https, no path
std::string check_network(std::string_view text);  // address/bits
std::string check_sha256(std::string_view text);
std::string check_percent(std::string_view text);
std::string check_store_url(std::string_view text);
std::string check_timezone(std::string_view text);
std::string check_currency(std::string_view text);
std::string check_filled(std::string_view text);
// Says nothing of the text itself.
std::string check_webhook_secret(std::string_view text);

// The host of a URL that passed check_url, without brackets.
std::string url_host(std::string_view url);

}  // namespace wesel::config
