// Komerce's sandbox behaves as Komerce's pages say: what it takes, what it refuses, what it tells.
#include <catch2/catch.hpp>

#include "client.hpp"
#include "komerce/sandbox/komerce.hpp"

using namespace wesel::sandbox;
using namespace wesel::sandbox::testing;
using wesel::json::Array;
using wesel::json::Object;

namespace {

const std::string kBase = "/user/api/v1/user";
const Headers kAuthorized = {{"x-api-key", "sandbox-komerce-key"},
                             {"Content-Type", "application/json"}};

struct Shop {
  explicit Shop(double time_scale = 0.001, double expiry_scale = 1)
      : komerce({.time_scale = time_scale, .expiry_scale = expiry_scale}) {
    komerce.start();
  }

  Object order(const std::string& id, std::int64_t amount = 15'000) const {
    const Object customer =
        Object{}.set("name", "Budi").set("email", "budi@example.id").set("phone", "0812345678");
    const Array items =
        Array{}.add(Object{}.set("name", "Kopi").set("quantity", 1).set("price", amount));
    return Object{}
        .set("order_id", id)
        .set("amount", amount)
        .set("customer", customer)
        .set("items", items)
        .set("callback_url", receiver.url())
        .set("callback_API_KEY", "secret of this payment");
  }
  Object va(const std::string& id, std::int64_t amount = 15'000) const {
    return order(id, amount).set("payment_type", "bank_transfer").set("channel_code", "BCA");
  }
  Answer create(const Object& body) const {
    return ask(komerce.url(), "POST", kBase + "/payment/create", kAuthorized, body.text());
  }
  Answer status(std::string id) const {
    for (std::size_t at; (at = id.find('/')) != std::string::npos;) id.replace(at, 1, "%2F");
    return ask(komerce.url(), "GET", kBase + "/payment/status/" + id, kAuthorized);
  }

  Receiver receiver;
  Komerce komerce;
};

std::string text(const wesel::json::Value& value) { return std::string(value.scalar()); }

}  // namespace

TEST_CASE("a virtual account is created, paid and told of") {
  Shop shop;
  const Answer created = shop.create(shop.va("ORDER-1"));
  REQUIRE(created.status == 200);
  CHECK(text(created["meta"]["message"]) == "success create payment");
  CHECK(created["meta"]["code"].integer() == 200);
  const std::string id = text(created["data"]["payment_id"]);
  CHECK(id.find("/KM/") != std::string::npos);
  CHECK(text(created["data"]["status"]) == "PENDING");
  CHECK(text(created["data"]["va_number"]).size() == 15);
  CHECK(text(created["data"]["qr_string"]).empty());
  CHECK(created["data"]["amount"].integer() == 15'000);
  const std::string expired_at = text(created["data"]["expired_at"]);
  CHECK(expired_at.size() == std::string("2026-08-05T05:04:54.252204638+07:00").size());
  CHECK(expired_at.ends_with("+07:00"));

  REQUIRE(control(shop.komerce, "POST", "payments/ORDER-1/pay").status == 200);
  const auto callbacks = shop.receiver.wait(1);
  REQUIRE(callbacks.size() == 1);
  const auto told = wesel::json::Document::parse(callbacks[0].body);
  CHECK(text(told["payment_id"]) == id);
  CHECK(text(told["order_id"]) == "ORDER-1");
  CHECK(text(told["status"]) == "PAID");
  CHECK(told["amount"].integer() == 15'000);
  CHECK(callbacks[0].header("X-Callback-Api-Key") ==
        hex(hmac_sha256("secret of this payment", callbacks[0].body)));

  const Answer status = shop.status(id);
  CHECK(status.status == 200);
  CHECK(text(status["data"]["status"]) == "PAID");
  CHECK(status["data"]["paid_at"]);
}

TEST_CASE("a QRIS code is well formed and ends by the clock, and a callback tells of it") {
  Shop shop(0.001, 0.001);  // five minutes are 300 ms
  const Answer created = shop.create(shop.order("ORDER-Q", 25'000).set("payment_type", "qris"));
  REQUIRE(created.status == 200);
  const std::string code = text(created["data"]["qr_string"]);
  CHECK(code.starts_with("000201010212"));
  CHECK(code.find("540525000") != std::string::npos);
  CHECK(code.substr(code.size() - 8, 4) == "6304");
  const auto callbacks = shop.receiver.wait(1);
  REQUIRE(callbacks.size() == 1);
  CHECK(callbacks[0].body.find("\"EXPIRED\"") != std::string::npos);
  CHECK(control(shop.komerce, "POST", "payments/ORDER-Q/pay").status == 409);
}

TEST_CASE("the CRC of a QRIS code is the one of the EMVCo specification") {
  // CRC-16/CCITT-FALSE of "123456789" is 29B1; a whole code with its CRC tag checks to itself.
  const std::string code = qris_code("TOKO", Amount::whole(10'000), "R1");
  unsigned crc = 0xFFFF;
  for (const unsigned char c : code.substr(0, code.size() - 4)) {
    crc ^= static_cast<unsigned>(c) << 8;
    for (int i = 0; i < 8; ++i) crc = (crc & 0x8000) ? (crc << 1) ^ 0x1021 : crc << 1;
    crc &= 0xFFFF;
  }
  CHECK(std::stoul(code.substr(code.size() - 4), nullptr, 16) == crc);
}

TEST_CASE("the ledger knows a payment by either name, encoded or not") {
  Shop shop;
  const std::string id = text(shop.create(shop.va("ORDER/7"))["data"]["payment_id"]);
  for (const std::string& name : {id, std::string("ORDER/7"), std::string("ORDER%2F7")}) {
    const Answer entry = control(shop.komerce, "GET", "payments/" + name);
    CHECK(entry.status == 200);
    CHECK(text(entry["id"]) == id);
  }
  CHECK(control(shop.komerce, "POST", "payments/" + id + "/pay").status == 200);
  CHECK(control(shop.komerce, "POST", "payments/" + id + "/pay").status == 409);
  const Answer late = control(shop.komerce, "POST", "payments/" + id + "/refund");
  CHECK(late.status == 409);
}

TEST_CASE("what Komerce would refuse is refused") {
  Shop shop;
  const auto refused = [&](const Object& body, const std::string& why) {
    const Answer answer = shop.create(body);
    CHECK(answer.status == 400);
    CHECK(answer["meta"]["code"].integer() == 400);
    CHECK(text(answer["meta"]["message"]).find(why) != std::string::npos);
  };
  refused(shop.va("R", 9'999), "amount");
  refused(shop.order("R").set("payment_type", "va").set("channel_code", "BCA"), "payment_type");
  refused(shop.order("R").set("payment_type", "bank_transfer"), "channel_code");
  refused(shop.order("R").set("payment_type", "bank_transfer").set("channel_code", "bca"),
          "channel_code");
  refused(shop.va("R").set("expiry_duration", 3'599), "expiry_duration");
  refused(shop.va(std::string(101, 'x')), "order_id");
  refused(shop.order("R", 10'000'001).set("payment_type", "qris"), "amount");
  refused(Object{}.set("order_id", "R").set("payment_type", "qris").set("amount", 20'000),
          "customer");
  const Answer text_amount = ask(shop.komerce.url(), "POST", kBase + "/payment/create", kAuthorized,
                                 R"({"order_id":"R","payment_type":"qris","amount":"20000"})");
  CHECK(text_amount.status == 400);
  CHECK(ask(shop.komerce.url(), "POST", kBase + "/payment/create", kAuthorized, "{").status == 400);
  CHECK(control(shop.komerce, "GET", "payments")["data"].size() == 0);
}

TEST_CASE("a wrong key, path or method") {
  Shop shop;
  const std::string url = shop.komerce.url();
  CHECK(ask(url, "GET", kBase + "/methods").status == 401);
  CHECK(ask(url, "GET", kBase + "/methods", {{"x-api-key", "wrong"}}).status == 401);
  CHECK(ask(url, "GET", "/api/v1/user/methods", kAuthorized).status == 404);
  CHECK(ask(url, "POST", kBase + "/methods", kAuthorized, "{}").status == 405);
  CHECK(shop.status("KPAY-1/KM/2026").status == 404);
  const Answer methods = ask(url, "GET", kBase + "/methods", kAuthorized);
  CHECK(methods.status == 200);
  CHECK(text(methods["data"].at(0)["bank_code"]) == "BCA");
}

TEST_CASE("one order_id is taken once, unless that rule is off") {
  Shop shop;
  CHECK(shop.create(shop.va("TWICE")).status == 200);
  const Answer again = shop.create(shop.va("TWICE"));
  CHECK(again.status == 400);
  CHECK(text(again["meta"]["message"]) == "order_id already exists");
  control(shop.komerce, "POST", "settings", R"({"unique_order_ids": false})");
  CHECK(shop.create(shop.va("TWICE")).status == 200);
  CHECK(control(shop.komerce, "GET", "payments")["data"].size() == 2);
}

TEST_CASE("a payment's status may be asked every three seconds") {
  Shop shop(1);
  const std::string id = text(shop.create(shop.va("RATE"))["data"]["payment_id"]);
  const std::string other = text(shop.create(shop.va("RATE-2"))["data"]["payment_id"]);
  CHECK(shop.status(id).status == 200);
  const Answer soon = shop.status(id);
  CHECK(soon.status == 429);
  CHECK(soon["meta"]["code"].integer() == 429);
  CHECK(shop.status(other).status == 200);
  control(shop.komerce, "POST", "settings", R"({"status_interval_ms": 0})");
  CHECK(shop.status(id).status == 200);
}

TEST_CASE("only what is pending can be cancelled") {
  Shop shop;
  const std::string id = text(shop.create(shop.va("CANCEL"))["data"]["payment_id"]);
  const auto cancel = [&](const std::string& payment) {
    return ask(shop.komerce.url(), "POST", kBase + "/payment/cancel", kAuthorized,
               Object{}.set("payment_id", payment).set("reason", "changed my mind").text());
  };
  const Answer cancelled = cancel(id);
  CHECK(cancelled.status == 200);
  CHECK(text(cancelled["data"]["status"]) == "CANCELED");
  CHECK(cancel(id).status == 400);
  CHECK(cancel("KPAY-0/KM/2026").status == 404);
  CHECK(shop.receiver.so_far().empty());
}
