#include "routing/explain.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <wesel/json.hpp>

#include "routing/wording.hpp"

namespace wesel {

using std::optional;
using std::string;

namespace {

optional<string> seen_text(const Condition& condition, const Subject& subject) {
  const Money& amount = subject.facts.amount;
  const optional<Attribute> attribute = find_attribute(condition.attribute);
  if (!attribute) return std::nullopt;
  if (attribute->name != Attribute::Name::amount) {
    const optional<std::string_view> value = seen(*attribute, subject);
    return value ? optional<string>(*value) : std::nullopt;
  }
  if (!amount.currency) return std::nullopt;
  const bool same = condition.currency.empty() || amount.currency.text() == condition.currency;
  return same ? amount.text() : fmt::format("{} {}", amount.text(), amount.currency.text());
}

// Which attributes a group looks at, in the order written, with what was seen.
void collect_seen(const When& when, const Subject& subject, std::set<string>& known, string& out) {
  for (const Condition& condition : when.all) {
    if (!known.insert(condition.attribute).second) continue;
    if (!out.empty()) out += ", ";
    out += fmt::format("{} = {}", condition.attribute,
                       seen_text(condition, subject).value_or("(missing)"));
  }
  for (const When& one : when.any) collect_seen(one, subject, known, out);
  for (const When& one : when.none) collect_seen(one, subject, known, out);
}

ConditionVerdict explain_condition(const Condition& condition, const Subject& subject) {
  std::vector<Problem> problems;
  const optional<Predicate> predicate = compile(condition, problems);
  return {.attribute = condition.attribute,
          .wanted = text_of(condition),
          .seen = seen_text(condition, subject),
          .holds = predicate && predicate->holds(subject)};
}

ConditionVerdict explain_group(string name, const std::vector<When>& group, bool wanted,
                               const Subject& subject) {
  ConditionVerdict verdict{.attribute = std::move(name), .wanted = text_of(group)};
  std::vector<Problem> problems;
  std::set<string> known;
  string seen;
  bool one_holds = false;
  for (const When& one : group) {
    one_holds = one_holds || compile(one, problems).holds(subject);
    collect_seen(one, subject, known, seen);
  }
  verdict.seen = std::move(seen);
  verdict.holds = one_holds == wanted;
  return verdict;
}

RouteVerdict explain_route(const Route& route, const Subject& subject) {
  RouteVerdict verdict{.name = route.name};
  const When& when = route.when;
  for (const Condition& condition : when.all)
    verdict.conditions.push_back(explain_condition(condition, subject));
  if (!when.any.empty())
    verdict.conditions.push_back(explain_group("any", when.any, true, subject));
  if (!when.none.empty())
    verdict.conditions.push_back(explain_group("none", when.none, false, subject));
  verdict.matched = std::all_of(verdict.conditions.begin(), verdict.conditions.end(),
                                [](const ConditionVerdict& c) { return c.holds; });
  return verdict;
}

json::Object route_json(const RouteVerdict& route) {
  json::Array conditions;
  for (const ConditionVerdict& verdict : route.conditions) {
    json::Object condition;
    condition.set("attribute", verdict.attribute).set("wanted", verdict.wanted);
    if (verdict.seen)
      condition.set("seen", *verdict.seen);
    else
      condition.set_null("seen");
    conditions.add(condition.set("holds", verdict.holds));
  }
  json::Object out;
  out.set("name", route.name).set("matched", route.matched).set("conditions", conditions);
  return out;
}

json::Object candidate_json(const CandidateVerdict& verdict) {
  json::Array reasons;
  for (const Reason& reason : verdict.reasons) reasons.add(render(reason));
  json::Object out;
  out.set("account", verdict.account).set("kept", verdict.kept).set("reasons", reasons);
  return out;
}

string candidate_text(const CandidateVerdict& verdict, std::size_t width) {
  const std::string_view word = verdict.kept ? "kept" : "left out";
  if (verdict.reasons.empty()) return fmt::format("  {:<8}  {}\n", word, verdict.account);
  string reasons;
  for (const Reason& reason : verdict.reasons)
    reasons += (reasons.empty() ? "" : "; ") + render(reason);
  return fmt::format("  {:<8}  {:<{}}  {}\n", word, verdict.account, width, reasons);
}

string route_text(const RouteVerdict& route, std::size_t number) {
  string out =
      fmt::format("{}. {}: {}\n", number, route.name, route.matched ? "matches" : "does not match");
  for (const ConditionVerdict& verdict : route.conditions)
    out += fmt::format("     {:<3}  {}: wanted {}, seen {}\n", verdict.holds ? "yes" : "no",
                       verdict.attribute, verdict.wanted, verdict.seen.value_or("(missing)"));
  return out;
}

}  // namespace

Explanation explain(const RuleSet& rules, const AccountIndex& accounts, const Facts& facts,
                    const HealthOf& health) {
  Explanation out;
  out.choice = choose(rules, accounts, facts, health);
  const Subject subject{facts, local_time(facts.now, rules.timezone())};
  for (const Route& route : rules.routes()) {
    out.routes.push_back(explain_route(route, subject));
    if (&route == out.choice.route) break;
  }
  out.more = rules.routes().size() - out.routes.size();
  return out;
}

string to_json(const Explanation& explanation) {
  const Decision& decision = explanation.choice.decision;
  json::Object out;
  if (explanation.choice.route)
    out.set("route", decision.route);
  else
    out.set_null("route");
  out.set("version", decision.version);
  json::Array routes, candidates, order;
  for (const RouteVerdict& route : explanation.routes) routes.add(route_json(route));
  out.set("routes", routes);
  if (explanation.more > 0) out.set("more", static_cast<std::int64_t>(explanation.more));
  for (const CandidateVerdict& verdict : decision.candidates)
    candidates.add(candidate_json(verdict));
  for (const string& account : decision.order) order.add(account);
  return out.set("candidates", candidates).set("order", order).text();
}

string to_text(const Explanation& explanation) {
  const Decision& decision = explanation.choice.decision;
  string out = fmt::format("Rules {}\n\n", decision.version);
  for (std::size_t i = 0; i < explanation.routes.size(); ++i)
    out += route_text(explanation.routes[i], i + 1);
  if (explanation.more > 0)
    out += fmt::format("{} more after it, not looked at\n", explanation.more);
  std::size_t width = 0;
  for (const CandidateVerdict& verdict : decision.candidates)
    width = std::max(width, verdict.account.size());
  if (!decision.candidates.empty()) out += fmt::format("\nCandidates of \"{}\"\n", decision.route);
  for (const CandidateVerdict& verdict : decision.candidates) out += candidate_text(verdict, width);
  out += '\n';
  for (const Reason& reason : decision.reasons) out += "Note: " + render(reason) + '\n';
  const string none = explanation.choice.availability == Availability::later
                          ? "nobody can take it now; some could later"
                          : "nobody can take it";
  out += fmt::format("Order: {}\n", decision.order.empty()
                                        ? none
                                        : fmt::format("{}", fmt::join(decision.order, ", ")));
  return out;
}

}  // namespace wesel
