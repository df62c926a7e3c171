// The workers that fetch what providers tell of themselves, their lists of methods and their
// balances, when it is due or wanted. What nobody could fetch stays as it was.
#pragma once

#include "engine/engine.hpp"

namespace wesel {

Pace pace_of_list(const Account& account);
Pace pace_of_amount(const Account& account);  // the list of one amount: only when somebody looks
Pace pace_of_balance(const Account& account);

// Fetches one thing that is due; false: nothing is. `next` becomes earlier where something will be.
bool fetch_one(Context& context, Instant& next);

class Fetching {
 public:
  // Looks for new accounts at least every `longest_sleep`.
  explicit Fetching(Context& context, Millis longest_sleep = std::chrono::seconds(10));
  void start();
  void stop();  // what is under way ends; then Tasks::join returns

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace wesel
