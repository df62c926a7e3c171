// Payments and answers as the engine's tests tell their stories with.
#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "engine/settle.hpp"

namespace wesel::stories {

inline const Currency kRupiah = *find_currency("IDR");
inline const Time kNoon = from_ms(1'767'250'800'000);

// Being sent to the account "first".
inline Payment being_sent(Kind kind = Kind::payment) {
  Payment p;
  p.id = kind == Kind::payment ? "pay_01K0000000000000000000000A" : "po_01K0000000000000000000000A";
  p.kind = kind;
  p.merchant = "acme";
  p.reference = "ORDER-1";
  p.amount = {100'000, kRupiah};
  p.method = {"virtual_account", "BCA", {}};
  p.created_at = p.updated_at = kNoon;
  p.expires_at = kNoon + std::chrono::hours(24);
  p.status = Status::processing;
  p.version = 1;
  Attempt a;
  a.number = 1;
  a.account = "first";
  a.method = p.method;
  a.created_at = a.updated_at = kNoon;
  a.deadline = kNoon + std::chrono::seconds(4);
  p.attempts.push_back(a);
  p.current = 1;
  p.decision.order = {"first", "second"};
  return p;
}

inline Told told(ProviderState state) {
  Told t;
  t.state = state;
  t.provider_reference = "P-1";
  return t;
}

inline Answer answer(Outcome outcome, ProviderState state = ProviderState::none) {
  Answer a;
  a.outcome = outcome;
  if (state != ProviderState::none) a.told = told(state);
  return a;
}

// A payment that the customer can pay.
inline Payment waiting() {
  Payment p = being_sent();
  Changes changes;
  settle_create(p, 1, answer(Outcome::accepted, ProviderState::pending), kNoon, changes);
  p.sequence += static_cast<std::int64_t>(changes.events.size());
  return p;
}

// A second attempt beside the first, which is left as `first` says.
inline Payment with_second(AttemptStatus first) {
  Payment p = being_sent();
  p.attempts[0].status = first;
  Attempt b = p.attempts[0];
  b.number = 2;
  b.account = "second";
  b.status = AttemptStatus::pending;
  p.attempts.push_back(b);
  p.current = 2;
  p.status = Status::pending;
  return p;
}

inline std::vector<std::string> types(const Changes& changes) {
  std::vector<std::string> out;
  for (const Draft& draft : changes.events) out.push_back(draft.type);
  return out;
}

inline std::vector<std::string> exceptions(const Payment& p) {
  std::vector<std::string> out;
  for (const Exception& e : p.exceptions) out.emplace_back(name(e.type));
  return out;
}

using Words = std::vector<std::string>;

}  // namespace wesel::stories
