// Tokens over real HTTP, as a page or an attacker would use them, and as another library of JSON
// Web Tokens (tests/judges) reads and writes them.
#include <fmt/format.h>

#include <catch2/catch.hpp>

#include "base/bytes.hpp"
#include "engine/links.hpp"
#include "journeys/installation.hpp"
#include "journeys/problem.hpp"

namespace wesel::journeys {

using std::string;

namespace {

constexpr const char* kServerSecret = "a secret of this installation, longer than 32 bytes";
constexpr const char* kPage = "https://shop.example";
constexpr const char* kHeader = R"({"alg":"HS256","typ":"JWT"})";

Plan plan() {
  return {.server =
              fmt::format("secret = \"{}\"\ncors_origins = [\"{}\"]\n", kServerSecret, kPage)};
}

string signing_key() { return to_hex(token_key(Secret(kServerSecret))); }

// One run of the judge; what it prints.
string judge(Installation& wesel, const std::vector<string>& words) {
  std::vector<string> all = {"/usr/bin/env", "node", WESEL_SOURCE_DIR "/tests/judges/tokens.mjs"};
  all.insert(all.end(), words.begin(), words.end());
  const auto log = wesel.folder() / "judge.log";
  Process node(all, log, true);
  const string line = node.line();
  INFO("./dev installs what the judge needs: " << read_file(log));
  REQUIRE_FALSE(line.empty());
  return line;
}

string wanted(const string& operations, const string& limits) {
  return R"({"operations":[)" + operations + R"(],"expires_in":600)" + limits + "}";
}

const string kCreate = wanted(R"("POST /v1/payments","GET /v1/payments/{id}","GET /v1/methods")",
                              R"(,"reference":"ORDER-1","amount":"100000","currency":"IDR")");

string token_for(Installation& wesel, const string& body = kCreate) {
  const Reply made = wesel.post("/v1/tokens", body);
  INFO(made.body);
  REQUIRE(made.status == 201);
  return made.text("token");
}

string claims_of(const string& token) {
  const auto first = token.find('.'), last = token.rfind('.');
  return *from_base64_url(token.substr(first + 1, last - first - 1));
}

string with(string text, const string& what, const string& instead) {
  const auto found = text.find(what);
  REQUIRE(found != string::npos);
  return text.replace(found, what.size(), instead);
}

}  // namespace

TEST_CASE("another library verifies our tokens and reads what they say") {
  Installation wesel(plan());
  const Reply made = wesel.post("/v1/tokens", kCreate);
  REQUIRE(made.status == 201);
  const auto read =
      json::Document::parse(judge(wesel, {"read", signing_key(), made.text("token")}));
  const json::Value claims = read["claims"];
  CHECK(read["header"]["alg"].text() == "HS256");
  CHECK(read["header"]["typ"].text() == "JWT");
  CHECK(read["header"].size() == 2);
  CHECK(claims["merchant"].text() == "shop");
  CHECK(claims["mode"].text() == "sandbox");
  CHECK(claims["key"].text() == "shop");
  CHECK(claims["operations"].size() == 3);
  CHECK(claims["operations"].at(0).text() == "POST /v1/payments");
  CHECK(claims["reference"].text() == "ORDER-1");
  CHECK(claims["amount"].text() == "100000");
  CHECK(claims["currency"].text() == "IDR");
  CHECK(claims["jti"].text().starts_with("tok_"));
  CHECK(*claims["exp"].integer() - *claims["iat"].integer() == 600);
  CHECK(made.text("expires_at") == format_time(from_ms(*claims["exp"].integer() * 1000)));
  CHECK(claims.size() == 11);

  const string other = to_hex(token_key(Secret(string(32, 'x'))));
  CHECK(judge(wesel, {"read", other, made.text("token")}) ==
        R"({"refused":"ERR_JWS_SIGNATURE_VERIFICATION_FAILED"})");
}

TEST_CASE("tokens of another library open what they say with our key, and nothing otherwise") {
  Installation wesel(plan());
  const string claims = claims_of(token_for(wesel)), key = signing_key();
  const auto status = [&](const string& token) {
    return wesel.call("GET", "/v1/methods?currency=IDR", "", {}, token).status;
  };
  const auto made = [&](const string& header, const string& say, const string& by) {
    return judge(wesel, {"make", by, header, say});
  };
  CHECK(status(made(kHeader, claims, key)) == 200);
  CHECK(status(made(kHeader, claims, to_hex(kServerSecret))) == 401);
  CHECK(status(made(kHeader, claims, to_hex(string(32, 'x')))) == 401);
  for (const char* header :
       {R"({"alg":"none"})", R"({"alg":"RS256","typ":"JWT"})", R"({"alg":"HS512","typ":"JWT"})",
        R"({"alg":"HS384","typ":"JWT"})", R"({"alg":"HS256"})", R"({"alg":"HS256","typ":"at+jwt"})",
        R"({"alg":"HS256","typ":"JWT","crit":["x"],"x":1})"}) {
    INFO(header);
    CHECK(status(made(header, claims, key)) == 401);
  }
  const auto said = [&](const string& what, const string& instead) {
    INFO(instead);
    return status(made(kHeader, with(claims, what, instead), key));
  };
  CHECK(said(R"("merchant":"shop")", R"("merchant":"other")") == 401);
  CHECK(said(R"("mode":"sandbox")", R"("mode":"live")") == 401);
  CHECK(said(R"("key":"shop")", R"("key":"live")") == 401);
  CHECK(said(R"("iat":)", R"("iat":1)") == 401);  // as if made long ago for longer than an hour
  CHECK(said(R"("exp":)", R"("exp":9)") == 401);
  CHECK(said(R"("exp":)", R"("nbf":1,"exp":)") == 401);
  CHECK(said(R"("GET /v1/methods")", R"("GET /v1/currencies")") == 403);

  const string cheaper =
      made(kHeader, with(claims, R"("amount":"100000")", R"("amount":"1000")"), key);
  check_problem(wesel.call("POST", "/v1/payments", Order{}.text(), {}, cheaper), 403, "forbidden",
                "/amount");
}

TEST_CASE("a customer pays with a token, and can do nothing else with it") {
  Installation wesel(plan());
  const string token = token_for(wesel);
  const auto as_page = [&](const string& method, const string& target, const string& body = "",
                           http::Fields fields = {}) {
    return wesel.call(method, target, body, std::move(fields), token);
  };
  check_problem(as_page("POST", "/v1/payments", Order{.reference = "ORDER-2"}.text()), 403,
                "forbidden", "/reference");
  check_problem(as_page("POST", "/v1/payments", Order{.amount = "1000"}.text()), 403, "forbidden",
                "/amount");
  check_problem(as_page("POST", "/v1/payments", Order{.provider = "fazz"}.text()), 403, "forbidden",
                "/provider");
  check_problem(
      as_page("POST", "/v1/payments", Order{.callback_url = wesel.hooks.url("/x")}.text()), 403,
      "forbidden", "/callback_url");
  CHECK(wesel.komerce.payments() == 0);

  const Reply paid = as_page("POST", "/v1/payments", Order{.amount = "100000.00"}.text());
  REQUIRE(paid.status == 201);
  const string mine = "/v1/payments/" + paid.text("id");
  CHECK(as_page("GET", mine).text("status") == "pending");
  CHECK(as_page("GET", "/v1/methods?currency=IDR").status == 200);

  const string other = wesel.pay({.reference = "ORDER-9"}).text("id");
  check_problem(as_page("GET", "/v1/payments/" + other), 403, "forbidden", "");
  check_problem(as_page("POST", "/v1/tokens", kCreate), 403, "forbidden", "");
  for (const string& target : {string("/v1/payments"), string("/v1/payments?reference=ORDER-1"),
                               string("/v1/events"), mine + "/events", string("/v1/payouts")})
    check_problem(as_page("GET", target), 403, "forbidden", "");
  check_problem(as_page("POST", mine + "/cancel", "{}"), 403, "forbidden", "");
  check_problem(as_page("POST", "/v1/payouts", "{}"), 403, "forbidden", "");
}

TEST_CASE("no spelling of a path or method takes a token further") {
  Installation wesel(plan());
  const string id = wesel.pay({}).text("id");
  const string token =
      token_for(wesel, wanted(R"("GET /v1/payments/{id}")", R"(,"payment":")" + id + "\""));
  const auto as_page = [&](const string& method, const string& target, http::Fields fields = {}) {
    return wesel.call(method, target, method == "GET" ? "" : "{}", std::move(fields), token);
  };
  const string mine = "/v1/payments/" + id;
  REQUIRE(as_page("GET", mine).status == 200);
  for (const string& target : {mine + "/../../payouts",
                               mine + "/..",
                               mine + "/../",
                               mine + "/",
                               mine + "/.",
                               mine + "/%2e%2e/%2e%2e/payouts",
                               mine + "%2f..%2f..%2fpayouts",
                               mine + "%2Fevents",
                               mine + "/%65vents",
                               mine + "%00",
                               mine + ";/events",
                               string("/v1/payments/%2e%2e/events/"),
                               string("/v1/payments/"),
                               string("/v1/payments/%2e"),
                               string("/v1/payments/."),
                               string("/v1/./payments"),
                               string("//v1/payments"),
                               string("/v1//payments"),
                               string("/V1/payments"),
                               string("/v1/Payments/") + id,
                               string("/%761/payments"),
                               string("/v1/%70ayments"),
                               string("/v1/payments%3freference=ORDER-1"),
                               "/v1/payments/PAY_" + id.substr(4)}) {
    INFO(target);
    const int status = as_page("GET", target).status;
    CHECK((status == 404 || status == 403));
  }
  for (const char* header : {"x-http-method-override", "x-http-method", "x-method-override"})
    CHECK(as_page("GET", mine, {{header, "POST"}}).text("status") == "pending");
  for (const char* header : {"x-original-url", "x-rewrite-url", "x-forwarded-uri"})
    CHECK(as_page("GET", mine, {{header, "/v1/payments"}}).text("id") == id);
  check_problem(as_page("GET", mine + "?_method=POST"), 400, "invalid_field", "refresh");
  for (const char* method : {"PUT", "PATCH", "DELETE"})
    check_problem(as_page(method, mine), 405, "method_not_allowed", "");
  check_problem(as_page("POST", mine + "/simulate"), 403, "forbidden", "");
  // Another credential beside it does not add up.
  CHECK(wesel.call("GET", "/v1/payments?access_token=" + string(Installation::kShop), "", {}, token)
            .status == 403);
  CHECK(wesel.payment(id).text("status") == "pending");
}

TEST_CASE("a token dies with its key, and lives through a restart with it") {
  Installation wesel(plan());
  const string token = token_for(wesel);
  const auto status = [&] {
    return wesel.call("GET", "/v1/methods?currency=IDR", "", {}, token).status;
  };
  REQUIRE(status() == 200);
  wesel.restart();
  CHECK(status() == 200);

  Plan without = plan();
  without.shop_key = "wsk_sandbox_shop_a_new_one_00000000000000";
  wesel.configure(without);
  wesel.restart();
  CHECK(status() == 401);
  CHECK(wesel.get("/v1/currencies").status == 401);
  wesel.configure(plan());
  wesel.restart();
  CHECK(status() == 200);
}

TEST_CASE("a page of a configured origin pays; one of another origin is not answered to") {
  Installation wesel(plan());
  const string token = token_for(wesel);
  const auto preflight = [&](const string& origin) {
    return wesel.call("OPTIONS", "/v1/payments", "",
                      {{"origin", origin},
                       {"access-control-request-method", "POST"},
                       {"access-control-request-headers", "authorization, content-type"}},
                      "");
  };
  const Reply asked = preflight(kPage);
  CHECK(asked.status == 204);
  CHECK(asked.body.empty());
  CHECK(asked.header("access-control-allow-origin") == kPage);
  CHECK(preflight("https://evil.example").header("access-control-allow-origin").empty());
  const Reply paid = wesel.call("POST", "/v1/payments", Order{}.text(), {{"origin", kPage}}, token);
  CHECK(paid.status == 201);
  CHECK(paid.header("access-control-allow-origin") == kPage);
  CHECK(paid.header("vary") == "Origin");
  check_problem(wesel.call("GET", "/v1/payments", "", {{"origin", kPage}}), 403, "forbidden", "");
}

}  // namespace wesel::journeys
