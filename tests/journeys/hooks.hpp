// The merchants' side of webhooks: a server that receives them, checks every signature by its own
// reading of Standard Webhooks 1.0, and answers as a test wants.
#pragma once

#include <condition_variable>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "http/server.hpp"
#include "wesel/json.hpp"

namespace wesel::journeys {

inline constexpr const char* kHookSecret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

// Whether one of the header's signatures is the secret's over these bytes.
bool signed_by(const std::string& secret, const std::string& id, const std::string& timestamp,
               const std::string& body, const std::string& signatures);

struct Hook {
  std::string path, id, type, payment, status, body;
  std::int64_t sequence = 0;
  bool genuine = false;  // signed with the secret, lately, and its id is the body's
  int answered = 0;
};

class Hooks {
 public:
  Hooks();
  ~Hooks();

  std::string url(const std::string& path) const;
  // What the next ones at this path are answered, one each; 200 after that.
  void answer_with(const std::string& path, std::deque<int> statuses);
  // Takes them and says nothing until release().
  void hang(const std::string& path);
  void release();

  // All that came for this payment, in the order of coming, once `type` is among them.
  std::vector<Hook> wait_for(const std::string& payment, const std::string& type);
  std::vector<Hook> of(const std::string& payment);
  std::vector<Hook> at(const std::string& path);
  // Waits until so many came at this path.
  bool wait_at(const std::string& path, std::size_t count);

 private:
  http::Response receive(const http::Request& request);

  std::mutex mutex_;
  std::condition_variable changed_;
  std::map<std::string, std::deque<int>> answers_;
  std::set<std::string> hanging_;
  std::vector<Hook> got_;
  std::unique_ptr<http::Server> server_;
};

}  // namespace wesel::journeys
