// An Api over one small world: two merchants with keys named after them, a log that can be read
// back. What comes in is a request as the listener would hand it over.
#pragma once

#include <cstdio>
#include <string>

#include "api/api.hpp"
#include "base/bytes.hpp"
#include "engine/small_world.hpp"
#include "wesel/json.hpp"

namespace wesel::stories {

struct House {
  House() {
    world.configure([](Config& config) {
      config.merchants[0].keys = {key("acme-key")};
      Merchant bolt;
      bolt.id = "bolt";
      bolt.keys = {key("bolt-key")};
      config.merchants.push_back(bolt);
    });
    world.provider = [](const http::Outbound& request) { return object(request, "pending"); };
  }
  ~House() { std::fclose(file); }

  static ApiKey key(const std::string& text) {
    ApiKey out;
    out.id = text;
    out.sha256 = to_hex(as_text(sha256(text)));
    out.mode = "sandbox";
    return out;
  }

  http::Response call(const std::string& method, const std::string& path, const std::string& who,
                      const std::string& body = {}, const http::Fields& more = {}) {
    http::Request request;
    request.method = method;
    request.path = path;
    request.body = body;
    request.fields = more;
    if (!who.empty()) request.fields.push_back({"authorization", "Bearer " + who});
    if (!body.empty()) request.fields.push_back({"content-type", "application/json"});
    return api.merchant(request);
  }

  std::string logged() {
    std::string text;
    std::rewind(file);
    for (int c = std::fgetc(file); c != EOF; c = std::fgetc(file)) text += static_cast<char>(c);
    return text;
  }

  SmallWorld world;
  std::FILE* file = std::tmpfile();
  Log log{world, fileno(file), Level::debug};
  Metrics metrics;
  std::atomic<bool> draining{false};
  Api api{ApiParts{world.context(), log, metrics, draining, true}};
};

inline std::string order(const std::string& reference = "R-1",
                         const std::string& amount = "100000") {
  return R"({"reference":")" + reference + R"(","amount":")" + amount +
         R"(","currency":"IDR","method":{"type":"virtual_account","channel":"BCA"}})";
}

inline std::string text_in(const http::Response& response, std::string_view name) {
  return std::string(json::Document::parse(response.body)[name].text());
}
inline std::string id_in(const http::Response& response) { return text_in(response, "id"); }

}  // namespace wesel::stories
