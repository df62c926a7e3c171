// What providers call us with: believed only as far as it proves itself.
#include <catch2/catch.hpp>

#include "engine/links.hpp"
#include "small_world.hpp"
#include "wesel/crypto.hpp"
#include "wesel/json.hpp"

using namespace wesel;
using namespace wesel::stories;
using std::string;

namespace {

Payment waiting_at(SmallWorld& world, const string& method = "virtual_account") {
  world.provider = [](const http::Outbound& request) { return object(request, "pending"); };
  Payment p = world.made(an_order(method));
  REQUIRE(p.status == Status::pending);
  world.sent.clear();
  return p;
}

string news(const Payment& p, int attempt, const char* state) {
  return json::Object{}
      .set("id", p.attempt_id(attempt))
      .set("ref", "P-1")
      .set("state", state)
      .text();
}

string signed_with(const string& key, const string& body) {
  return sdk::to_hex(sdk::hmac_sha256(sdk::to_hex(key), body));
}

string signed_right(SmallWorld& world, const Payment& p, int attempt, const string& body) {
  return signed_with(callback_key(p.attempt_id(attempt), world.setup()->secret), body);
}

std::size_t kept(SmallWorld& world, const string& attempt) {
  return world.store().orphan_callbacks(attempt).value().size();
}

}  // namespace

TEST_CASE("a signed callback pays, and its duplicate changes nothing") {
  SmallWorld world;
  const Payment p = waiting_at(world);
  const string body = news(p, 1, "paid");
  for (int i = 0; i < 2; ++i)
    REQUIRE(world.call_back(world.url_of(p, 1), body, signed_right(world, p, 1, body)));
  CHECK(world.stored(p).status == Status::paid);
  CHECK(world.told(p) == std::vector<string>{"payment.pending", "payment.paid"});
}

TEST_CASE("no key that can be guessed signs a callback at the plain address") {
  SmallWorld world;
  const Payment p = waiting_at(world);
  const string body = news(p, 1, "paid");
  for (const string& key : {string(), string(32, '\0')}) {
    const auto ack = world.call_back({"alpha", "", ""}, body, signed_with(key, body));
    REQUIRE_FALSE(ack);
    CHECK(ack.error().code == "unauthorized");
  }
  CHECK(world.stored(p).status == Status::pending);
}

TEST_CASE("a callback of one attempt says nothing about another") {
  SmallWorld world;
  const Payment p = waiting_at(world);
  NewPayment second = an_order();
  second.reference = "ORDER-2";
  const Payment other = world.made(second);
  const string body = news(other, 1, "paid");
  CHECK_FALSE(world.call_back(world.url_of(p, 1), body, signed_right(world, p, 1, body)));
  CHECK(world.stored(other).status == Status::pending);
  CHECK(world.stored(p).status == Status::pending);
}

TEST_CASE("an address that we did not make is unknown") {
  SmallWorld world;
  const Payment p = waiting_at(world);
  const string body = news(p, 1, "paid");
  CallbackUrl url = world.url_of(p, 1);
  url.mac[0] = url.mac[0] == '0' ? '1' : '0';
  const auto ack = world.call_back(url, body, signed_right(world, p, 1, body));
  REQUIRE_FALSE(ack);
  CHECK(ack.error().code == "not_found");
  url = world.url_of(p, 1);
  url.account = "beta";
  CHECK_FALSE(world.call_back(url, body, signed_right(world, p, 1, body)));
  CHECK(world.stored(p).status == Status::pending);
}

TEST_CASE("unsigned callbacks, however many, wake a question a second and write no more") {
  SmallWorld world;
  const Payment p = waiting_at(world, "e_wallet");
  const string body = news(p, 1, "paid");
  for (int i = 0; i < 100; ++i) REQUIRE(world.call_back(world.url_of(p, 1), body, ""));
  const std::int64_t writes = world.stored(p).version - p.version;
  CHECK(writes <= 2);
  world.provider = [](const http::Outbound& request) { return object(request, "pending"); };
  world.work(p, 2);
  CHECK(world.sent_to("gamma/status") <= 2);
  CHECK(*world.stored(p).due_at > world.now() + 1min);  // and then as planned
}

TEST_CASE("a question that a callback woke and nobody answered is asked again soon") {
  SmallWorld world;
  const Payment p = waiting_at(world, "e_wallet");
  REQUIRE(world.call_back(world.url_of(p, 1), news(p, 1, "paid"), ""));
  world.provider = [](const http::Outbound&) { return lost(); };
  world.work(p);
  CHECK(*world.stored(p).due_at <= world.now() + 1min);
  world.provider = [](const http::Outbound& request) { return object(request, "paid"); };
  world.work(p);
  CHECK(world.stored(p).status == Status::paid);
}

TEST_CASE("news that come while the provider is being asked wake another question") {
  SmallWorld world;
  const Payment p = waiting_at(world, "e_wallet");
  REQUIRE(world.call_back(world.url_of(p, 1), news(p, 1, "paid"), ""));
  // Its answer was made just before the money came.
  world.provider = [&](const http::Outbound& request) {
    REQUIRE(world.call_back(world.url_of(p, 1), news(p, 1, "paid"), ""));
    return object(request, "pending");
  };
  world.work(p);
  world.provider = [](const http::Outbound& request) { return object(request, "paid"); };
  REQUIRE(world.stored(p).due_at <= world.now() + 1s);
  world.work(p);
  CHECK(world.stored(p).status == Status::paid);
}

TEST_CASE("a forged callback wakes one question, not a flood of them") {
  SmallWorld world;
  const Payment p = waiting_at(world);
  world.pass(1min);
  for (int i = 0; i < 5; ++i)
    CHECK_FALSE(world.call_back(world.url_of(p, 1), news(p, 1, "paid"), "00"));
  CHECK(world.stored(p).due_at == world.now());
  world.work(p);
  CHECK(world.sent == std::vector<string>{"alpha/status"});
  CHECK_FALSE(world.call_back(world.url_of(p, 1), news(p, 1, "paid"), "00"));
  CHECK(world.stored(p).due_at > world.now());
}

TEST_CASE("an unsigned callback only asks, and the provider's own word decides") {
  SmallWorld world;
  const Payment p = waiting_at(world, "e_wallet");
  REQUIRE(world.call_back(world.url_of(p, 1), news(p, 1, "paid"), ""));
  CHECK(world.stored(p).status == Status::pending);
  world.provider = [](const http::Outbound& request) { return object(request, "paid"); };
  world.work(p);
  CHECK(world.stored(p).status == Status::paid);
}

TEST_CASE(
    "what is neither signed nor sent to an address of ours fills nothing and hurries nobody") {
  SmallWorld world;
  const Payment p = waiting_at(world, "e_wallet");
  const CallbackUrl plain{"gamma", "", ""};
  const string stranger = "att_01ZZZZZZZZZZZZZZZZZZZZZZZZ01";
  const string body = json::Object{}.set("id", stranger).set("ref", "P-9").text();
  REQUIRE(world.call_back(plain, body, ""));
  CHECK(kept(world, stranger) == 0);

  world.pass(1min);
  for (int i = 0; i < 3; ++i) {
    REQUIRE(world.call_back(plain, news(p, 1, "paid"), ""));
    if (world.stored(p).due_at <= world.now()) world.work(p);
  }
  CHECK(world.sent_to("gamma/status") == 1);
}

TEST_CASE("a callback that comes while its create is being sent hurries nobody into a circle") {
  SmallWorld world;
  Payment seen;
  world.provider = [&](const http::Outbound& request) {
    const string id = attempt_in(request);
    seen = world.context().records.load(attempt_body(id)).value().value();
    REQUIRE(world.call_back(world.url_of(seen, 1), news(seen, 1, "pending"), ""));
    seen = world.stored(seen);
    return object(request, "pending");
  };
  const Payment p = world.made(an_order("e_wallet"));
  CHECK(seen.due_at > world.now());
  CHECK(p.status == Status::pending);
  CHECK(world.stored(p).due_at == world.now());
}

TEST_CASE("a signed callback before the create's answer stands, whatever that answer is") {
  for (const bool answered : {true, false}) {
    SmallWorld world;
    world.provider = [&](const http::Outbound& request) {
      const auto p = world.context().records.load(attempt_body(attempt_in(request)));
      const string body = news(**p, 1, "paid");
      REQUIRE(world.call_back(world.url_of(**p, 1), body, signed_right(world, **p, 1, body)));
      return answered ? object(request, "pending") : lost();
    };
    const Payment p = world.made(an_order());
    CHECK(p.status == Status::paid);
    CHECK(world.sent == std::vector<string>{"alpha/create"});
    CHECK(world.told(p) == std::vector<string>{"payment.pending", "payment.paid"});
  }
}
