// The two sides that a sandbox talks to, for its tests: a client on bare sockets that sees how a
// connection ended, and a receiver of callbacks that answers as told.
#pragma once

#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "wesel/json.hpp"
#include "wesel/sandbox.hpp"

namespace wesel::sandbox::testing {

struct Answer {
  enum class End { whole, cut, reset, refused, timeout };
  End end = End::whole;
  int status = 0;
  std::string head, body;
  json::Document document;
  Millis took{0};

  json::Value operator[](std::string_view key) const { return document[key]; }
  std::string header(const std::string& name) const;
};

// One request on a connection of its own.
Answer ask(const std::string& base_url, const std::string& method, const std::string& target,
           const Headers& headers = {}, const std::string& body = {}, Millis most = Millis(10'000));

// The control endpoints.
Answer control(const Sandbox& sandbox, const std::string& method, const std::string& target,
               const std::string& body = {});

class Receiver {
 public:
  struct Got {
    std::string target, body;
    Headers headers;
    Time at{};
    std::string header(const std::string& name) const;
  };

  Receiver();
  ~Receiver();
  std::string url() const;  // http://127.0.0.1:PORT/callback
  // The status of the next answers, one each; 200 after that.
  void answer_with(std::deque<int> statuses);
  // Waits for so many in all, then gives them; fewer if they do not come.
  std::vector<Got> wait(std::size_t count, Millis most = Millis(10'000));
  // Without waiting.
  std::vector<Got> so_far() { return wait(0); }
  int take(Got got);

 private:
  struct Server;
  std::mutex mutex_;
  std::condition_variable came_;
  std::deque<int> statuses_;
  std::vector<Got> got_;
  std::unique_ptr<Server> server_;
};

}  // namespace wesel::sandbox::testing
