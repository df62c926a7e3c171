// WESEL_SEEDS (default 200) and WESEL_SEED (the first) choose the runs; WESEL_STORY tells them.
#include <catch2/catch.hpp>
#include <cstdlib>
#include <iostream>

#include "scenario.hpp"

using wesel::simulation::Scenario;

namespace {

std::uint64_t from_environment(const char* name, std::uint64_t otherwise) {
  const char* text = std::getenv(name);
  return text ? std::strtoull(text, nullptr, 10) : otherwise;
}

}  // namespace

TEST_CASE("whatever dies and whatever is lost, the books agree") {
  const std::uint64_t first = from_environment("WESEL_SEED", 1);
  const std::uint64_t count = from_environment("WESEL_SEEDS", 200);
  for (std::uint64_t seed = first; seed < first + count; ++seed) {
    Scenario scenario(seed);
    scenario.run();
    if (std::getenv("WESEL_STORY")) std::cerr << scenario.story();
    if (!scenario.broken_laws().empty()) {
      std::cerr << "seed " << seed << ", the story:\n" << scenario.story();
      for (const std::string& law : scenario.broken_laws()) std::cerr << "BROKEN: " << law << '\n';
    }
    INFO("seed " << seed);
    REQUIRE(scenario.broken_laws().empty());
  }
}

TEST_CASE("the same seed tells the same story") {
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    Scenario one(seed), two(seed);
    one.run();
    two.run();
    CHECK_FALSE(one.story().empty());
    CHECK(one.story() == two.story());
  }
}
