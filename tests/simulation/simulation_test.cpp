// WESEL_SEEDS (default 1000) and WESEL_SEED (the first) choose the runs; WESEL_STORY tells them.
#include <fmt/format.h>

#include <catch2/catch.hpp>
#include <chrono>
#include <cstdlib>
#include <iostream>

#include "scenario.hpp"

using wesel::simulation::Scenario;
using wesel::simulation::Tally;

namespace {

constexpr std::uint64_t kBetweenReports = 1000;

std::uint64_t from_environment(const char* name, std::uint64_t otherwise) {
  const char* text = std::getenv(name);
  return text ? std::strtoull(text, nullptr, 10) : otherwise;
}

double seconds_since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

// False: a law broke, and its story was told.
bool run(std::uint64_t seed, Tally& sum) {
  Scenario scenario(seed);
  scenario.run();
  sum.add(scenario.tally());
  if (std::getenv("WESEL_STORY")) std::cerr << "seed " << seed << '\n' << scenario.story().whole();
  if (scenario.broken_laws().empty()) return true;
  std::cerr << "seed " << seed << " breaks a law; of its order alone:\n"
            << scenario.indictment() << "Everything: ./dev simulate --seed " << seed
            << " --seeds 1 --story\n";
  return false;
}

}  // namespace

TEST_CASE("whatever dies and whatever is lost, the books agree") {
  const std::uint64_t first = from_environment("WESEL_SEED", 1);
  const std::uint64_t count = from_environment("WESEL_SEEDS", 1000);
  const auto start = std::chrono::steady_clock::now();
  Tally sum;
  for (std::uint64_t i = 1; i <= count; ++i) {
    INFO("seed " << first + i - 1);
    REQUIRE(run(first + i - 1, sum));
    if (i % kBetweenReports == 0 && i < count)
      std::cout << fmt::format("{} seeds, {:.0f} a second\n", i, double(i) / seconds_since(start))
                << std::flush;
  }
  std::cout << sum.text() << fmt::format("seconds     {:.1f}\n", seconds_since(start));
}

TEST_CASE("the same seed tells the same story") {
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    Scenario one(seed), two(seed);
    one.run();
    two.run();
    CHECK_FALSE(one.story().whole().empty());
    CHECK(one.story().whole() == two.story().whole());
  }
}
