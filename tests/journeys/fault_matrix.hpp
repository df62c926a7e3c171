// The fault matrix: every fault of the sandboxes at every operation of every provider, and the end
// that the money rules promise for it. Rows are data, written from the rules and never from what
// the engine did; a Scene plays many rows on one installation and compares.
#pragma once

#include <string>
#include <vector>

#include "journeys/installation.hpp"

namespace wesel::journeys::matrix {

// What is done to bring the operation about.
enum class Story {
  create,      // a payment is made
  push,        // the same by a push to a phone, which is not safe to leave in doubt
  query,       // the merchant asks for a fresh look at a payment that was paid untold
  cold_query,  // the same, after all remembered tokens were lost
  cancel,
  simulate,  // the first step's body is the status that is wished for
  callback,  // the steps are what the provider tells of
  stranger,  // somebody calls an address that was never handed out
};

struct Fault {
  std::string name;
  std::string json = {};  // the fault's members besides "operation"; none: nothing goes wrong
};

// What somebody does: the customer, the provider, or ("cancel here") the merchant.
struct Step {
  const char* action;
  const char* body = "{}";
  const char* until = "";  // waits until the payment has this status
};

inline constexpr int kAny = -1;
inline constexpr const char* kNothing = "nothing";

struct End {
  std::string at_once;   // the answer: HTTP status, and what it says; or just its beginning
  std::string status;    // of the payment
  std::string attempts;  // "komerce abandoned, fazz pending"
  int sent = kAny;       // requests of the operation that left for the provider
  std::string ledger;    // the first attempt's status in the provider's book, or kNothing
  std::string told;      // events, in their order
  std::string raised;    // exceptions
};

struct Row {
  Story story;
  std::string provider;   // the one with the fault
  std::string operation;  // as its sandbox calls it
  Fault fault;
  End expected;
  const char* rule;
  std::string route;             // empty: this provider alone
  std::vector<Step> steps = {};  // see Story; after a create: what comes then
  const char* also = "";         // a second fault, whole
  bool pretended = false;        // paid by the engine's word alone, in nobody's book
  const char* owed = "";         // why it does not hold yet; then it must not hold
  bool out = false;              // money out: a payout
};
using Rows = std::vector<Row>;

Rows create_rows();
Rows token_rows();
Rows left_rows();  // money on an attempt that was left
Rows in_doubt_rows();
Rows query_rows();
Rows cold_query_rows();
Rows cancel_rows();
Rows simulate_rows();
Rows callback_rows();
Rows action_rows();
Rows payout_rows();  // all that is sent; what is in doubt takes its time
Rows payout_query_rows();
Rows payout_told_rows();

std::string words(const End& end);
std::string page(const Rows& rows);

struct Line {
  Row row;
  End seen;
  std::vector<std::string> broken;  // laws
  bool ok() const;
  std::string text() const;  // one row of the table that a run prints
};

// One installation and the rows that are played on it.
class Scene {
 public:
  Scene(Plan plan, Rows rows);
  // Plays every row, one after the other, and heals what was broken.
  void play();
  // Waits until every row has come to its end, or has had its time.
  void settle(std::chrono::seconds most);
  // What became of each row, after the last one has come to rest.
  std::vector<Line> judge();
  // What holds for the installation as a whole and does not.
  std::vector<std::string> broken();

 private:
  struct Case {
    Row row;
    std::string payment, attempt, at_once = {};
    int sent = kAny;
  };

  void make(Case& c);
  void pay_untold(Case& c);
  void play(Case& c);
  void arm(const Row& row);
  void close_door(Provider& provider, const std::string& json);
  void act(Case& c, const Step& step);
  std::string ask(Case& c);
  std::string cancel(Case& c);
  std::string simulate(Case& c);
  std::string answers(Case& c);
  std::string call_as_stranger(Case& c);

  End look(const Case& c);
  std::vector<std::string> laws(const Case& c);
  std::vector<std::string> told_of(const Case& c);
  bool delivered(const Case& c);
  int requests_for(const Case& c);
  bool money_agrees(const Reply& payment);
  std::vector<std::string> laws_of_payouts(const Reply& payout);

  Installation wesel_;
  std::vector<Case> cases_;
};

}  // namespace wesel::journeys::matrix
