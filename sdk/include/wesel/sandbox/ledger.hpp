// What a sandbox remembers of payments and payouts. In memory, safe from many threads: look-ups
// give copies, changes run under the lock. It knows no provider's rules.
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <unordered_map>
#include <vector>

#include "wesel/sandbox/formats.hpp"
#include "wesel/sandbox/message.hpp"

namespace wesel::sandbox {

struct Entry {
  Kind kind = Kind::payment;
  std::string id;         // the provider's
  std::string reference;  // the merchant's
  std::string method;     // the provider's word, for the reader of the ledger
  std::string status;     // the provider's word
  std::string currency = "IDR";
  Amount amount;               // as asked
  Amount due;                  // what the customer must send, where that differs
  std::optional<Amount> paid;  // what came
  Time created{};
  Time asked{};  // last query that was answered
  std::optional<Time> expires;
  std::optional<Time> paid_at;
  std::optional<Time> ended_at;
  std::string reason;  // why it failed
  std::string callback_url;
  std::string callback_key;
  std::map<std::string, std::string> fields;  // whatever else the provider keeps

  const std::string& field(const std::string& name) const;
};

class Ledger {
 public:
  // Beyond `limit` entries the oldest are forgotten.
  explicit Ledger(std::size_t limit) : limit_(limit) {}

  // False if the id is in use, or the reference when it must be unique.
  bool add(Entry entry, bool unique_reference = true);
  // By the provider's id or the merchant's reference.
  std::optional<Entry> find(Kind kind, std::string_view name) const;
  // Runs `edit` under the lock and gives the entry as it is then.
  std::optional<Entry> change(Kind kind, std::string_view name,
                              const std::function<void(Entry&)>& edit);
  std::vector<Entry> list(Kind kind, std::size_t most) const;  // newest first
  std::size_t count(Kind kind) const;
  // Grows by one a call, and over restarts too: a number to make ids from.
  std::uint64_t next_number();
  void clear();

 private:
  Entry* locate(Kind kind, std::string_view name) const;

  const std::size_t limit_;
  mutable std::mutex mutex_;
  mutable std::deque<Entry> entries_;
  std::uint64_t first_ = 0;  // the number of entries_.front()
  std::unordered_map<std::string, std::uint64_t> by_id_, by_reference_;
  std::uint64_t number_ = 0;
};

}  // namespace wesel::sandbox
