// Reads the engine's book over its API and the providers' over their control side, newest first,
// back to what was read and closed before.
#pragma once

#include <map>
#include <set>
#include <string>

#include "crash/books.hpp"
#include "journeys/installation.hpp"

namespace wesel::crash {

class Reader {
 public:
  explicit Reader(journeys::Installation& wesel) : wesel_(wesel) {}

  // False when an answer did not come: the engine may be busy.
  bool read_store(Books& books);
  bool read_ledgers(Books& books);
  // What these books hold is left out from now on, until reopen().
  void close(const Books& books);
  // Everything again: false when a provider cannot say what became of an entry.
  bool reopen();
  bool is_closed(std::string_view id) const;

 private:
  bool read_objects(Books& books, bool out);
  bool read_events(Books& books);
  bool read_ledger(Books& books, journeys::Provider& provider, bool out);

  journeys::Installation& wesel_;
  std::map<std::string, Held> held_;  // by provider and id, all that were ever seen
  std::set<std::string> closed_;      // keys: what the ids of a payment and its attempts share
};

}  // namespace wesel::crash
