// The routing rules, compiled once from the configuration into something immutable that any number
// of threads may ask which route a payment takes. Compiling reports every rule that has no meaning.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "config/problem.hpp"
#include "config/routes.hpp"
#include "routing/facts.hpp"
#include "routing/predicate.hpp"
#include "routing/route_index.hpp"

namespace wesel {

// A candidate of a route, its name resolved.
struct RouteAccount {
  std::uint32_t account = 0;  // its position in the accounts the rules were compiled with
  std::int64_t weight = 0;    // of a split; 0: it only follows
};

class RuleSet {
 public:
  // The first route that matches; nothing when none does.
  std::optional<std::size_t> match(const Facts& facts) const;

  const std::vector<Route>& routes() const { return routes_; }
  // Null when there is none (a payment may have been routed by older rules).
  const Route* find_route(std::string_view name) const;
  const std::vector<RouteAccount>& candidates(std::size_t route) const { return use_[route]; }

  const std::string& version() const { return version_; }
  const std::string& timezone() const { return timezone_; }
  const std::vector<std::string>& accounts() const { return accounts_; }
  Subject subject(const Facts& facts) const;
  bool asks_time() const { return asks_time_; }  // some condition is on hour or weekday

 private:
  friend struct RuleCompiler;
  std::vector<Route> routes_;
  std::vector<std::vector<RouteAccount>> use_;
  std::string timezone_, version_;
  std::vector<std::string> accounts_;
  bool asks_time_ = false;
  RouteIndex index_;
};

struct RuleSource {
  std::vector<Route> routes;
  std::string timezone = "UTC";
  std::string version;
  std::vector<std::string> accounts;  // every account's name, in the order AccountIndex has them
};

struct CompiledRules {
  std::shared_ptr<const RuleSet> rules;  // null when a problem is an error
  std::vector<Problem> problems;
};

CompiledRules compile(RuleSource source);

}  // namespace wesel
