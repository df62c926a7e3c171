// What a token can do and what it cannot: operation by operation, field by field, payment by
// payment, and for as long as the key that made it.
#include <algorithm>
#include <catch2/catch.hpp>

#include "api/house.hpp"
#include "api/token.hpp"

using namespace wesel;
using namespace wesel::stories;
using std::string;

namespace {

constexpr const char* kCreateAndSee =
    R"({"operations":["POST /v1/payments","GET /v1/payments/{id}","GET /v1/payments/{id}/events",)"
    R"("POST /v1/payments/{id}/method","POST /v1/payments/{id}/cancel","GET /v1/methods",)"
    R"("GET /v1/currencies"],"expires_in":600,"reference":"R-1","amount":"100000",)"
    R"("currency":"IDR"})";

string token_for(House& house, const string& body = kCreateAndSee, const string& key = "acme-key") {
  const auto made = house.call("POST", "/v1/tokens", key, body);
  INFO(made.body);
  REQUIRE(made.status == 201);
  return text_in(made, "token");
}

string seeing(const string& name, const string& value) {
  return R"({"operations":["GET /v1/payments/{id}","POST /v1/payments/{id}/cancel"],)"
         R"("expires_in":60,")" +
         name + "\":\"" + value + "\"}";
}

void check(const http::Response& response, int status, const string& code, const string& param) {
  INFO(response.body);
  CHECK(response.status == status);
  CHECK(text_in(response, "code") == code);
  CHECK(text_in(response, "param") == param);
}

}  // namespace

TEST_CASE("a token does what it was made for") {
  House house;
  const auto made = house.call("POST", "/v1/tokens", "acme-key", kCreateAndSee);
  REQUIRE(made.status == 201);
  CHECK(text_in(made, "expires_at") == format_time(SmallWorld::kStart + 600s));
  CHECK(http::find(made.fields, "cache-control") == "no-store");
  const string token = text_in(made, "token");
  const auto paid = house.call("POST", "/v1/payments", token, order());
  REQUIRE(paid.status == 201);
  const string path = "/v1/payments/" + id_in(paid);
  CHECK(house.call("GET", path, token).status == 200);
  CHECK(house.call("HEAD", path, token).status == 200);
  CHECK(house.call("GET", path + "/events", token).status == 200);
  CHECK(house.call("GET", "/v1/currencies", token).status == 200);
  const auto again = house.call("POST", "/v1/payments", token, order("R-1", "100000.00"));
  CHECK(again.status == 200);
  CHECK(id_in(again) == id_in(paid));
  house.world.provider = [](const http::Outbound& request) { return object(request, "cancelled"); };
  CHECK(house.call("POST", path + "/cancel", token).status == 200);
  CHECK(house.logged().find("\"tok_") != string::npos);
  CHECK(house.logged().find(token.substr(token.rfind('.'))) == string::npos);
}

// Whoever adds a route under /v1 decides: either a token may be given it (core/api/grant.cpp) or it
// is listed here.
TEST_CASE("every route under /v1 is either in the list of operations or refused to tokens") {
  static const std::vector<string> kNeverATokens = {
      "GET /v1/payments",
      "GET /v1/payments/{}/accounts",
      "POST /v1/payments/{}/simulate",
      "POST /v1/payments/{}/refunds",
      "GET /v1/refunds/{}",
      "POST /v1/payouts",
      "GET /v1/payouts",
      "GET /v1/payouts/{}",
      "GET /v1/payouts/{}/events",
      "POST /v1/tokens",
      "POST /v1/routing/explain",
      "GET /v1/events",
      "POST /v1/events/{}/redeliver",
  };
  House house;
  const string token = token_for(house);
  Grant all;
  for (const GrantedOperation& one : granted_operations()) all.operations.emplace_back(one.name);
  std::size_t granted = 0, refused = 0;
  for (const auto& [method, pattern] : house.api.merchant_routes().all()) {
    if (!pattern.starts_with("/v1/")) continue;
    INFO(method << ' ' << pattern << ": may a token be given it?");
    const string name = method + ' ' + pattern;
    const bool listed =
        std::find(kNeverATokens.begin(), kNeverATokens.end(), name) != kNeverATokens.end();
    REQUIRE(listed != all.has(method, pattern));
    string path = pattern;
    if (const auto at = path.find("{}"); at != string::npos) path.replace(at, 2, "pay_x");
    const auto response = house.call(method, path, token, method == "POST" ? order() : "");
    if (listed) check(response, 403, "forbidden", "");
    if (!listed) CHECK(response.status != 403);
    ++(listed ? refused : granted);
  }
  CHECK(granted == granted_operations().size());
  CHECK(refused == kNeverATokens.size());
}

TEST_CASE("the body must be what the token says") {
  House house;
  const string token = token_for(house);
  const auto post = [&](const string& body) {
    return house.call("POST", "/v1/payments", token, body);
  };
  check(post(order("R-2")), 403, "forbidden", "/reference");
  check(post(order("R-1", "99999")), 403, "forbidden", "/amount");
  check(post(order("R-1", "100001")), 403, "forbidden", "/amount");
  check(post(R"({"reference":"R-1","amount":"100000","currency":"VND"})"), 403, "forbidden",
        "/currency");
  check(post(order("R-1", "100000.50")), 400, "invalid_amount", "/amount");
  check(post("{"), 400, "invalid_json", "");
  string body = order();
  body.pop_back();
  for (const string& more :
       {string(R"("callback_url":"https://evil.example/h")"), string(R"("callback_url":7)"),
        string(R"("provider":"alpha")"), string(R"("return_url":"https://evil.example/")"),
        string(R"("return_url":null)"), string(R"("metadata":{})"),
        string(R"("metadata":{"tier":"gold"})")}) {
    const string field = more.substr(1, more.find('"', 1) - 1);
    check(post(body + ',' + more + '}'), 403, "forbidden", "/" + field);
  }
  // Escapes do not make another name of it.
  check(post(body + ",\"meta\\u0064ata\":{\"a\":\"b\"}}"), 403, "forbidden", "/metadata");
  check(post(body + R"(,"reference":"R-2"})"), 400, "invalid_json", "");
  CHECK(house.call("GET", "/v1/payments", "acme-key").body == R"({"data":[],"has_more":false})");
  CHECK(post(R"({"currency":"IDR","amount":100000,"reference":"R-1"})").status == 201);
}

TEST_CASE("a token sees its payment and no other") {
  House house;
  const string mine = id_in(house.call("POST", "/v1/payments", "acme-key", order("R-1")));
  const string other = id_in(house.call("POST", "/v1/payments", "acme-key", order("R-2")));
  const string bolts = id_in(house.call("POST", "/v1/payments", "bolt-key", order("R-1")));
  for (const string& wanted : {seeing("payment", mine), seeing("reference", "R-1")}) {
    INFO(wanted);
    const string token = token_for(house, wanted);
    CHECK(house.call("GET", "/v1/payments/" + mine, token).status == 200);
    check(house.call("GET", "/v1/payments/" + other, token), 403, "forbidden", "");
    check(house.call("POST", "/v1/payments/" + other + "/cancel", token), 403, "forbidden", "");
    check(house.call("GET", "/v1/payments/" + bolts, token), 404, "not_found", "");
    check(house.call("GET", "/v1/payments/" + mine + "/events", token), 403, "forbidden", "");
    check(house.call("POST", "/v1/payments", token, order()), 403, "forbidden", "");
  }
  const string bolts_token = token_for(house, seeing("payment", mine), "bolt-key");
  check(house.call("GET", "/v1/payments/" + mine, bolts_token), 404, "not_found", "");
  // What it names besides must hold as well.
  const string strict =
      token_for(house, R"({"operations":["GET /v1/payments/{id}"],"expires_in":60,"payment":")" +
                           mine + R"(","reference":"R-1","amount":"5","currency":"IDR"})");
  check(house.call("GET", "/v1/payments/" + mine, strict), 403, "forbidden", "");
}

TEST_CASE("a token's idempotency keys are its own") {
  House house;
  const string token = token_for(house);
  const http::Fields key{{"idempotency-key", "ORDER-2"}};
  REQUIRE(house.call("POST", "/v1/payments", token, order(), key).status == 201);
  CHECK(house.call("POST", "/v1/payments", token, order(), key).status == 200);
  CHECK(house.call("POST", "/v1/payments", "acme-key", order("R-2"), key).status == 201);
}

TEST_CASE("a token ends by itself, and with its key, and with every change to its key") {
  House house;
  const auto status = [&](const string& token) {
    return house.call("GET", "/v1/currencies", token).status;
  };
  const string old = token_for(house);
  house.world.pass(599'999ms);
  CHECK(status(old) == 200);
  house.world.pass(1ms);
  CHECK(status(old) == 401);

  const string token = token_for(house);
  const auto configured = [&](const std::function<void(ApiKey&)>& change) {
    house.world.configure([&](Config& config) {
      config.merchants[0].keys = {House::key("acme-key")};
      change(config.merchants[0].keys[0]);
    });
    return status(token);
  };
  CHECK(configured([](ApiKey& key) { key.sha256[0] ^= 1; }) == 401);
  CHECK(configured([](ApiKey&) {}) == 200);
  CHECK(configured([](ApiKey& key) { key.id = "renamed"; }) == 401);
  CHECK(configured([](ApiKey& key) { key.mode = "live"; }) == 401);
  CHECK(configured([](ApiKey& key) { key.scopes = {"payouts"}; }) == 401);
  house.world.configure([](Config& config) { config.merchants[0].keys.clear(); });
  CHECK(status(token) == 401);
  house.world.configure([](Config& config) { config.merchants.erase(config.merchants.begin()); });
  CHECK(status(token) == 401);
}

TEST_CASE("a well signed token of another merchant, mode or key opens nothing") {
  House house;
  house.world.configure([](Config& config) {
    config.merchants[0].keys = {House::key("acme-key"), House::key("next-key")};
  });
  const SetupPtr setup = house.world.setup();
  const Merchant& acme = setup->config.merchants[0];
  Token token;
  token.caller = {"acme", Mode::sandbox};
  token.key_id = "acme-key";
  token.key_mark = mark_of(acme, acme.keys[0], setup->secret);
  token.grant.id = "tok_1";
  token.grant.operations = {"GET /v1/currencies"};
  token.issued_s = to_ms(house.world.now()) / 1000;
  token.expires_s = token.issued_s + 60;
  const auto status = [&](const std::function<void(Token&)>& change) {
    Token changed = token;
    change(changed);
    return house.call("GET", "/v1/currencies", write_token(changed, setup->secret)).status;
  };
  CHECK(status([](Token&) {}) == 200);
  CHECK(status([](Token& t) { t.caller.merchant = "bolt"; }) == 401);
  CHECK(status([](Token& t) { t.caller.merchant = "acm\xc3\xa9"; }) == 401);
  CHECK(status([](Token& t) { t.caller.mode = Mode::live; }) == 401);
  CHECK(status([](Token& t) { t.key_id = "next-key"; }) == 401);
  CHECK(status([](Token& t) { t.key_mark = string(32, '0'); }) == 401);
  CHECK(status([](Token& t) { t.issued_s += 1; }) == 401);
}

TEST_CASE("a key gives only what it has itself") {
  House house;
  house.world.configure([](Config& config) {
    ApiKey key = House::key("payouts-key");
    key.scopes = {"payouts"};
    config.merchants[0].keys.push_back(key);
  });
  check(house.call("POST", "/v1/tokens", "payouts-key", kCreateAndSee), 403, "forbidden",
        "/operations/0");
  const string token =
      token_for(house, R"({"operations":["GET /v1/methods"],"expires_in":1})", "payouts-key");
  CHECK(house.call("GET", "/v1/methods", token).status == 400);  // let in; asked without currency
}

TEST_CASE("a request for a token is read strictly") {
  House house;
  struct Bad {
    const char *body, *code, *param;
  };
  for (const Bad& bad : {
           Bad{"[]", "invalid_json", ""},
           Bad{R"({"expires_in":60})", "missing_field", "/operations"},
           Bad{R"({"operations":[],"expires_in":60})", "invalid_field", "/operations"},
           Bad{R"({"operations":"GET /v1/methods","expires_in":60})", "invalid_field",
               "/operations"},
           Bad{R"({"operations":["GET /v1/methods",7],"expires_in":60})", "invalid_field",
               "/operations/1"},
           Bad{R"({"operations":["GET /v1/methods","GET /v1/methods"],"expires_in":60})",
               "invalid_field", "/operations/1"},
           Bad{R"({"operations":["POST /v1/payouts"],"expires_in":60})", "invalid_field",
               "/operations/0"},
           Bad{R"({"operations":["POST /v1/tokens"],"expires_in":60})", "invalid_field",
               "/operations/0"},
           Bad{R"({"operations":["get /v1/methods"],"expires_in":60})", "invalid_field",
               "/operations/0"},
           Bad{R"({"operations":["GET /v1/methods/"],"expires_in":60})", "invalid_field",
               "/operations/0"},
           Bad{R"({"operations":["GET /v1/payments"],"expires_in":60})", "invalid_field",
               "/operations/0"},
           Bad{R"({"operations":["GET /v1/methods"]})", "missing_field", "/expires_in"},
           Bad{R"({"operations":["GET /v1/methods"],"expires_in":0})", "invalid_field",
               "/expires_in"},
           Bad{R"({"operations":["GET /v1/methods"],"expires_in":3601})", "invalid_field",
               "/expires_in"},
           Bad{R"({"operations":["GET /v1/methods"],"expires_in":"60"})", "invalid_field",
               "/expires_in"},
           Bad{R"({"operations":["GET /v1/methods"],"expires_in":60,"x":1})", "unknown_field",
               "/x"},
           Bad{R"({"operations":["GET /v1/payments/{id}"],"expires_in":60})", "missing_field",
               "/payment"},
           Bad{R"({"operations":["GET /v1/payments/{id}"],"expires_in":60,"payment":"po_1"})",
               "invalid_field", "/payment"},
           Bad{R"({"operations":["POST /v1/payments"],"expires_in":60})", "missing_field",
               "/reference"},
           Bad{R"({"operations":["POST /v1/payments"],"expires_in":60,"reference":"R"})",
               "missing_field", "/amount"},
           Bad{R"({"operations":["POST /v1/payments"],"expires_in":60,"reference":"R",)"
               R"("amount":"5"})",
               "missing_field", "/currency"},
           Bad{R"({"operations":["POST /v1/payments"],"expires_in":60,"reference":"R",)"
               R"("amount":"0","currency":"IDR"})",
               "invalid_amount", "/amount"},
           Bad{R"({"operations":["POST /v1/payments"],"expires_in":60,"reference":"R/..",)"
               R"("amount":"5","currency":"IDR"})",
               "invalid_field", "/reference"},
       }) {
    INFO(bad.body);
    check(house.call("POST", "/v1/tokens", "acme-key", bad.body), 400, bad.code, bad.param);
  }
  CHECK(house
            .call("POST", "/v1/tokens", "acme-key",
                  R"({"operations":["GET /v1/methods"],"expires_in":3600})")
            .status == 201);
}
