// A payment (money in) or payout (money out) with all its attempts: the whole of what wesel knows
// about it. Plain data; only lifecycle.hpp changes its status.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/decision.hpp"
#include "domain/ids.hpp"
#include "domain/money.hpp"
#include "domain/outcome.hpp"

namespace wesel {

enum class Kind { payment, payout };
std::string_view name(Kind kind);
std::optional<Kind> find_kind(std::string_view text);
std::string_view prefix_of(Kind kind);  // of its ids

enum class Status {
  requires_method,
  processing,
  pending,
  paid,
  completed,
  failed,
  expired,
  cancelled,
};
std::string_view name(Status status);
std::optional<Status> find_status(std::string_view text);

enum class AttemptStatus {
  processing,  // being sent, or nobody has looked since
  pending,
  paid,
  completed,
  failed,
  expired,
  cancelled,
  refused,
  not_sent,
  unknown,     // in doubt: being asked about
  abandoned,   // left in doubt because nobody was shown it; watched
  superseded,  // replaced, by a change of method or by money on another attempt
};
std::string_view name(AttemptStatus status);
std::optional<AttemptStatus> find_attempt_status(std::string_view text);

struct Method {
  std::string type;  // "virtual_account"; empty: none chosen
  std::string channel;
  std::string display_name;
  friend bool operator==(const Method&, const Method&) = default;
};

struct Customer {
  std::string name, email, phone, ip, country;
  friend bool operator==(const Customer&, const Customer&) = default;
};

struct Item {
  std::string name;
  std::int64_t quantity = 1;
  std::optional<Money> price;  // of one
};

// Where a payout goes, or where money came from.
struct BankAccount {
  std::string name, number, type, bank_code, bank_name, branch, city, province;
};

struct Failure {
  std::string code;  // a failure.code of design/api.md; empty: none
  std::string message;
  std::string param;
  bool retryable = false;
  std::string provider_code, provider_message;
};

struct Attempt {
  int number = 0;
  std::string account;
  AttemptStatus status = AttemptStatus::processing;
  std::string provider_reference;
  Method method;
  Instructions instructions;
  Failure failure;
  std::optional<bool> provider_cancelled;  // whether the provider took the cancel
  Time created_at, updated_at;
  Time deadline;                // when its first conversation must have ended
  bool unseen_safe = false;     // at the time of sending
  std::string fee, settlement;  // as configured then, exact decimal text; empty: not configured
  std::optional<Time> paid_at;

  // Background questions.
  int questions = 0;                 // asked since the status last changed
  int not_found = 0;                 // answers "not found" that count
  std::optional<Time> not_found_at;  // when the last of them came
  std::optional<Time> doubt_since;   // when it became unknown
  std::optional<Time> asked_at;      // last question
  std::optional<Time> hurry_at;      // ask then, whatever the schedule says
  std::optional<Time> not_before;    // the provider may not be asked sooner
  std::optional<Time> next_at;       // next one; engine/plan derives it
};

enum class ExceptionType {
  paid_late,
  paid_twice,
  amount_mismatch,
  needs_review,
  completed_late,
  returned,
};
std::string_view name(ExceptionType type);
std::optional<ExceptionType> find_exception(std::string_view text);

struct Exception {
  ExceptionType type = ExceptionType::needs_review;
  Time at;
  std::string attempt;  // its id
  std::string expected, actual;
  std::optional<Time> resolved_at;
  std::string resolution, note, resolved_by;  // what an operator decided, why, and who that was
};

struct Payment {
  std::string id;  // pay_… or po_…
  Kind kind = Kind::payment;
  std::string merchant;
  Mode mode = Mode::sandbox;
  std::string reference;
  std::int64_t version = 0;   // of the stored row; 0: not stored yet
  std::int64_t sequence = 0;  // of its last event
  std::string fingerprint;    // of the request that made it

  Money amount;
  Status status = Status::processing;
  Method method;
  Customer customer;
  std::vector<Item> items;
  std::string description;
  std::string return_url, callback_url;
  Pairs metadata;
  std::string pin;                     // account asked for; empty: none
  std::optional<BankAccount> account;  // payouts
  std::string email, remark;           // payouts

  Time created_at, updated_at, expires_at;
  std::optional<Time> paid_at, completed_at, cancelled_at;
  std::string cancellation_reason;
  bool cancel_wanted = false;  // asked for, and the provider's answer is in doubt
  // Another method is wanted: the current attempt is being cancelled at its provider for it.
  bool change_wanted = false;
  std::optional<Money> amount_paid;
  std::string fee, settlement, fee_currency;
  Failure failure;
  std::vector<Exception> exceptions;

  Decision decision;
  std::vector<Attempt> attempts;
  int current = 0;             // number of the attempt that counts; 0: none
  int choices = 0;             // methods chosen since it was created
  int earlier_attempts = 0;    // how many were made for earlier choices
  std::optional<Time> due_at;  // when background work is next due

  std::string_view key() const { return std::string_view(id).substr(id.size() - 26); }
  std::string scope() const;  // merchant/mode/kind
  Attempt* attempt(int number);
  const Attempt* attempt(int number) const;
  Attempt* current_attempt() { return attempt(current); }
  const Attempt* current_attempt() const { return attempt(current); }
  std::string attempt_id(int number) const { return wesel::attempt_id(id, number); }
  bool has_open_exception(ExceptionType type) const;
  // Whether another method may be chosen when this one comes to nothing.
  bool may_choose_again(Time now) const;
};

std::string make_scope(std::string_view merchant, Mode mode, Kind kind);

}  // namespace wesel
