#include "base/entropy.hpp"

#include <unistd.h>

#include <algorithm>
#include <stdexcept>

namespace wesel {

void SystemEntropy::fill(std::span<std::uint8_t> out) {
  constexpr std::size_t kAtOnce = 256;  // getentropy gives no more
  for (; !out.empty(); out = out.subspan(std::min(out.size(), kAtOnce)))
    if (::getentropy(out.data(), std::min(out.size(), kAtOnce)) != 0)
      throw std::runtime_error("the operating system gives no randomness");
}

}  // namespace wesel
