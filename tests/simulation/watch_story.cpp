// How the watch tells what it saw: a commit as one line, a payment's books as a few.
#include <fmt/format.h>

#include "watch.hpp"

namespace wesel::simulation {

using std::string;
using std::string_view;

namespace {

string attempt_line(const Attempt& a) {
  return fmt::format("/{} {} at {}", a.number, name(a.status), a.account);
}

}  // namespace

void Watch::tell(const Book* before, const Payment& after, const std::vector<EventRow>& events) {
  string line =
      fmt::format("the engine stores {} v{} {}", after.id, after.version, name(after.status));
  for (const Attempt& a : after.attempts) {
    const Attempt* old = before ? before->payment.attempt(a.number) : nullptr;
    if (!old || old->status != a.status) line += ", " + attempt_line(a);
  }
  for (std::size_t i = before ? before->payment.exceptions.size() : 0; i < after.exceptions.size();
       ++i)
    line += fmt::format(", exception {}", name(after.exceptions[i].type));
  for (const EventRow& event : events) line += ", tells " + event.type;
  world_.note(after.key(), std::move(line));
}

string Watch::books_of(string_view key) const {
  const Payment* p = find(key);
  if (!p) return "we hold nothing of it\n";
  string out = fmt::format("{} v{} is {}, asked {}, paid {}, events {}\n", p->id, p->version,
                           name(p->status), p->amount.text(),
                           p->amount_paid ? p->amount_paid->text() : "nothing", p->sequence);
  for (const Attempt& a : p->attempts) {
    const Held* held = held_by(*p, a);
    out += "  " + attempt_line(a) + (a.number == p->current ? " (current)" : "") + "; there: ";
    out += held ? fmt::format("{} {}, paid {} {} times", held->reference, held->state, held->paid,
                              held->times_paid)
                : string("nothing");
    out += '\n';
  }
  for (const Exception& e : p->exceptions)
    out += fmt::format("  exception {} {}: expected {}, was {}{}\n", name(e.type), e.attempt,
                       e.expected, e.actual, e.resolved_at ? ", resolved" : "");
  return out;
}

}  // namespace wesel::simulation
