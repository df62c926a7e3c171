#include "base/entropy.hpp"

#include <openssl/rand.h>

#include <stdexcept>

namespace wesel {

void SystemEntropy::fill(std::span<std::uint8_t> out) {
  if (RAND_bytes(out.data(), static_cast<int>(out.size())) != 1)
    throw std::runtime_error("the operating system gives no randomness");
}

}  // namespace wesel
