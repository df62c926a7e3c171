// The routing rules as they were written: which payments a route is for, which accounts it may use
// and in which order to try them. Plain data; core/routing gives it its meaning.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/clock.hpp"
#include "config/place.hpp"

namespace wesel {

// A scalar in the file is a list of one.
struct AnyOf {
  std::vector<std::string> values;
};
// Inclusive; at least one end is given.
struct Range {
  std::optional<std::string> min;
  std::optional<std::string> max;
};
struct Prefix {
  std::string text;
};
struct Exists {
  bool wanted = true;
};
using Matcher = std::variant<AnyOf, Range, Prefix, Exists>;

// One attribute against one matcher. A missing attribute holds only for Exists{false} and for what
// is negated.
struct Condition {
  // kind, merchant, mode, method, channel, currency, amount, country, customer.email_domain,
  // metadata.KEY, hour ("0" to "23") or weekday ("mon" to "sun").
  std::string attribute;
  bool negated = false;  // { not = … }
  Matcher matcher;
  // Of an amount, which is then known to parse in it: the currency condition beside it.
  std::string currency;
  Place place;
};

// A conjunction; empty: always holds.
struct When {
  std::vector<Condition> all;  // each holds
  std::vector<When> any;       // if there are some, at least one holds
  std::vector<When> none;      // not one holds
  Place place;
};

// What puts the kept candidates in order.
enum class Pick { listed, split, cheapest, healthiest, fastest };
std::string_view name_of(Pick pick);

struct Weight {
  std::string account;
  std::int64_t weight = 0;  // relative, positive
  Place place;
};

// May the next account be used while a create is in doubt?
enum class UnknownPolicy { when_unseen, never };

struct Failover {
  int attempts = 3;
  Millis within = std::chrono::seconds(10);
  UnknownPolicy unknown = UnknownPolicy::when_unseen;
};

struct Route {
  std::string name;
  When when;
  std::vector<Text> use;  // names of accounts, at least one, in the order listed
  Pick pick = Pick::listed;
  std::vector<Weight> split;  // with Pick::split; an account without a weight only follows
  Failover failover;
  Place place;
};

}  // namespace wesel
