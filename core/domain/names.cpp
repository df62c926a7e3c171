// The words of every closed set, as merchants, rows and logs see them, in the order of the enums.
#include <array>

#include "domain/lifecycle.hpp"
#include "domain/payment.hpp"

namespace wesel {

using std::string_view;

namespace {

template <class Enum, std::size_t N>
constexpr string_view word(const std::array<string_view, N>& words, Enum value) {
  return words[static_cast<std::size_t>(value)];
}

template <class Enum, std::size_t N>
std::optional<Enum> find(const std::array<string_view, N>& words, string_view text) {
  for (std::size_t i = 0; i < N; ++i)
    if (words[i] == text) return static_cast<Enum>(i);
  return {};
}

constexpr std::array<string_view, 2> kModes{"sandbox", "live"};
constexpr std::array<string_view, 2> kKinds{"payment", "payout"};
constexpr std::array<string_view, 8> kProviderStates{"none",   "pending", "paid",      "completed",
                                                     "failed", "expired", "cancelled", "returned"};
constexpr std::array<string_view, 6> kOutcomes{"accepted", "refused_here", "refused_everywhere",
                                               "not_sent", "unknown",      "not_found"};
constexpr std::array<string_view, kStatuses> kStatusWords{
    "requires_method", "processing", "pending", "paid",
    "completed",       "failed",     "expired", "cancelled"};
constexpr std::array<string_view, kAttemptStatuses> kAttemptStatusWords{
    "processing", "pending", "paid",     "completed", "failed",    "expired",
    "cancelled",  "refused", "not_sent", "unknown",   "abandoned", "superseded"};
constexpr std::array<string_view, 6> kExceptions{
    "paid_late", "paid_twice", "amount_mismatch", "needs_review", "completed_late", "returned"};
constexpr std::array<string_view, kChanges> kChangeWords{
    "method_chosen", "doubted", "accepted", "choice_failed", "paid",
    "completed",     "refused", "expired",  "cancelled",     "returned"};
constexpr std::array<string_view, kAttemptChanges> kAttemptChangeWords{
    "refused", "not_sent", "doubted",   "accepted",  "paid",      "completed",
    "failed",  "expired",  "cancelled", "abandoned", "superseded"};
constexpr std::array<string_view, kRefundStatuses> kRefundStatusWords{"processing", "completed",
                                                                      "failed"};
constexpr std::array<string_view, kRefundChanges> kRefundChangeWords{"doubted", "accepted",
                                                                     "completed", "refused"};

}  // namespace

string_view name(Mode mode) { return word(kModes, mode); }
string_view name(Kind kind) { return word(kKinds, kind); }
string_view name(ProviderState state) { return word(kProviderStates, state); }
string_view name(Outcome outcome) { return word(kOutcomes, outcome); }
string_view name(Status status) { return word(kStatusWords, status); }
string_view name(AttemptStatus status) { return word(kAttemptStatusWords, status); }
string_view name(ExceptionType type) { return word(kExceptions, type); }
string_view name(Change change) { return word(kChangeWords, change); }
string_view name(AttemptChange change) { return word(kAttemptChangeWords, change); }
string_view name(RefundStatus status) { return word(kRefundStatusWords, status); }
string_view name(RefundChange change) { return word(kRefundChangeWords, change); }

std::optional<Status> find_status(string_view text) { return find<Status>(kStatusWords, text); }
std::optional<AttemptStatus> find_attempt_status(string_view text) {
  return find<AttemptStatus>(kAttemptStatusWords, text);
}
std::optional<ExceptionType> find_exception(string_view text) {
  return find<ExceptionType>(kExceptions, text);
}
std::optional<Mode> find_mode(string_view text) { return find<Mode>(kModes, text); }
std::optional<Kind> find_kind(string_view text) { return find<Kind>(kKinds, text); }
string_view prefix_of(Kind kind) { return kind == Kind::payment ? "pay" : "po"; }

}  // namespace wesel
