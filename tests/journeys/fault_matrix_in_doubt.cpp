// Faults while a payment is made that may not be left while it is in doubt: a push to a phone, and
// whatever its route forbids to leave. It goes nowhere else and comes to the true state by itself.
#include "journeys/fault_matrix_faults.hpp"

namespace wesel::journeys::matrix {

namespace {

constexpr const char* kAccepted = "Outcomes: accepted, follow it";
constexpr const char* kNext = "Outcomes: refused or not sent, next candidate";
constexpr const char* kFound = "While it is unknown: found, its state is applied";
constexpr const char* kAgain = "While it is unknown: not found twice, 30 s apart, so sent again";
constexpr const char* kSameBytes = "The wire: replay safe, the same bytes again";

Row sure(const Fault& fault, int sent, const char* rule) {
  return {Story::push,
          "komopay",
          "create",
          fault,
          {"201 pending", "pending", "komopay pending", sent, "PROCESSING", "pending", ""},
          rule,
          "push"};
}

Row doubted(const Fault& fault, int sent, const char* rule) {
  return {Story::push,
          "komopay",
          "create",
          fault,
          {"202 processing", "pending", "komopay pending", sent, "PROCESSING",
           "processing, pending", ""},
          rule,
          "push"};
}

Row next(const char* operation, const Fault& fault, const char* first, int sent) {
  return {Story::push,
          "komopay",
          operation,
          fault,
          {"201 pending", "pending", std::string("komopay ") + first + ", komopay_b pending", sent,
           kNothing, "pending", ""},
          kNext,
          "push"};
}

// A virtual account, on a route that never leaves what is in doubt.
Row kept(const char* provider, const Fault& fault, int sent, const char* waiting,
         const char* rule) {
  return {Story::create,
          provider,
          "create",
          fault,
          {"202 processing", "pending", std::string(provider) + " pending", sent, waiting,
           "processing, pending", ""},
          rule,
          std::string("never ") + provider};
}

}  // namespace

Rows in_doubt_rows() {
  return {
      sure(kNone, 1, kAccepted),
      sure(kSlow, 1, kAccepted),
      sure(kReset, 2, kSameBytes),
      sure(kDoneReset, 2, kSameBytes),
      sure(kTruncated, 2, kSameBytes),
      sure(kOversized, 2, kSameBytes),
      sure(kDone409, 1, kFound),
      doubted(kLate, 1, kFound),
      doubted(kDone500, 1, kFound),
      doubted(kDoneSilence, 1, kFound),
      doubted(kGarbled, 1, kFound),
      doubted(always(kDoneReset), 3, kFound),
      doubted(always(kTruncated), 3, kFound),
      doubted(always(kOversized), 3, kFound),
      doubted(k500, 2, kAgain),
      doubted(k503, 2, kAgain),
      doubted(k408, 2, kAgain),
      doubted(k409, 2, kAgain),
      doubted(kSilence, 2, kAgain),
      doubted(kHtml200, 2, kAgain),
      doubted(kHtml502, 2, kAgain),
      doubted(always(kReset), 4, kAgain),
      next("create", kRefuse, "not_sent", 0),
      next("create", k429, "refused", 1),
      next("create", k400, "refused", 1),
      next("create", k401, "refused", 1),
      next("token", k500, "not_sent", 0),
      next("token", kSilence, "not_sent", 0),
      next("token", k429, "not_sent", 0),
      kept("komopay", kDone500, 1, "PROCESSING", kFound),
      kept("komopay", k500, 2, "PROCESSING", kAgain),
      kept("fazz", kDone500, 1, "pending", kFound),
      kept("fazz", k500, 2, "pending", kAgain),
      kept("fazz", kSilence, 2, "pending", kAgain),
  };
}

}  // namespace wesel::journeys::matrix
