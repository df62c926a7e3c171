// Each fault does what its name says, as often as was asked, and nothing afterwards.
#include <catch2/catch.hpp>

#include "client.hpp"
#include "komerce/sandbox/komerce.hpp"

using namespace wesel::sandbox;
using namespace wesel::sandbox::testing;
using End = Answer::End;

namespace {

struct Shop {
  Shop() : komerce({.control_listen = "127.0.0.1:0", .time_scale = 0.0001}) { komerce.start(); }

  Answer create(const std::string& id, Millis most = Millis(10'000)) const {
    const std::string body =
        R"({"order_id":")" + id +
        R"(","payment_type":"bank_transfer","channel_code":"BNI","amount":50000,)"
        R"("customer":{"name":"Sri","email":"sri@example.id","phone":"0811111111"},)"
        R"("items":[{"name":"Teh","quantity":1,"price":50000}],"callback_url":")" +
        receiver.url() + R"(","callback_api_key":"k"})";
    return ask(komerce.url(), "POST", "/user/api/v1/user/payment/create",
               {{"x-api-key", "sandbox-komerce-key"}, {"Content-Type", "application/json"}}, body,
               most);
  }
  void arm(const std::string& fault) const {
    REQUIRE(control(komerce, "POST", "faults", fault).status == 200);
  }
  bool exists(const std::string& id) const {
    return control(komerce, "GET", "payments/" + id).status == 200;
  }
  void pay(const std::string& id) const {
    REQUIRE(control(komerce, "POST", "payments/" + id + "/pay").status == 200);
  }

  Receiver receiver;
  Komerce komerce;
};

std::string status_in(const Receiver::Got& got) {
  return std::string(wesel::json::Document::parse(got.body)["status"].text());
}

}  // namespace

TEST_CASE("latency delays, and goes together with another fault") {
  Shop shop;
  shop.arm(R"([{"operation":"create","fault":"latency","ms":200},
               {"operation":"create","fault":"error_500"}])");
  const Answer answer = shop.create("A");
  CHECK(answer.took >= Millis(200));
  CHECK(answer.status == 500);
  CHECK_FALSE(shop.exists("A"));
  CHECK(shop.create("A").status == 200);
}

TEST_CASE("faults before the work leave nothing behind") {
  Shop shop;
  shop.arm(R"({"operation":"create","fault":"reset_after_read"})");
  CHECK(shop.create("A").end == End::reset);
  shop.arm(R"({"operation":"create","fault":"429","retry_after":7})");
  const Answer slow_down = shop.create("A");
  CHECK(slow_down.status == 429);
  CHECK(slow_down.header("Retry-After") == "7");
  shop.arm(R"({"operation":"create","fault":"html"})");
  const Answer page = shop.create("A");
  CHECK(page.status == 502);
  CHECK(page.header("Content-Type") == "text/html");
  shop.arm(R"({"operation":"create","fault":"silence","ms":100})");
  CHECK(shop.create("A").end == End::cut);
  shop.arm(R"({"operation":"create","fault":"silence"})");
  CHECK(shop.create("A", Millis(100)).end == End::timeout);
  CHECK_FALSE(shop.exists("A"));
}

TEST_CASE("faults after the work leave a payment behind") {
  Shop shop;
  shop.arm(R"({"operation":"create","fault":"work_then_500"})");
  CHECK(shop.create("A").status == 500);
  CHECK(shop.exists("A"));
  shop.arm(R"({"operation":"create","fault":"work_then_silence","ms":50})");
  CHECK(shop.create("B").end == End::cut);
  CHECK(shop.exists("B"));
  shop.arm(R"({"operation":"create","fault":"reset_after_read","work":true})");
  CHECK(shop.create("C").end == End::reset);
  CHECK(shop.exists("C"));
  shop.arm(R"({"operation":"create","fault":"garbled"})");
  const Answer garbled = shop.create("D");
  CHECK(garbled.status == 200);
  CHECK_FALSE(garbled.document.ok());
  CHECK(shop.exists("D"));
  shop.arm(R"({"operation":"create","fault":"truncated"})");
  CHECK(shop.create("E").end == End::cut);
  CHECK(shop.exists("E"));
  shop.arm(R"({"operation":"create","fault":"oversized"})");
  CHECK(shop.create("F").body.size() > 2u * 1024 * 1024);
}

TEST_CASE("a fault is counted, bound to its operation, and can be cleared") {
  Shop shop;
  shop.arm(R"({"operation":"create","fault":"error_500","count":2})");
  const Headers key = {{"x-api-key", "sandbox-komerce-key"}};
  CHECK(ask(shop.komerce.url(), "GET", "/user/api/v1/user/methods", key).status == 200);
  CHECK(shop.create("A").status == 500);
  CHECK(shop.create("A").status == 500);
  CHECK(shop.create("A").status == 200);
  shop.arm(R"({"operation":"create","fault":"error_500","count":0})");
  for (int i = 0; i < 5; ++i) CHECK(shop.create("B").status == 500);
  CHECK(control(shop.komerce, "GET", "faults")["data"].size() == 1);
  control(shop.komerce, "DELETE", "faults");
  CHECK(shop.create("B").status == 200);
  CHECK(control(shop.komerce, "POST", "faults", R"({"fault":"no such"})").status == 400);
  const Answer seen = control(shop.komerce, "GET", "requests");
  CHECK(seen["counts"]["create"].integer() == 9);
}

TEST_CASE("refuse really closes the port, until it is cleared") {
  Shop shop;
  shop.arm(R"({"fault":"refuse","ms":0})");
  CHECK(shop.create("A").end == End::refused);
  CHECK(control(shop.komerce, "GET", "faults")["refusing"].boolean() == true);
  control(shop.komerce, "DELETE", "faults");
  CHECK(shop.create("A").status == 200);
  shop.komerce.add_fault({.name = "refuse", .ms = 0});
  CHECK(shop.create("B").end == End::refused);
  shop.komerce.clear_faults();
  CHECK(shop.create("B").status == 200);
}

TEST_CASE("callbacks come twice, late, not at all") {
  Shop shop;
  shop.arm(R"({"operation":"callback","fault":"twice"})");
  shop.create("A");
  shop.pay("A");
  const auto twice = shop.receiver.wait(2);
  REQUIRE(twice.size() == 2);
  CHECK(twice[0].body == twice[1].body);

  shop.arm(R"({"operation":"callback","fault":"late","ms":150})");
  shop.create("B");
  const Time before = std::chrono::system_clock::now();
  shop.pay("B");
  const auto late = shop.receiver.wait(3);
  REQUIRE(late.size() == 3);
  CHECK(late[2].at - before >= Millis(150));

  shop.arm(R"({"operation":"callback","fault":"drop"})");
  shop.create("C");
  shop.pay("C");
  const Answer list = control(shop.komerce, "GET", "callbacks");
  CHECK(list["data"].at(0)["note"].text() == "drop");
  CHECK(list["data"].at(0)["attempts"].size() == 0);
  CHECK(shop.receiver.so_far().size() == 3);
}

TEST_CASE("a callback is forged, unsigned, or tells another amount") {
  Shop shop;
  for (const std::string id : {"A", "B", "C"}) shop.create(id);
  shop.arm(R"({"operation":"callback","fault":"forged"})");
  shop.pay("A");
  const auto forged = shop.receiver.wait(1);
  REQUIRE(forged.size() == 1);
  CHECK(forged[0].header("X-Callback-Api-Key") != hex(hmac_sha256("k", forged[0].body)));

  shop.arm(R"({"operation":"callback","fault":"forged","variant":"unsigned"})");
  shop.pay("B");
  const auto bare = shop.receiver.wait(2);
  REQUIRE(bare.size() == 2);
  CHECK(bare[1].header("X-Callback-Api-Key").empty());

  shop.arm(R"({"operation":"callback","fault":"other_amount","amount":12345})");
  shop.pay("C");
  const auto other = shop.receiver.wait(3);
  REQUIRE(other.size() == 3);
  CHECK(other[2].body.find("\"amount\":12345,") != std::string::npos);
  CHECK(other[2].header("X-Callback-Api-Key") == hex(hmac_sha256("k", other[2].body)));
  CHECK(control(shop.komerce, "GET", "payments/C")["paid"].integer() == 50'000);
}

TEST_CASE("a callback comes before the answer to the create") {
  Shop shop;
  shop.arm(R"({"operation":"create","fault":"before_answer"})");
  const Answer created = shop.create("A");
  const auto already = shop.receiver.so_far();
  CHECK(created.status == 200);
  CHECK(created["data"]["status"].text() == "PENDING");
  REQUIRE(already.size() == 1);
  CHECK(status_in(already[0]) == "PAID");
}

TEST_CASE("a callback that is not answered with 200 is sent again as the schedule says") {
  Shop shop;
  shop.receiver.answer_with({500, 202, 404});
  shop.create("A");
  shop.pay("A");
  const auto tries = shop.receiver.wait(4);
  REQUIRE(tries.size() == 4);  // 1, 5 and 15 minutes, by ten thousand
  CHECK(tries[1].at - tries[0].at >= Millis(6));
  CHECK(tries[2].at - tries[1].at >= Millis(30));
  CHECK(tries[3].at - tries[2].at >= Millis(90));
}

TEST_CASE("a callback can be sent on demand, saying what is not so") {
  Shop shop;
  shop.create("A");
  control(shop.komerce, "POST", "payments/A/callback", R"({"status":"PAID","forged":true})");
  const auto callbacks = shop.receiver.wait(1);
  REQUIRE(callbacks.size() == 1);
  CHECK(status_in(callbacks[0]) == "PAID");
  CHECK(control(shop.komerce, "GET", "payments/A")["status"].text() == "PENDING");
}

TEST_CASE("reset forgets everything") {
  Shop shop;
  shop.create("A");
  shop.arm(R"({"operation":"*","fault":"error_500","count":0})");
  CHECK(control(shop.komerce, "POST", "reset").status == 200);
  CHECK_FALSE(shop.exists("A"));
  CHECK(shop.create("A").status == 200);
}
