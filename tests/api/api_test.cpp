// The HTTP API as a merchant, a provider and a stranger meet it.
#include "api/api.hpp"

#include <catch2/catch.hpp>

#include "api/house.hpp"
#include "engine/links.hpp"

using namespace wesel;
using namespace wesel::stories;
using std::string;

TEST_CASE("an object is its merchant's alone") {
  House house;
  const http::Response made = house.call("POST", "/v1/payments", "acme-key", order());
  REQUIRE(made.status == 201);
  const string path = "/v1/payments/" + id_in(made);
  CHECK(house.call("GET", path, "acme-key").status == 200);
  for (const string& inside : {path, path + "/events"})
    CHECK(house.call("GET", inside, "bolt-key").status == 404);
  CHECK(house.call("POST", path + "/cancel", "bolt-key").status == 404);
  CHECK(house.call("POST", path + "/simulate", "bolt-key", R"({"status":"paid"})").status == 404);
  CHECK(house.call("GET", path, "").status == 401);
  CHECK(house.call("GET", "/v1/events", "bolt-key").body == R"({"data":[],"has_more":false})");
  CHECK(house.call("GET", "/v1/payments", "bolt-key").body == R"({"data":[],"has_more":false})");
  const auto events = house.call("GET", "/v1/events", "acme-key");
  const string event(json::Document::parse(events.body)["data"].at(0)["id"].text());
  CHECK(house.call("POST", "/v1/events/" + event + "/redeliver", "bolt-key").status == 404);
}

TEST_CASE("references and keys belong to their merchant") {
  House house;
  const http::Fields key{{"idempotency-key", "K"}};
  const string mine = id_in(house.call("POST", "/v1/payments", "acme-key", order(), key));
  const auto other = house.call("POST", "/v1/payments", "bolt-key", order(), key);
  CHECK(other.status == 201);
  CHECK(id_in(other) != mine);

  const auto again = house.call("POST", "/v1/payments", "acme-key", order("R-1", "100000.00"), key);
  CHECK(again.status == 200);
  CHECK(id_in(again) == mine);
  CHECK(http::find(again.fields, "wesel-replayed") == "true");
  CHECK(house.call("POST", "/v1/payments", "acme-key", order("R-2"), key).status == 422);
  CHECK(house.call("POST", "/v1/payments", "acme-key", order("R-1", "5")).status == 409);
}

TEST_CASE("the log has no key and nothing that makes an address unguessable") {
  House house;
  const string id = id_in(house.call("POST", "/v1/payments", "acme-key", order()));
  const string attempt = attempt_id(id, 1);
  const SetupPtr setup = house.world.setup();
  const string url = callback_url("", "alpha", attempt, setup->secret);
  const string mac = url.substr(url.rfind('/') + 1);
  for (const string& path : {url, url + "/", url + "/more", "/callbacks/nobody/x/" + mac})
    for (const char* method : {"POST", "GET"}) house.call(method, path, "", "{}");
  const string token = checkout_url("", id, setup->secret).substr(5);
  for (const string& path : {"/pay/" + token, "/pay/" + token + "/status"})
    house.call("GET", path, "");
  const string log = house.logged();
  CHECK(log.find("/callbacks/alpha/" + attempt + "/***") != log.npos);
  CHECK(log.find(mac) == log.npos);
  CHECK(log.find(token) == log.npos);
  CHECK(log.find("acme-key\"") != log.npos);  // the key's id, which this house calls like the key
}

TEST_CASE("answers to callbacks tell what each caller may know") {
  House house;
  const string id = id_in(house.call("POST", "/v1/payments", "acme-key", order()));
  const string url = callback_url("", "alpha", attempt_id(id, 1), house.world.setup()->secret);
  CHECK(house.call("POST", url, "", "{}").status == 401);
  CHECK(house.call("POST", url + "0", "", "{}").status == 404);
  CHECK(house.call("POST", "/callbacks/nobody", "", "{}").status == 404);
  CHECK(house.call("GET", url, "").status == 405);
}

TEST_CASE("a cancel's key answers the payment as it is, for the same body alone") {
  House house;
  const string path =
      "/v1/payments/" + id_in(house.call("POST", "/v1/payments", "acme-key", order()));
  house.world.provider = [](const http::Outbound& request) { return object(request, "cancelled"); };
  const http::Fields key{{"idempotency-key", "K"}};
  CHECK(house.call("POST", path + "/cancel", "acme-key", R"({"reason":"a"})", key).status == 200);
  const auto again = house.call("POST", path + "/cancel", "acme-key", R"({"reason":"a"})", key);
  CHECK(again.status == 200);
  CHECK(http::find(again.fields, "wesel-replayed") == "true");
  CHECK(house.call("POST", path + "/cancel", "acme-key", R"({"reason":"b"})", key).status == 422);
}

TEST_CASE("a callback URL needs an endpoint's secret of the same mode") {
  House house;
  const string body =
      R"({"reference":"R","amount":"1000","currency":"IDR","callback_url":"https://a.example/h",)"
      R"("method":{"type":"virtual_account","channel":"BCA"}})";
  CHECK(house.call("POST", "/v1/payments", "acme-key", body).status == 400);
  house.world.configure([](Config& config) {
    config.merchants[0].sandbox_webhook = Webhook{{"https://b.example/h", {}}, {}, {}};
    ApiKey live = House::key("live-key");
    live.mode = "live";
    config.merchants[0].keys.push_back(live);
  });
  CHECK(house.call("POST", "/v1/payments", "acme-key", body).status == 201);
  const auto live = house.call("POST", "/v1/payments", "live-key", body);
  CHECK(live.status == 400);
  CHECK(json::Document::parse(live.body)["param"].text() == "/callback_url");
}
