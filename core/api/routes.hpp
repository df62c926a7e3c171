// Which handler a method and path go to. A segment "{}" takes any one segment, handed over decoded.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "api/gate.hpp"
#include "http/message.hpp"

namespace wesel {

// One request on its way through its handler.
struct Call {
  const http::Request& request;
  SetupPtr setup;
  std::string request_id;
  Visitor visitor;                // of /v1; of the admin listener only `key_id`
  std::vector<std::string> path;  // what the "{}" stood for
};

using Action = std::function<Result<http::Response>(const Call&)>;

class Routes {
 public:
  // Patterns are told apart by their fixed segments; the first that fits wins.
  void add(std::string method, std::string pattern, Action action);

  struct Found {
    const Action* action = nullptr;  // null: see path_known
    bool path_known = false;         // but not with this method
    std::string allow;               // the methods that it has
    std::string pattern;             // for metrics
    std::vector<std::string> path;
  };
  Found find(std::string_view method, std::string_view path) const;
  // Method and pattern of each, in the order of adding.
  std::vector<std::pair<std::string, std::string>> all() const;

 private:
  struct Entry {
    std::string method, pattern;
    std::vector<std::string> segments;
    Action action;
  };
  std::vector<Entry> entries_;
};

}  // namespace wesel
