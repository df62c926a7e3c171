// Calls over real HTTP, and what came back as JSON.
#pragma once

#include <memory>
#include <string>

#include "http/client.hpp"
#include "wesel/json.hpp"

namespace wesel::journeys {

struct Reply {
  int status = 0;  // 0: no complete answer
  http::Fields fields;
  std::string body;
  std::string why;
  json::Document json;

  json::Value operator[](std::string_view key) const { return json[key]; }
  std::string text(std::string_view key) const { return std::string(json[key].text()); }
  std::string header(std::string_view name) const { return std::string(http::find(fields, name)); }
};

// Any thread.
class Caller {
 public:
  Caller();
  Reply call(const std::string& base, const std::string& method, const std::string& target,
             http::Fields fields = {}, std::string body = {});

 private:
  std::unique_ptr<http::Client> client_;
};

}  // namespace wesel::journeys
