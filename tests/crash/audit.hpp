// Compares the four books when everything is at rest and says what they contradict each other in.
// Pure: it asks nobody, and the same books give the same breaches.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "crash/books.hpp"

namespace wesel::crash {

enum class Kind {
  lost,       // answered or held by a provider, and not in our store
  doubled,    // two instruments, pushes or payments for one; a payout in two entries; money twice
              // that nobody is told of
  unknown,    // an outcome that is still not known
  events,     // a change that the merchant was not told of, or wrongly
  money,      // the providers' sum is not ours
  backwards,  // a status that went back
  surprise,   // an answer that no merchant should get
};
inline constexpr int kKinds = 7;
std::string_view name(Kind kind);

struct Breach {
  Kind kind;
  std::string payment;  // its id, else the reference or attempt
  std::string text;
};

std::vector<Breach> audit(const Books& books);

}  // namespace wesel::crash
