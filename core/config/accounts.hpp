// Names end in Config here: core/domain has the plain MethodConfig, FeeConfig and core/providers
// AccountConfig. Provider accounts, the unit of routing, as they were written. What a plugin
// declares about its settings, endpoints and methods is compared with this elsewhere (core/app).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/secret.hpp"
#include "config/place.hpp"

namespace wesel {

// Only the plugin knows which of its settings are secret, so all are held as if they were.
struct Setting {
  std::string name;
  Secret value;              // resolved
  bool inline_value = true;  // written in the file itself, not env:, file: or cred:
  Place place;
};

struct BaseUrl {
  std::string endpoint;  // empty: the plugin's only one
  std::string url;       // http(s)://host[:port][/path], no slash at the end
  Place place;
};

struct ChannelConfig {
  std::string name;           // ours, "BCA"
  std::string provider_code;  // theirs; empty: the same as ours
  Place place;
};

// Inclusive, decimal text in main units: the currency may be known to the plugin alone.
struct AmountLimits {
  std::optional<Text> min;
  std::optional<Text> max;
};

// What the provider takes, as its contract says; adds up.
struct FeeConfig {
  std::optional<Text> fixed;    // decimal text in main units
  std::optional<Text> percent;  // decimal text, "0.99"
};

// Days of the week and minutes of the day in a time zone.
struct Available {
  std::uint8_t days = 0x7f;  // bit 0: Monday
  int from_minute = 0;       // inclusive
  int to_minute = 24 * 60;   // exclusive; below from_minute: past midnight, on the next day
  std::string timezone;      // the method's own, else [routing] timezone
  Place place;
};

struct MethodConfig {
  std::string kind;                     // "payment" or "payout"
  Text type;                            // "virtual_account"
  std::vector<ChannelConfig> channels;  // empty: all that the plugin offers
  std::optional<Text> currency;         // none: the plugin's, where it has one only
  AmountLimits amount;
  FeeConfig fee;
  std::optional<Available> available;
  bool enabled = true;
  Place place;
};

struct BreakerConfig {
  int failures = 5;  // within `window`
  Millis window = std::chrono::seconds(30);
  Millis open_for = std::chrono::seconds(15);
  int probes = 1;
};

struct AccountConfig {
  std::string name;
  // One of the two: the plugin's name, or its file.
  Text plugin;
  Text path;
  std::string sha256;     // of the plugin's file, hex; empty: not pinned
  std::string mode;       // "live" or "sandbox"
  bool isolated = false;  // isolation = "process"
  std::vector<BaseUrl> base_urls;
  std::vector<Setting> settings;
  Millis timeout = std::chrono::seconds(4);  // one attempt, whole conversation
  std::optional<int> max_in_flight;
  // How often the provider's own list of methods and its balance are asked for; 0: never.
  Millis methods_refresh = std::chrono::hours(1);
  Millis balance_refresh = std::chrono::minutes(5);
  std::optional<std::vector<Text>> merchants;  // none: everyone's
  bool enabled = true;
  BreakerConfig breaker;
  // Limits per day, where the contract with the provider has them.
  std::optional<Text> daily_amount;
  std::optional<std::int64_t> daily_count;
  std::vector<MethodConfig> methods;
  Place place;
};

}  // namespace wesel
