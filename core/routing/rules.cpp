#include "routing/rules.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/limits.hpp"

namespace wesel {

using std::optional;
using std::size_t;

namespace {

bool asks_time(const When& when) {
  const auto any = [](const std::vector<When>& parts) {
    return std::any_of(parts.begin(), parts.end(), asks_time);
  };
  return any(when.any) || any(when.none) ||
         std::any_of(when.all.begin(), when.all.end(), [](const Condition& condition) {
           return condition.attribute == "hour" || condition.attribute == "weekday";
         });
}

}  // namespace

struct RuleCompiler {
  RuleSet& rules;
  std::vector<Problem>& problems;

  void refuse(const Place& place, std::string message) {
    problems.push_back({Severity::error, place, std::move(message)});
  }

  optional<std::uint32_t> account(const std::string& name, const Place& place) {
    const auto found = std::find(rules.accounts_.begin(), rules.accounts_.end(), name);
    if (found != rules.accounts_.end())
      return static_cast<std::uint32_t>(found - rules.accounts_.begin());
    refuse(place, fmt::format("\"{}\" is not an account; there is no [providers.{}]", name, name));
    return std::nullopt;
  }

  std::int64_t weight(const Route& route, const std::string& name) {
    if (route.pick != Pick::split) return 0;
    for (const Weight& weight : route.split)
      if (weight.account == name) return weight.weight;
    return 0;
  }

  void add_candidates(const Route& route) {
    std::vector<RouteAccount> use;
    for (const Text& name : route.use) {
      const optional<std::uint32_t> found = account(*name, name.place);
      if (!found) continue;
      const bool twice = std::any_of(use.begin(), use.end(), [&](const RouteAccount& other) {
        return other.account == *found;
      });
      if (twice) refuse(name.place, fmt::format("\"{}\" is in `use` twice", *name));
      use.push_back({*found, weight(route, *name)});
    }
    for (const Weight& weight : route.split)
      if (weight.weight <= 0 || weight.weight > limits::kSplitWeight)
        refuse(weight.place, fmt::format("the weight of \"{}\" must be 1 to {}", weight.account,
                                         limits::kSplitWeight));
    if (route.use.empty())
      refuse(route.place, fmt::format("route \"{}\" uses no account", route.name));
    rules.use_.push_back(std::move(use));
  }

  void take(RuleSource source) {
    rules.routes_ = std::move(source.routes);
    rules.timezone_ = std::move(source.timezone);
    rules.version_ = std::move(source.version);
    rules.accounts_ = std::move(source.accounts);
    if (!known_timezone(rules.timezone_))
      refuse({}, fmt::format("\"{}\" is not a known timezone", rules.timezone_));
    std::vector<Clause> clauses;
    for (const Route& route : rules.routes_) {
      clauses.push_back(compile(route.when, problems));
      rules.asks_time_ = rules.asks_time_ || asks_time(route.when);
      add_candidates(route);
    }
    rules.index_ = RouteIndex(std::move(clauses));
  }
};

optional<size_t> RuleSet::match(const Facts& facts) const { return index_.first(subject(facts)); }

Subject RuleSet::subject(const Facts& facts) const {
  return {facts, asks_time_ ? local_time(facts.now, timezone_) : LocalTime{}};
}

const Route* RuleSet::find_route(std::string_view name) const {
  const auto found = std::find_if(routes_.begin(), routes_.end(),
                                  [&](const Route& route) { return route.name == name; });
  return found == routes_.end() ? nullptr : &*found;
}

CompiledRules compile(RuleSource source) {
  CompiledRules out;
  auto rules = std::make_shared<RuleSet>();
  RuleCompiler compiler{*rules, out.problems};
  compiler.take(std::move(source));
  if (!any_errors(out.problems)) out.rules = std::move(rules);
  return out;
}

}  // namespace wesel
