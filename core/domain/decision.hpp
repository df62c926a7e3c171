// A routing decision as it is kept with its payment: which route matched, what became of each
// candidate and why. Reasons are codes with a detail; render() makes sentences when asked.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace wesel {

struct Reason {
  std::string code;    // "amount_above_maximum"
  std::string detail;  // "10000000"
  friend bool operator==(const Reason&, const Reason&) = default;
};

struct CandidateVerdict {
  std::string account;
  bool kept = false;
  bool passing = false;  // left out only for a passing reason: breaker, in flight, hours …
  std::vector<Reason> reasons;
};

struct Decision {
  std::string route;    // empty: no route matched
  std::string version;  // of the rule set
  std::string pick;     // the strategy that ordered the kept ones
  std::vector<CandidateVerdict> candidates;
  std::vector<std::string> order;  // kept accounts, first choice first
  std::vector<Reason> reasons;     // about the whole: the pick's figures, a pin
  // The route's failover, kept because the payment may outlive the rule set.
  int max_attempts = 3;
  std::int64_t within_ms = 10'000;
  bool when_unseen = true;  // may go on while a create is in doubt, where nobody was shown it
};

// "amount above the limit of 10000000".
std::string render(const Reason& reason);

}  // namespace wesel
