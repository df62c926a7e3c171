#include "routing/check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "routing/coverage.hpp"
#include "routing/implication.hpp"

namespace wesel {

using std::string;
using std::vector;

namespace {

// Finds the earlier routes that leave a later one nothing to match.
class Shadows {
 public:
  explicit Shadows(const RuleSet& rules) : rules_(rules) {
    vector<Problem> ignored;
    for (const Route& route : rules.routes())
      clauses_.push_back(flatten(compile(route.when, ignored)));
  }

  void check(std::size_t route, vector<Problem>& problems) const {
    const auto tell = [&](const string& what) {
      problems.push_back({Severity::warning, rules_.routes()[route].place,
                          fmt::format("route \"{}\" {}", rules_.routes()[route].name, what)});
    };
    if (never_holds(clauses_[route]))
      return tell("can never match: its conditions contradict each other");
    const vector<std::size_t> by = shadowing(route);
    vector<string> names;
    for (const std::size_t one : by)
      names.push_back(fmt::format("\"{}\"", rules_.routes()[one].name));
    if (by.size() == 1)
      tell(fmt::format("can never match: {} is before it and takes all of it", names[0]));
    else if (!by.empty())
      tell(fmt::format("can never match: {} are before it and together take all of it",
                       fmt::join(names, ", ")));
  }

 private:
  // Earlier routes that differ in one attribute only, and their conditions on it.
  struct Partly {
    vector<std::size_t> routes;
    vector<const Predicate*> cuts;
  };

  vector<std::size_t> shadowing(std::size_t route) const {
    std::map<Attribute, Partly> partly;
    for (std::size_t earlier = 0; earlier < route; ++earlier) {
      if (implies(clauses_[route], clauses_[earlier])) return {earlier};
      const auto left = not_implied(clauses_[route], clauses_[earlier]);
      if (!left || left->empty()) continue;
      const Attribute& attribute = left->front()->attribute;
      const bool one = std::all_of(left->begin(), left->end(), [&](const Predicate* predicate) {
        return predicate->attribute == attribute;
      });
      if (!one) continue;
      partly[attribute].routes.push_back(earlier);
      partly[attribute].cuts.insert(partly[attribute].cuts.end(), left->begin(), left->end());
    }
    for (const auto& [attribute, some] : partly)
      if (some.routes.size() > 1 && all_taken(route, attribute, some)) return some.routes;
    return {};
  }

  bool all_taken(std::size_t route, const Attribute& attribute, const Partly& some) const {
    const vector<Clause> cases = cases_of(clauses_[route], attribute, some.cuts);
    return !cases.empty() && std::all_of(cases.begin(), cases.end(), [&](const Clause& one) {
      return std::any_of(some.routes.begin(), some.routes.end(),
                         [&](std::size_t earlier) { return implies(one, clauses_[earlier]); });
    });
  }

  const RuleSet& rules_;
  vector<Clause> clauses_;
};

void check_split(const Route& route, vector<Problem>& problems) {
  if (route.pick != Pick::split) return;
  const auto warn = [&](const Place& place, string message) {
    problems.push_back({Severity::warning, place,
                        fmt::format("route \"{}\": {}", route.name, std::move(message))});
  };
  for (const Weight& weight : route.split) {
    const bool used = std::any_of(route.use.begin(), route.use.end(),
                                  [&](const Text& name) { return *name == weight.account; });
    if (!used)
      warn(weight.place, fmt::format("split names {}, which is not in use", weight.account));
  }
  for (const Text& name : route.use) {
    const bool weighed = std::any_of(route.split.begin(), route.split.end(),
                                     [&](const Weight& w) { return w.account == *name; });
    if (!weighed)
      warn(name.place,
           fmt::format("split gives {} no share; it is only tried after others", *name));
  }
}

void check_offer(const AccountOffers& account, const Offer& offer, const Place& place,
                 vector<Problem>& problems) {
  const auto warn = [&](string message) {
    problems.push_back({Severity::warning, place,
                        fmt::format("{}, {}{}{} in {}: {}", account.account, offer.method,
                                    offer.channel.empty() ? "" : " ", offer.channel,
                                    offer.currency.text(), std::move(message))});
  };
  if (offer.minimum && offer.maximum && offer.minimum->minor > offer.maximum->minor)
    warn(fmt::format("no amount is left between the minimum of {} and the maximum of {}",
                     offer.minimum->text(), offer.maximum->text()));
  if (offer.longest_expiry.count() > 0 && offer.shortest_expiry > offer.longest_expiry)
    warn(fmt::format("its shortest expiry of {} s is longer than its longest of {} s",
                     offer.shortest_expiry.count(), offer.longest_expiry.count()));
  if (offer.hours && std::none_of(offer.hours->days.begin(), offer.hours->days.end(),
                                  [](bool open) { return open; }))
    warn("it is open on no day");
}

void check_accounts(const CheckInput& input, vector<Problem>& problems) {
  for (const AccountOffers& account : input.accounts.accounts()) {
    if (!account.enabled) continue;
    if (account.offers.empty())
      problems.push_back({Severity::warning, input.place,
                          fmt::format("{} offers nothing: its methods leave none of what its "
                                      "plugin can do",
                                      account.account)});
    for (const Offer& offer : account.offers) check_offer(account, offer, input.place, problems);
  }
}

}  // namespace

vector<Problem> check_rules(const CheckInput& input) {
  vector<Problem> problems;
  const Shadows shadows(input.rules);
  for (std::size_t route = 0; route < input.rules.routes().size(); ++route) {
    shadows.check(route, problems);
    check_split(input.rules.routes()[route], problems);
  }
  check_accounts(input, problems);
  for (const auto find : {find_lost_payments, find_empty_promises}) {
    const vector<Problem> found = find(input);
    problems.insert(problems.end(), found.begin(), found.end());
  }
  return problems;
}

}  // namespace wesel
