// Payments that are made and then paid, each step one batch that touches every table, and a memory
// of what the store answered: so a story about bad disks can ask afterwards whether the store kept
// its word. It does not judge conflicts; commit_test does.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "store/store.hpp"

namespace wesel {

class Books {
 public:
  // Batch 2n makes payment n, batch 2n + 1 pays it: payment, event, delivery, callback, key.
  static Batch batch(int number);

  // Commits that batch and remembers the answer.
  Result<Committed> commit(Store& store, int number);

  // What is wrong in a store now: answered and not there, half there. A batch that was refused may
  // be there whole or not at all, for the power can go after it was written and before the answer;
  // whatever it is found to be, it has to stay.
  std::vector<std::string> complaints(Store& store);

  // Nothing of that batch is there.
  static bool untouched(Store& store, int number);

 private:
  std::map<int, bool> done_;  // by batch; false: refused
};

// What SQLite says of that file to PRAGMA `name`, or the error that stood in the way.
std::string pragma(const std::string& path, const std::string& vfs, const std::string& name);

}  // namespace wesel
