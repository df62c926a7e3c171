// Randomness comes in as an argument, so that a simulation can repeat a run.
#pragma once

#include <cstdint>
#include <span>

namespace wesel {

// Any thread.
class Entropy {
 public:
  virtual ~Entropy() = default;
  virtual void fill(std::span<std::uint8_t> out) = 0;
};

// The operating system's.
class SystemEntropy final : public Entropy {
 public:
  void fill(std::span<std::uint8_t> out) override;
};

}  // namespace wesel
