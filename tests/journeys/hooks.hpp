// The merchants' side of webhooks: a program of its own (tests/judges) that receives them, verifies
// each with the libraries that merchants use and answers as a test wants; here is the test's end of
// it, with a reading of Standard Webhooks 1.0 of its own. A delivery that is not verified fails the
// test that it came to, unless that test expects forged ones.
#pragma once

#include <deque>
#include <map>
#include <string>
#include <vector>

#include "journeys/caller.hpp"
#include "journeys/process.hpp"
#include "wesel/json.hpp"

namespace wesel::journeys {

inline constexpr const char* kHookSecret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

// Whether one of the header's signatures is the secret's over these bytes.
bool signed_by(const std::string& secret, const std::string& id, const std::string& timestamp,
               const std::string& body, const std::string& signatures);

struct Hook {
  std::string path, id, type, payment, status, body;
  std::string signatures;  // the header
  std::int64_t sequence = 0;
  std::vector<std::string> accepted_by;  // the libraries that verified it
  bool genuine = false;         // both did, and so do we; signed lately; its id is the body's
  int answered = 0;             // also when it was left without an answer
  int together = 0;             // with how many others of its payment, and itself, it was under way
  std::int64_t arrived_ms = 0;  // when it came
  std::int64_t created_ms = 0;  // what it says of when it happened
};

struct Answer {
  int status = 200;
  std::map<std::string, std::string> fields;
  std::string manner;  // drip, drip_head, endless: merchants that do harm
};

// The test's main thread.
class Hooks {
 public:
  Hooks();
  ~Hooks();

  std::string url(const std::string& path) const;
  // What the next ones at this path are answered, one each; 200 after that.
  void answer_with(const std::string& path, std::deque<int> statuses);
  void answer_as(const std::string& path, const std::vector<Answer>& answers);
  // Takes them and says nothing until release().
  void hang(const std::string& path) { hang(std::vector{path}); }
  void hang(const std::vector<std::string>& paths);
  void release();
  // The merchant at this path holds these secrets: a delivery must verify with each.
  void hold(const std::string& path, const std::vector<std::string>& secrets);
  void expect_forged() { forged_expected_ = true; }

  // All that came for this payment, in the order of coming, once `type` is among them.
  std::vector<Hook> wait_for(const std::string& payment, const std::string& type);
  std::vector<Hook> of(const std::string& payment);
  std::vector<Hook> at(const std::string& path);
  std::vector<Hook> all();
  // Waits until so many came at this path.
  bool wait_at(const std::string& path, std::size_t count);

 private:
  const std::string& base() const;
  Reply order(const std::string& word, const std::string& body);
  bool fetch(std::chrono::milliseconds wait);
  Hook read(json::Value from) const;
  template <class Enough>
  bool wait(Enough enough);

  Folder folder_;
  mutable Process receiver_;
  mutable std::string base_;
  Caller caller_;
  std::map<std::string, std::vector<std::string>> secrets_;  // where they are not the usual one
  std::vector<Hook> got_;
  bool forged_expected_ = false;
};

}  // namespace wesel::journeys
