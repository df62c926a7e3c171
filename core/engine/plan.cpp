#include "engine/plan.hpp"

#include <algorithm>

namespace wesel {
namespace {

using Moment = std::optional<Time>;

Moment earliest(Moment a, Moment b) {
  if (!a || !b) return a ? a : b;
  return std::min(*a, *b);
}

// The last wait repeats.
Millis wait_of(const std::vector<Millis>& schedule, int asked) {
  if (schedule.empty()) return std::chrono::hours(1);
  return schedule[std::min<std::size_t>(static_cast<std::size_t>(asked), schedule.size() - 1)];
}

Time since(const Attempt& a) { return a.questions > 0 && a.asked_at ? *a.asked_at : a.updated_at; }

Moment by_schedule(const Attempt& a, const std::vector<Millis>& schedule) {
  return since(a) + wait_of(schedule, a.questions);
}

// The moment itself, unless the provider was asked after it.
Moment at_once_past(const Attempt& a, Time moment) {
  return a.asked_at && *a.asked_at >= moment ? Moment() : Moment(moment);
}

Moment next_pending(const Payment& p, const Attempt& a, const RecoveryConfig& recovery) {
  Moment next = by_schedule(a, recovery.pending_schedule);
  if (a.instructions.expires_at) next = earliest(next, at_once_past(a, *a.instructions.expires_at));
  if (a.number != p.current) return next;
  next = earliest(next, at_once_past(a, p.expires_at));
  return earliest(next, at_once_past(a, p.expires_at + recovery.expiry_grace));
}

// Ended, and yet there may be news: late money, or a payout's money that comes back.
bool over(const Attempt& a) {
  return a.status == AttemptStatus::completed || a.status == AttemptStatus::superseded ||
         a.status == AttemptStatus::expired || a.status == AttemptStatus::cancelled ||
         a.status == AttemptStatus::failed;
}

// Which of the late questions is the next; nothing when all were answered.
Moment late_question(const Attempt& a) {
  const auto answered = static_cast<std::size_t>(a.questions);
  if (answered >= std::size(kLateQuestions)) return {};
  return a.updated_at + kLateQuestions[answered];
}

// One that found nobody is asked hourly, but not for ever: the provider may be gone.
Moment next_late(const Attempt& a, Millis horizon) {
  const Moment next = late_question(a);
  if (!next || !a.asked_at || *a.asked_at < *next) return next;
  const Time again = *a.asked_at + kLateQuestions[0];
  return again <= *next + horizon ? Moment(again) : Moment();
}

Moment next_of(const Payment& p, const Attempt& a, const RecoveryConfig& recovery, Terms terms) {
  switch (a.status) {
    case AttemptStatus::processing: return a.deadline + kAfterDeadline;
    // Asked about or not, its horizon must be noticed.
    case AttemptStatus::unknown: return by_schedule(a, recovery.schedule);
    // An account that is not configured now may be again.
    case AttemptStatus::pending:
      return terms.askable ? next_pending(p, a, recovery)
                           : by_schedule(a, recovery.pending_schedule);
    case AttemptStatus::paid:
      return terms.askable && terms.tells_settlement ? by_schedule(a, recovery.pending_schedule)
                                                     : Moment();
    case AttemptStatus::abandoned: {
      const Moment next = by_schedule(a, recovery.pending_schedule);
      const Time end = p.expires_at + std::chrono::hours(24);
      return terms.askable && *next <= end ? next : Moment();
    }
    case AttemptStatus::superseded:
    case AttemptStatus::expired:
    case AttemptStatus::cancelled:
    case AttemptStatus::failed: return terms.askable ? next_late(a, recovery.horizon) : Moment();
    case AttemptStatus::completed:
      return terms.askable && p.kind == Kind::payout ? next_late(a, recovery.horizon) : Moment();
    case AttemptStatus::refused:
    case AttemptStatus::not_sent: return {};
  }
  return {};
}

// Who is sending it will hear of it anyway; who cannot be asked tells nothing.
bool may_hurry(const Attempt& a, Terms terms) {
  if (!a.hurry_at || a.status == AttemptStatus::processing) return false;
  return terms.askable || a.status == AttemptStatus::unknown;
}

// Nobody holds the payment now: the next candidate is to be tried.
bool between_attempts(const Payment& p) {
  if (p.status != Status::processing) return false;
  const Attempt* a = p.current_attempt();
  return !a || is_behind(*a);
}

}  // namespace

bool is_behind(const Attempt& a) {
  return over(a) || a.status == AttemptStatus::refused || a.status == AttemptStatus::not_sent ||
         a.status == AttemptStatus::abandoned;
}

void count_question(Attempt& a, Time asked, Time now, bool answered) {
  const Moment late = over(a) ? late_question(a) : Moment();
  a.asked_at = now;
  if (a.hurry_at && *a.hurry_at <= asked) a.hurry_at = {};
  if (!over(a) || (answered && late && now >= *late)) ++a.questions;
}

void plan(Payment& p, Time now, const RecoveryConfig& recovery, const TermsOf& terms_of) {
  Moment due;
  for (Attempt& a : p.attempts) {
    const Terms terms = terms_of(a);
    a.next_at = next_of(p, a, recovery, terms);
    if (may_hurry(a, terms)) a.next_at = earliest(a.next_at, a.hurry_at);
    // Else it would be due all the time until then, and keep the workers from those who may be
    // asked.
    if (a.not_before && a.next_at && a.status != AttemptStatus::processing)
      a.next_at = std::max(*a.next_at, *a.not_before);
    due = earliest(due, a.next_at);
  }
  if (between_attempts(p)) due = earliest(due, now);
  const bool frozen = p.has_open_exception(ExceptionType::amount_mismatch);
  if (p.status == Status::requires_method && !frozen) due = earliest(due, p.expires_at);
  p.due_at = due;
}

}  // namespace wesel
