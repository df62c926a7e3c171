// The index against the plain meaning of the rules, on random rules and payments; and the proofs
// that check stands on against the same payments.
#include <fmt/format.h>
#include <catch2/catch.hpp>

#include "routing/implication.hpp"
#include "routing/random_rules.hpp"
#include "routing/wording.hpp"

using namespace wesel;
using namespace wesel::scene;

namespace {

string first_plainly(const std::vector<Route>& routes, const Occasion& occasion) {
  for (const Route& one : routes)
    if (plainly(one.when, occasion)) return one.name;
  return "";
}

Clause compiled(const When& when) {
  std::vector<Problem> problems;
  Clause clause = compile(when, problems);
  REQUIRE(problems.empty());
  return flatten(std::move(clause));
}

}  // namespace

TEST_CASE("the index finds what a plain reading of the rules finds") {
  Dice dice(20260102);
  int decided = 0, matched = 0;
  for (int set = 0; set < 250; ++set) {
    // Often more routes than a word of the index has bits.
    std::vector<Route> routes(1 + dice.below(200));
    for (std::size_t i = 0; i < routes.size(); ++i) {
      routes[i] = route(std::to_string(i), random_when(dice));
      // Few that take everything, or the later ones would never be asked.
      if (routes[i].when.all.size() < 3) routes[i].when.all.push_back(random_condition(dice));
      routes[i].when.all.push_back(is("merchant", Texts{dice.of({"acme", "apex", "zeta"})}));
    }
    const Desk desk(routes);
    REQUIRE(desk.compiled().rules);
    for (int i = 0; i < 400; ++i, ++decided) {
      const Occasion occasion = random_occasion(dice);
      const string expected = first_plainly(routes, occasion);
      const auto got = desk.rules().match(facts_of(occasion.payment, occasion.now));
      const string name = got ? routes[*got].name : "";
      if (name != expected)
        FAIL(fmt::format("set {}: {} instead of {} for {}", set, name, expected,
                         expected.empty() ? "" : text_of(routes[std::stoul(expected)].when)));
      matched += got.has_value();
    }
  }
  CHECK(decided == 100'000);
  CHECK(matched > 30'000);
}

TEST_CASE("more attributes than the index has tables are still all looked at") {
  std::vector<Route> routes;
  Payment ours = payment();
  for (int i = 0; i < 100; ++i)
    routes.push_back(route(std::to_string(i), when({is(fmt::format("metadata.k{}", i), "v")})));
  const Desk desk(routes);
  for (int i = 99; i >= 0; --i) {
    ours.metadata = {{fmt::format("k{}", i), "v"}};
    CHECK(desk.route(ours) == std::to_string(i));
  }
  ours.metadata = {{"k100", "v"}};
  CHECK(desk.route(ours).empty());
}

TEST_CASE("what is proved about rules holds for every payment tried") {
  Dice dice(4);
  std::vector<Occasion> occasions;
  for (int i = 0; i < 300; ++i) occasions.push_back(random_occasion(dice));
  int never = 0, implied = 0;
  for (int i = 0; i < 20'000; ++i) {
    const When a = random_when(dice), b = random_when(dice);
    const bool is_never = never_holds(compiled(a));
    const bool is_implied = implies(compiled(a), compiled(b));
    never += is_never;
    implied += is_implied && !is_never && !b.all.empty();
    if (!is_never && !is_implied) continue;
    for (const Occasion& occasion : occasions) {
      if (!plainly(a, occasion)) continue;
      if (is_never) FAIL("never: " + text_of(a));
      if (is_implied && !plainly(b, occasion)) FAIL(text_of(a) + " implies " + text_of(b));
    }
  }
  CHECK(never > 100);
  CHECK(implied > 100);
}

TEST_CASE("cases of a clause miss nothing of it") {
  Dice dice(5);
  for (int i = 0; i < 3'000; ++i) {
    const When a = random_when(dice);
    const Condition cut = random_condition(dice);
    const Clause clause = compiled(a), cutting = compiled(when({cut}));
    const auto cases = cases_of(clause, *find_attribute(cut.attribute), {&cutting.all.front()});
    if (cases.empty()) continue;
    for (int j = 0; j < 50; ++j) {
      const Occasion occasion = random_occasion(dice);
      if (!plainly(a, occasion)) continue;
      const Facts facts = facts_of(occasion.payment, occasion.now);
      const Subject subject{facts, local_time(occasion.now, "Asia/Jakarta")};
      CHECK(std::any_of(cases.begin(), cases.end(),
                        [&](const Clause& one) { return one.holds(subject); }));
    }
  }
}
