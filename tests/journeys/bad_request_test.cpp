// Requests that knock at the wrong door: keys, methods, types, sizes, query parameters, and what
// belongs to others.
#include <catch2/catch.hpp>

#include "journeys/installation.hpp"
#include "journeys/problem.hpp"

namespace wesel::journeys {

using std::string;

TEST_CASE("wrong doors, wrong keys, wrong forms") {
  Installation wesel;
  const string good = Order{}.text(), nobody = "/v1/payments/pay_01M7WN5GAW4M4Y2FVWXP4AV3TK";
  const http::Fields json{{"content-type", "application/json"}};
  const auto as = [&](const string& key) {
    return wesel.call("POST", "/v1/payments", good, {}, key);
  };
  check_problem(as(""), 401, "unauthorized", "");
  check_problem(as("wsk_sandbox_wrong"), 401, "unauthorized", "");
  check_problem(as(string(5'000, 'k')), 401, "unauthorized", "");
  CHECK(as("").header("www-authenticate") == "Bearer");
  for (const char* scheme : {"Basic d2VzZWw6eA==", "Bearer", "Bearer ", "bearer x", "x"})
    check_problem(wesel.call("GET", "/v1/payments", "", {{"authorization", scheme}}, ""), 401,
                  "unauthorized", "");
  check_problem(wesel.call("GET", nobody, "", {}, ""), 401, "unauthorized", "");

  const Reply wrong_method = wesel.call("DELETE", "/v1/payments");
  check_problem(wrong_method, 405, "method_not_allowed", "");
  CHECK(wrong_method.header("allow") == "POST, GET");
  CHECK(wesel.call("PUT", nobody, "{}").header("allow") == "GET");
  check_problem(wesel.get("/v1/nothing"), 404, "not_found", "");
  check_problem(wesel.get(nobody), 404, "not_found", "");
  for (const char* odd : {"/v1/payments/", "/v1/payments/x", "/v1/payments/pay_", "/v1//payments",
                          "/v1/payments/..%2F", "/V1/payments", "/v1/payments/%00"})
    check_problem(wesel.get(odd), 404, "not_found", "");

  for (const char* type : {"text/plain", "application/x-www-form-urlencoded", "application/jsonx"})
    check_problem(wesel.post("/v1/payments", good, {{"content-type", type}}), 415,
                  "unsupported_media_type", "");
  CHECK(wesel.post("/v1/payments", "{}", {{"content-type", "application/json; charset=utf-8"}})
            .status == 400);
  check_problem(wesel.post("/v1/payments", R"({"description": ")" + string(300'000, 'd') + "\"}"),
                413, "body_too_large", "");
  check_problem(wesel.get("/v1/payments?x=" + string(9'000, 'q')), 414, "uri_too_long", "");
  CHECK(wesel.get("/v1/payments")["data"].size() == 0);
}

TEST_CASE("bad query parameters are refused by name") {
  Installation wesel;
  struct Query {
    const char* target;
    const char* code;
    const char* param;
  };
  for (const Query& q : {Query{"/v1/payments?limit=0", "invalid_field", "limit"},
                         Query{"/v1/payments?limit=101", "invalid_field", "limit"},
                         Query{"/v1/payments?limit=-1", "invalid_field", "limit"},
                         Query{"/v1/payments?limit=ten", "invalid_field", "limit"},
                         Query{"/v1/payments?status=bought", "invalid_field", "status"},
                         Query{"/v1/payments?created_after=now", "invalid_field", "created_after"},
                         Query{"/v1/payments?starting_after=x", "invalid_field", "starting_after"},
                         Query{"/v1/payments?colour=red", "unknown_field", "colour"},
                         Query{"/v1/payments?reference=%zz", "invalid_field", ""},
                         Query{"/v1/events?limit=1000", "invalid_field", "limit"},
                         Query{"/v1/events?payment=x", "invalid_field", "payment"},
                         Query{"/v1/events?colour=red", "unknown_field", "colour"},
                         Query{"/v1/methods", "missing_field", "currency"},
                         Query{"/v1/methods?currency=XXX", "unsupported_currency", "currency"},
                         Query{"/v1/methods?currency=IDR&amount=1e5", "invalid_amount", "amount"},
                         Query{"/v1/methods?currency=IDR&kind=x", "invalid_field", "kind"}}) {
    INFO(q.target);
    check_problem(wesel.get(q.target), 400, q.code, q.param);
  }
  const Reply made = wesel.pay({});
  const string target = "/v1/payments/" + made.text("id");
  check_problem(wesel.get(target + "?refresh=maybe"), 400, "invalid_field", "refresh");
  check_problem(wesel.get(target + "?x=1"), 400, "invalid_field", "refresh");
  check_problem(wesel.post(target + "/cancel", R"({"why": "x"})"), 400, "unknown_field", "/why");
  check_problem(wesel.post(target + "/cancel", "[]"), 400, "invalid_json", "");
  check_problem(wesel.post(target + "/simulate", "{}"), 400, "missing_field", "/status");
  check_problem(wesel.post(target + "/simulate", R"({"status": "gone"})"), 400, "invalid_field",
                "/status");
  CHECK(wesel.payment(made.text("id")).text("status") == "pending");
}

TEST_CASE("another merchant's payment does not exist") {
  Installation wesel;
  const string id = wesel.pay({}).text("id");
  for (const char* key : {Installation::kOther, Installation::kShopLive}) {
    const auto call = [&](const string& method, const string& end, const string& body) {
      return wesel.call(method, "/v1/payments/" + id + end, body, {}, key);
    };
    check_problem(call("GET", "", ""), 404, "not_found", "");
    check_problem(call("GET", "?refresh=true", ""), 404, "not_found", "");
    check_problem(call("GET", "/events", ""), 404, "not_found", "");
    check_problem(call("POST", "/cancel", "{}"), 404, "not_found", "");
    check_problem(call("POST", "/simulate", R"({"status": "paid"})"), 404, "not_found", "");
    const auto list = [&](const string& target) {
      return wesel.call("GET", target, "", {}, key)["data"].size();
    };
    CHECK(list("/v1/payments") == 0);
    CHECK(list("/v1/events") == 0);
    CHECK(list("/v1/events?payment=" + id) == 0);
    CHECK(list("/v1/payments?reference=ORDER-1") == 0);
  }
  CHECK(wesel.payment(id).text("status") == "pending");
}

}  // namespace wesel::journeys
