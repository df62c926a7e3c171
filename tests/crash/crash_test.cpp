// The crash loop as a test: WESEL_ROUNDS deaths of the real engine (50) from WESEL_SEED (1).
#include <catch2/catch.hpp>
#include <cstdlib>

#include "crash/crash_loop.hpp"

namespace wesel::crash {

namespace {

int number(const char* name, int otherwise) {
  const char* text = std::getenv(name);
  return text ? std::atoi(text) : otherwise;
}

}  // namespace

TEST_CASE("killed again and again, the engine loses no money and invents none") {
  CrashLoop loop(static_cast<std::uint64_t>(number("WESEL_SEED", 1)));
  CHECK(loop.run(number("WESEL_ROUNDS", 50)));
}

}  // namespace wesel::crash
