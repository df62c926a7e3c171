// What a plugin says of itself, as plain data: an author fills in an About, and Description holds
// it as the blocks of the contract. Which operations there are follows from the provider's code.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "wesel/money.hpp"

namespace wesel::sdk {

struct Endpoint {
  std::string name;      // "api"; the configuration may give one base_url per name
  std::string live_url;  // a request's path is appended as it is
  std::string test_url;
};

struct Setting {
  std::string name;
  std::string help;  // one sentence
  bool required = false;
  bool secret = false;
  std::string default_value;
  std::vector<std::string> choices;  // none: any text
};

// What can be done for one method, channel and currency. Zero, false or empty is "no", "any".
struct Capability {
  Kind kind = Kind::payment;
  bool sandbox = true, live = true;  // the modes it is there in
  std::string method;                // "virtual_account"
  std::string channel;               // "BCA"; "*": those that the account names
  std::string currency;
  std::string display_name;
  Amount minimum, maximum;  // inclusive
  std::uint32_t shortest_expiry_s = 0;
  std::uint32_t longest_expiry_s = 0;
  std::uint32_t fixed_expiry_s = 0;
  std::vector<std::string> required;  // "customer.email"
  bool unseen_safe = false;           // an instrument that nobody was shown cannot be paid
  bool query_by_reference = false;    // can be asked by the attempt id alone
  bool create_replay_safe = false;    // creates are keyed by our reference
  bool can_cancel = false;
  bool tells_settlement = false;  // `completed` follows `paid`
  std::uint32_t query_interval_ms = 0;
};

enum class Callbacks : std::uint32_t {
  none = WESEL_CALLBACKS_NONE,
  unsigned_body = WESEL_CALLBACKS_UNSIGNED,  // they only wake a query
  signed_body = WESEL_CALLBACKS_SIGNED,
};

// What a remembered session belongs to.
enum class SessionPer : std::uint32_t {
  none = WESEL_SESSION_NONE,
  account = WESEL_SESSION_ACCOUNT,
  attempt = WESEL_SESSION_ATTEMPT,
};

struct About {
  std::string id;  // lower case, digits, '_': the name in `plugin = "..."`
  std::string name;
  std::string version;
  std::string licence;
  std::string home_page;
  std::string documentation;
  Callbacks callbacks = Callbacks::none;
  SessionPer session = SessionPer::none;
  std::vector<Endpoint> endpoints;
  std::vector<Setting> settings;
  std::vector<Capability> capabilities;
};

// An About as the contract's blocks; neither copied nor moved, for the blocks point into it.
class Description {
 public:
  Description(About about, std::uint32_t operations);
  ~Description();
  Description(const Description&) = delete;
  Description& operator=(const Description&) = delete;

  const wesel_description* block() const;
  // The number of the endpoint of that name; throws std::invalid_argument if there is none.
  std::uint32_t endpoint(std::string_view name) const;

 private:
  struct Blocks;
  About about_;
  std::unique_ptr<Blocks> blocks_;
};

}  // namespace wesel::sdk
