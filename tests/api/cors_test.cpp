// Pages in browsers: those of configured origins may call with tokens and read the answers; to
// others, and of whatever is not under /v1, nothing is said.
#include <catch2/catch.hpp>

#include "api/house.hpp"

using namespace wesel;
using namespace wesel::stories;
using std::string;

namespace {

constexpr const char* kShop = "https://shop.example";

struct Page {
  explicit Page(string own = kShop) : origin(std::move(own)) {
    house.world.configure([](Config& config) {
      config.server.cors_origins = {{"https://other.example:8443", {}}, {kShop, {}}};
    });
  }

  http::Response call(const string& method, const string& path, const string& who,
                      http::Fields more = {}) {
    more.push_back({"origin", origin});
    return house.call(method, path, who, {}, more);
  }
  http::Response preflight(const string& path) {
    return call("OPTIONS", path, "",
                {{"access-control-request-method", "POST"},
                 {"access-control-request-headers", "authorization,content-type"}});
  }
  string token() {
    return text_in(house.call("POST", "/v1/tokens", "acme-key",
                              R"({"operations":["GET /v1/currencies"],"expires_in":60})"),
                   "token");
  }

  House house;
  string origin;
};

string allowed(const http::Response& response) {
  return string(http::find(response.fields, "access-control-allow-origin"));
}

void check_silent(const http::Response& response) {
  for (const http::Field& field : response.fields)
    CHECK_FALSE(field.name.starts_with("access-control-"));
}

}  // namespace

TEST_CASE("a known page may ask, call with a token, and read what it is told") {
  Page page;
  const auto asked = page.preflight("/v1/payments");
  CHECK(asked.status == 204);
  CHECK(asked.body.empty());
  CHECK(allowed(asked) == kShop);
  CHECK(http::find(asked.fields, "vary") == "Origin");
  CHECK(http::find(asked.fields, "access-control-allow-methods") == "GET, POST");
  CHECK(http::find(asked.fields, "access-control-allow-headers") ==
        "authorization, content-type, idempotency-key");

  const auto answer = page.call("GET", "/v1/currencies", page.token());
  CHECK(answer.status == 200);
  CHECK(allowed(answer) == kShop);
  CHECK(http::find(answer.fields, "vary") == "Origin");
  for (const auto& [path, status] : {std::pair{"/v1/payments", 403}, std::pair{"/v1/none", 404}}) {
    const auto refused = page.call("GET", path, page.token());
    CHECK(refused.status == status);
    CHECK(allowed(refused) == kShop);
  }
  const auto expired = page.call("GET", "/v1/currencies", page.token() + "x");
  CHECK(expired.status == 401);
  CHECK(allowed(expired) == kShop);
  for (const auto& response : {asked, answer, expired})
    CHECK(http::find(response.fields, "access-control-allow-credentials").empty());
}

TEST_CASE("an API key in a known page is refused, so that nobody leaves it there") {
  Page page;
  const auto refused = page.call("GET", "/v1/currencies", "acme-key");
  CHECK(refused.status == 403);
  CHECK(text_in(refused, "detail").find("token") != string::npos);
  CHECK(allowed(refused) == kShop);
  CHECK(page.call("POST", "/v1/tokens", "acme-key").status == 403);
  CHECK(page.house.call("GET", "/v1/currencies", "acme-key").status == 200);
}

TEST_CASE("other origins are told nothing") {
  for (const char* origin :
       {"https://evil.example", "https://shop.example.evil.example", "http://shop.example",
        "https://shop.example:443", "https://SHOP.example", "https://shop.example/", "null", "*",
        "https://other.example", "https://shop.example https://evil.example"}) {
    INFO(origin);
    Page page(origin);
    const auto asked = page.preflight("/v1/payments");
    CHECK(asked.status == 401);
    check_silent(asked);
    CHECK(http::find(asked.fields, "vary") == "Origin");
    const auto answer = page.call("GET", "/v1/currencies", page.token());
    CHECK(answer.status == 200);
    check_silent(answer);
  }
}

TEST_CASE("without a page, and beside /v1, nothing is said") {
  Page page;
  const auto plain = page.house.call("GET", "/v1/currencies", "acme-key");
  check_silent(plain);
  CHECK(http::find(plain.fields, "vary") == "Origin");
  for (const char* path : {"/livez", "/callbacks/alpha"}) {
    check_silent(page.preflight(path));
    check_silent(page.call("GET", path, ""));
  }
  CHECK(page.call("OPTIONS", "/v1/payments", "").status == 401);  // asks nothing: no preflight

  Page alone;
  alone.house.world.configure([](Config& config) { config.server.cors_origins.clear(); });
  const auto asked = alone.preflight("/v1/payments");
  CHECK(asked.status == 401);
  check_silent(asked);
  CHECK(http::find(asked.fields, "vary").empty());
}
