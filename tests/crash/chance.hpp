// The dice of one thread of the loop. The same seed throws the same; what the programs and the
// kernel make of it in real time does not repeat.
#pragma once

#include <cstdint>
#include <random>
#include <span>

namespace wesel::crash {

class Chance {
 public:
  Chance(std::uint64_t seed, std::uint64_t stream) : engine_(seed * 1'000'003 + stream) {}

  int between(int low, int high) { return std::uniform_int_distribution<int>(low, high)(engine_); }
  bool percent(int likely) { return between(1, 100) <= likely; }
  template <class T, std::size_t N>
  const T& one_of(const T (&all)[N]) {
    return all[static_cast<std::size_t>(between(0, static_cast<int>(N) - 1))];
  }

 private:
  std::mt19937_64 engine_;
};

}  // namespace wesel::crash
