#include "crash/audit.hpp"

#include <algorithm>
#include <array>

namespace wesel::crash {

using std::string;

namespace {

constexpr std::size_t kKeyLength = 26;

// What the ids of a payment and of its attempts have in common.
string key_of(const string& id) {
  const std::size_t at = id.find('_');
  return at == id.npos ? string() : id.substr(at + 1, kKeyLength);
}

bool has_money(const string& status) { return status == "paid" || status == "completed"; }

bool says(const Stored& payment, const char* exception) {
  return std::count(payment.exceptions.begin(), payment.exceptions.end(), exception) > 0;
}

// What surely moved by our book. What came back did not.
std::int64_t moved(const Stored& payment) {
  std::int64_t sum = 0;
  for (const StoredAttempt& attempt : payment.attempts)
    if (has_money(attempt.status)) sum += payment.amount;
  return payment.out && says(payment, "returned") ? 0 : sum;
}

// A later one is never followed by an earlier one, but by another choice of method.
int rank(const string& status, int choices) {
  if (status == "requires_method" || status == "processing") return 0;
  if (status == "pending") return choices > 0 ? 0 : 1;
  if (status == "paid") return 3;
  return status == "completed" ? 4 : 2;
}

class Audit {
 public:
  explicit Audit(const Books& books) : books_(books) {}

  std::vector<Breach> run() {
    for (const auto& [id, payment] : books_.stored) by_key_[key_of(id)] = &payment;
    for (const Held& held : books_.held) held_[key_of(held.attempt)].push_back(&held);
    for (const auto& [reference, answered] : books_.answered) check_answers(reference, answered);
    check_references();
    for (const Held& held : books_.held) check_held(held);
    for (const auto& [id, payment] : books_.stored) check_payment(payment);
    for (const bool out : {false, true}) check_sums(out);
    check_told();
    return std::move(breaches_);
  }

 private:
  void broke(Kind kind, const string& payment, string text) {
    breaches_.push_back({kind, payment, std::move(text)});
  }

  void check_answers(const string& reference, const Answered& answered) {
    for (const string& text : answered.surprises) broke(Kind::surprise, reference, text);
    if (answered.ids.size() > 1)
      broke(Kind::doubled, reference, "one reference was answered with two ids");
    const std::set<string> shown(answered.shown.begin(), answered.shown.end());
    const bool again = shown.size() < answered.shown.size();
    if (again || answered.shown.size() > 1 + static_cast<std::size_t>(answered.choices))
      broke(Kind::doubled, reference, "two instruments were shown to be paid");
    int highest = 0;
    for (const string& status : answered.statuses) {
      const int reached = rank(status, answered.choices);
      if (reached < highest) broke(Kind::backwards, reference, "went back to " + status);
      highest = std::max(highest, reached);
    }
    for (const string& id : answered.ids) {
      const auto found = books_.stored.find(id);
      if (found == books_.stored.end())
        broke(Kind::lost, id, "was answered and is not in the store");
      else if (rank(found->second.status, answered.choices) < highest)
        broke(Kind::backwards, id, "is stored as " + found->second.status + ", was seen further");
    }
  }

  void check_references() {
    std::map<string, string> first;
    for (const auto& [id, payment] : books_.stored) {
      const auto [other, fresh] = first.emplace(payment.reference, id);
      if (!fresh)
        broke(Kind::doubled, id, "has the reference " + payment.reference + " of " + other->second);
    }
  }

  // The attempt that a provider knows must be ours, and at that provider.
  void check_held(const Held& held) {
    const auto found = by_key_.find(key_of(held.attempt));
    if (found != by_key_.end())
      for (const StoredAttempt& attempt : found->second->attempts)
        if (attempt.id == held.attempt && attempt.provider == held.provider) return;
    broke(Kind::lost, held.attempt, held.provider + " holds it as " + held.id + ", we do not");
  }

  void check_payment(const Stored& payment) {
    const std::int64_t ours = moved(payment);
    std::int64_t theirs = 0;
    int pushes = 0, paid_there = 0;
    if (payment.status == "processing") broke(Kind::unknown, payment.id, "is processing at rest");
    for (const StoredAttempt& attempt : payment.attempts) {
      if (attempt.status == "processing" || attempt.status == "unknown")
        broke(Kind::unknown, payment.id, attempt.id + " is " + attempt.status + " at rest");
    }
    if (payment.out && held_[key_of(payment.id)].size() > 1)
      broke(Kind::doubled, payment.id, "is in the ledgers twice");
    for (const Held* held : held_[key_of(payment.id)]) {
      pushes += held->push;
      paid_there += held->paid > 0;
      theirs += held->paid;
    }
    const auto answered = books_.answered.find(payment.reference);
    const int choices = answered == books_.answered.end() ? 0 : answered->second.choices;
    if (pushes > 1 + choices) broke(Kind::doubled, payment.id, "was pushed to a phone twice");
    if (paid_there > 1 && !says(payment, "paid_twice"))
      broke(Kind::doubled, payment.id, "was paid twice and nobody is told");
    if (ours != theirs)
      broke(Kind::money, payment.id,
            "has " + std::to_string(ours) + " here and " + std::to_string(theirs) + " there");
    const bool back = payment.out && says(payment, "returned");
    if (has_money(payment.status) != (ours > 0 || back) ||
        (ours > 0 && !payment.out && payment.amount_paid != payment.amount))
      broke(Kind::money, payment.id,
            "is " + payment.status + " with " + std::to_string(payment.amount_paid) + " paid");
    check_events(payment);
  }

  void check_events(const Stored& payment) {
    const string kind = payment.out ? "payout." : "payment.";
    std::int64_t expected = 0;
    string last;
    for (const StoredEvent& event : payment.events) {
      if (event.sequence != ++expected)
        broke(Kind::events, payment.id, "has a gap before event " + std::to_string(event.sequence));
      expected = event.sequence;
      if (event.type != kind + "exception") last = event.type;
      if (event.delivery == "pending")
        broke(Kind::events, payment.id, event.id + " is not delivered at rest");
    }
    const bool silent = payment.status == "requires_method";  // nobody is told of an open choice
    if (!silent && last != kind + payment.status)
      broke(Kind::events, payment.id, "is " + payment.status + ", its last event " + last);
  }

  void check_sums(bool out) {
    std::int64_t ours = 0, theirs = 0;
    for (const Held& held : books_.held)
      if (held.out == out) theirs += held.paid;
    for (const auto& [id, payment] : books_.stored)
      if (payment.out == out) ours += moved(payment);
    if (ours != theirs)
      broke(Kind::money, out ? "all payouts" : "all payments",
            "our sum is " + std::to_string(ours) + ", the providers' " + std::to_string(theirs));
  }

  // Every event came, none before the one ahead of it, and none that is not ours.
  void check_told() {
    std::map<string, std::int64_t> last;
    std::set<string> came;
    for (const Told& told : books_.told) {
      if (told.taken) came.insert(told.event);
      if (!told.genuine) broke(Kind::events, told.payment, told.event + " is not signed by us");
      std::int64_t& highest = last[told.payment];
      if (told.sequence > highest + 1)
        broke(Kind::events, told.payment, told.event + " overtook another");
      highest = std::max(highest, told.sequence);
    }
    std::set<string> ours;
    for (const auto& [id, payment] : books_.stored)
      for (const StoredEvent& event : payment.events) {
        ours.insert(event.id);
        if (!came.contains(event.id) && event.delivery != "undelivered")
          broke(Kind::events, id, event.id + " (" + event.type + ") never reached the merchant");
      }
    for (const Told& told : books_.told)
      if (!ours.contains(told.event))
        broke(Kind::lost, told.payment, told.event + " was told and is not in the store");
  }

  const Books& books_;
  std::map<string, const Stored*> by_key_;
  std::map<string, std::vector<const Held*>> held_;
  std::vector<Breach> breaches_;
};

}  // namespace

std::string_view name(Kind kind) {
  static constexpr std::array<std::string_view, kKinds> kNames = {
      "lost", "doubled", "unknown", "events", "money", "backwards", "surprise"};
  return kNames[static_cast<std::size_t>(kind)];
}

std::vector<Breach> audit(const Books& books) { return Audit(books).run(); }

}  // namespace wesel::crash
