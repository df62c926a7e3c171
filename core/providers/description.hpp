// What a plugin says of itself, copied out of its blocks and checked as a whole. After this nobody
// looks at the plugin's own memory for it.
#pragma once

#include <wesel/plugin.h>

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "domain/offer.hpp"
#include "providers/operation.hpp"

namespace wesel {

struct EndpointInfo {
  std::string name;
  std::string live_url, test_url;  // empty: none in that mode
  const std::string& url(Mode mode) const { return mode == Mode::live ? live_url : test_url; }
};

struct SettingInfo {
  std::string name, help, default_value;
  bool required = false;
  bool secret = false;
  std::vector<std::string> choices;  // empty: any text
};

// What can be done for one method, channel and currency. A channel "*" stands for those that the
// account names.
struct Capability {
  Offer offer;
  bool sandbox = false, live = false;
  bool serves(Mode mode) const { return mode == Mode::live ? live : sandbox; }
};

enum class Callbacks { none, unsigned_calls, signed_calls };
enum class SessionScope { none, account, attempt };

struct Description {
  std::string id, name, version, licence, home_page, documentation;
  std::uint32_t operations = 0;  // bit set of 1 << OperationKind
  Callbacks callbacks = Callbacks::none;
  SessionScope session = SessionScope::none;
  std::vector<EndpointInfo> endpoints;
  std::vector<SettingInfo> settings;
  std::vector<Capability> capabilities;

  bool offers(OperationKind kind) const {
    return (operations >> static_cast<std::uint32_t>(kind)) & 1u;
  }
};

// Fills `breaches` with a sentence for each rule that is broken; the description counts only when
// there is none.
Description read_description(const wesel_description* block, std::vector<std::string>& breaches);

}  // namespace wesel
