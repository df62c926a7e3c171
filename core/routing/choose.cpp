#include "routing/choose.hpp"

#include <algorithm>

#include "routing/eligibility.hpp"
#include "routing/pick.hpp"

namespace wesel {

namespace {

struct Candidate {
  std::uint32_t account;
  AccountHealth health;
  Kept kept;
};

// What the payment needs of its route later, when the rules may be others.
void copy_route(const Route& route, Decision& decision) {
  decision.route = route.name;
  decision.pick = name_of(route.pick);
  decision.max_attempts = route.failover.attempts;
  decision.within_ms = route.failover.within.count();
  decision.when_unseen = route.failover.unknown == UnknownPolicy::when_unseen;
}

void order(const Route& route, const Facts& facts, std::vector<Kept> kept, Decision& decision) {
  arrange(route.pick, facts, kept, decision.reasons);
  for (const Kept& one : kept) decision.order.emplace_back(one.name);
}

// When nobody else is left and breakers are all that is in the way, the least bad is probed.
void probe_least_bad(const std::vector<Candidate>& candidates, std::vector<Kept>& kept,
                     Decision& decision) {
  const Candidate* best = nullptr;
  CandidateVerdict* verdict = nullptr;
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    if (!only_breaker(decision.candidates[i])) continue;
    if (best && best->health.sickness <= candidates[i].health.sickness) continue;
    best = &candidates[i];
    verdict = &decision.candidates[i];
  }
  if (!best) return;
  verdict->kept = true;
  verdict->passing = false;
  kept.push_back(best->kept);
  decision.reasons.push_back({"probed", verdict->account});
}

void note_pin(const Facts& facts, Decision& decision) {
  if (facts.pin.empty()) return;
  const bool listed =
      std::any_of(decision.candidates.begin(), decision.candidates.end(),
                  [&](const CandidateVerdict& c) { return c.account == facts.pin; });
  decision.reasons.push_back({listed ? "pinned" : "pin_not_in_route", std::string(facts.pin)});
}

}  // namespace

Choice choose(const RuleSet& rules, const AccountIndex& accounts, const Facts& facts,
              const HealthOf& health) {
  Choice choice;
  Decision& decision = choice.decision;
  decision.version = rules.version();
  const std::optional<std::size_t> matched = rules.match(facts);
  if (!matched) {
    decision.reasons.push_back({"no_route", {}});
    return choice;
  }
  const Route& route = rules.routes()[*matched];
  choice.route = &route;
  copy_route(route, decision);

  const AccountIndex::Row row = accounts.find(facts);
  std::vector<Candidate> candidates;
  std::vector<Kept> kept;
  for (const RouteAccount& use : rules.candidates(*matched)) {
    const AccountOffers& account = accounts.accounts()[use.account];
    const Serving serving = row.at(use.account);
    const AccountHealth now = health ? health(use.account) : AccountHealth{};
    decision.candidates.push_back(judge(facts, account, serving, now));
    const Kept candidate{use.account, account.account, serving.in_currency.offer, use.weight};
    candidates.push_back({use.account, now, candidate});
    if (decision.candidates.back().kept) kept.push_back(candidate);
  }
  note_pin(facts, decision);
  if (kept.empty()) probe_least_bad(candidates, kept, decision);
  const bool later = std::any_of(decision.candidates.begin(), decision.candidates.end(),
                                 [](const CandidateVerdict& c) { return c.passing; });
  choice.availability = !kept.empty() ? Availability::now
                        : later       ? Availability::later
                                      : Availability::never;
  order(route, facts, std::move(kept), decision);
  return choice;
}

}  // namespace wesel
