// What becomes of an entry after its create: it expires, somebody acts on it, and a callback tells
// of it, with the faults that callbacks were told to have.
#include "wesel/sandbox.hpp"

namespace wesel::sandbox {

namespace {

constexpr Millis kFirstCallbackWait{5'000};

}  // namespace

bool Sandbox::remember(Entry entry, bool unique_reference) {
  const auto expires = entry.expires;
  const Kind kind = entry.kind;
  const std::string id = entry.id;
  if (!ledger_.add(std::move(entry), unique_reference)) return false;
  if (expires) schedule_.at(*expires, [this, kind, id] { act(kind, id, {.name = "expire"}); });
  return true;
}

Change Sandbox::act(Kind kind, std::string_view reference, Action action) {
  action.at = std::chrono::system_clock::now();
  Change change;
  const auto entry =
      ledger_.change(kind, reference, [&](Entry& found) { change = apply(found, action); });
  if (!entry) return {.problem = "not found"};
  if (change.problem.empty() && change.tell) tell(*entry);
  return change;
}

void Sandbox::tell(const Entry& entry, Twist twist, std::string note) {
  if (!callback(entry, {})) return;
  Millis delay{0};
  bool twice = false, drop = false;
  std::optional<Millis> hold;
  for (const Fault& fault : faults_.take_for_callback()) {
    note += (note.empty() ? "" : ", ") + fault.name;
    if (fault.name == "twice") twice = true;
    if (fault.name == "drop") drop = true;
    if (fault.name == "late") delay = Millis(fault.ms.value_or(2'000));
    if (fault.name == "out_of_order") hold = Millis(fault.ms.value_or(2'000));
    if (fault.name == "forged") {
      twist.forged = true;
      twist.without_signature = fault.variant == "unsigned";
    }
    if (fault.name == "other_amount") {
      const Amount told = entry.paid.value_or(entry.amount);
      twist.amount = fault.amount.value_or(told + Amount::whole(1));
    }
  }
  Delivery delivery{.kind = entry.kind,
                    .entry = entry.id,
                    .reference = entry.reference,
                    .status = entry.status,
                    .note = note,
                    .callback = callback(entry, twist).value_or(Callback{})};
  if (drop) return callbacks_.drop(std::move(delivery));
  const std::string key = std::string(name_of(entry.kind)) + entry.id;
  if (hold) {
    const std::lock_guard lock(mutex_);
    held_[key] = std::move(delivery);
    schedule_.after(*hold, [this, key] { release(key); });
    return;
  }
  std::function<void()> then = [this, key] { release(key); };
  if (twice) {
    then = [this, key, delivery] {
      callbacks_.send(delivery);
      release(key);
    };
  }
  callbacks_.send(std::move(delivery), delay, std::move(then));
}

void Sandbox::release(const std::string& key) {
  std::optional<Delivery> freed;
  {
    const std::lock_guard lock(mutex_);
    const auto found = held_.find(key);
    if (found == held_.end()) return;
    freed = std::move(found->second);
    held_.erase(found);
  }
  callbacks_.send(std::move(*freed));
}

bool Sandbox::after_create(const Response& response, const Request& request) {
  const std::optional<Entry> entry = ledger_.find(response.kind, response.created);
  if (!entry) return false;
  created(*entry);
  if (options_.outcomes) force_outcome(*entry);
  if (options_.outcomes && falls_silent(*entry)) return true;
  const std::optional<Fault> early = faults_.take_before_answer(request.operation);
  if (!early) return false;
  const char* action = entry->kind == Kind::payout ? "complete" : "pay";
  act(entry->kind, entry->id, {.name = action, .amount = early->amount});
  callbacks_.wait_first(entry->id, kFirstCallbackWait);
  return false;
}

}  // namespace wesel::sandbox
