// Doubt, and how it ends: nothing is sent twice that may not be, nothing is forgotten.
#include <catch2/catch.hpp>

#include "small_world.hpp"
#include "stories.hpp"

using namespace wesel;
using namespace wesel::stories;

namespace {

// A push to a phone whose create was lost: gamma may still have it.
Payment in_doubt(SmallWorld& world) {
  world.provider = [](const http::Outbound&) { return lost(); };
  const Payment p = world.made(an_order("e_wallet"));
  REQUIRE(p.status == Status::processing);
  REQUIRE(p.current_attempt()->status == AttemptStatus::unknown);
  world.sent.clear();
  return p;
}

// Queries find nothing; creates are answered as the test says.
void not_there_but(SmallWorld& world, http::Sent create) {
  world.provider = [create](const http::Outbound& request) {
    return request.target == "/create" ? create : replied(404, "{}");
  };
}

}  // namespace

TEST_CASE("what is not found twice is sent again to the same account, under the same id") {
  SmallWorld world;
  const Payment p = in_doubt(world);
  std::string again;
  world.provider = [&](const http::Outbound& request) {
    if (request.target != "/create") return replied(404, "{}");
    again = attempt_in(request);
    return object(request, "pending");
  };
  world.work(p, 4);
  CHECK(again == p.attempt_id(1));
  CHECK(world.sent_to("gamma/create") == 1);
  CHECK(world.stored(p).status == Status::pending);
  CHECK(world.stored(p).attempts.size() == 1);
}

TEST_CASE("a refusal of what is sent again says nothing about the first copy") {
  for (const int status : {422, 400, 409, 500}) {
    SmallWorld world;
    const Payment p = in_doubt(world);
    not_there_but(world, replied(status, "{}"));
    world.work(p, 8);
    CHECK(world.sent_to("gamma/create") >= 1);
    CHECK(world.sent_to("beta/create") == 0);
    CHECK(world.stored(p).current_attempt()->status == AttemptStatus::unknown);
    CHECK(world.stored(p).status == Status::processing);

    world.provider = [](const http::Outbound& request) { return object(request, "paid"); };
    world.work(p);
    CHECK(world.stored(p).status == Status::paid);
  }
}

TEST_CASE("a payment whose left attempt ends before the next one begins is not forgotten") {
  SmallWorld world;
  world.provider = [&](const http::Outbound&) {
    world.pass(5s);  // the budget is spent with the second
    return lost();
  };
  const Payment p = world.made(an_order());
  REQUIRE(p.status == Status::processing);
  REQUIRE(p.attempts.size() == 2);
  const int last = p.current;
  REQUIRE(world.context().records.change(p, "query", [&](Payment& next, Changes& changes) {
    next.attempt(last)->status = AttemptStatus::abandoned;
    hear(next, last, told(ProviderState::expired), world.now(), changes);
  }));
  world.work(p, 3);
  CHECK(world.stored(p).status == Status::failed);
  CHECK(world.told(p).back() == "payment.failed");
}

TEST_CASE("nobody is asked for a payment that is over by the time its turn comes") {
  SmallWorld world;
  world.provider = [&](const http::Outbound& request) {
    if (request.base.path == "/alpha") world.pass(11s);
    return replied(422, "{}");
  };
  const Payment p = world.made(an_order());
  REQUIRE(p.status == Status::processing);
  world.pass(2h);
  world.work(p);
  CHECK(world.sent_to("beta/create") == 0);
  CHECK(world.stored(p).status == Status::failed);
}

TEST_CASE("an answer of another amount is never shown, whoever gives it") {
  SmallWorld world;
  const Payment p = in_doubt(world);
  world.provider = [](const http::Outbound& request) { return object(request, "pending", 10'000); };
  world.work(p);
  const Payment now = world.stored(p);
  CHECK(now.status == Status::processing);
  CHECK(now.has_open_exception(ExceptionType::amount_mismatch));
}

TEST_CASE("an account that is of the other mode now gets nothing of the old one") {
  SmallWorld world;
  const Payment p = in_doubt(world);
  world.configure([](Config& config) {
    config.accounts[2].mode = "live";
    config.accounts[2].base_urls = {{"", "http://10.0.0.1", {}}};
  });
  not_there_but(world, replied(200, "{}"));
  world.work(p, 6);
  CHECK(world.sent.empty());
  CHECK(world.stored(p).due_at.has_value());
}

TEST_CASE("a pending payment whose account is not configured for a while is not forgotten") {
  SmallWorld world;
  world.provider = [](const http::Outbound& request) { return object(request, "pending"); };
  const Payment p = world.made(an_order());
  REQUIRE(p.status == Status::pending);
  std::vector<AccountConfig> all;
  world.configure([&](Config& config) {
    all = config.accounts;
    config.accounts.erase(config.accounts.begin());
    config.routes[0].use.erase(config.routes[0].use.begin());
  });
  world.work(p, 2);
  REQUIRE(world.stored(p).due_at.has_value());
  world.configure([&](Config& config) { config.accounts = all; });
  world.provider = [](const http::Outbound& request) { return object(request, "paid"); };
  world.work(p);
  CHECK(world.stored(p).status == Status::paid);
}

TEST_CASE("late money is found although the provider was down when it was to be asked") {
  SmallWorld world;
  world.provider = [](const http::Outbound& request) { return object(request, "pending"); };
  const Payment p = world.made(an_order());
  world.provider = [](const http::Outbound& request) { return object(request, "expired"); };
  world.work(p);
  REQUIRE(world.stored(p).status == Status::expired);
  world.provider = [](const http::Outbound&) { return lost(); };
  world.work(p, 10);
  world.provider = [](const http::Outbound& request) { return object(request, "paid"); };
  world.work(p);
  CHECK(world.stored(p).status == Status::paid);
  CHECK(world.stored(p).has_open_exception(ExceptionType::paid_late));
}

TEST_CASE("a clock that jumps does not take an attempt from who is sending it") {
  SmallWorld world;
  std::string key;
  world.provider = [&](const http::Outbound& request) {
    key = attempt_body(attempt_in(request));
    world.jump(48h);
    REQUIRE(recover(world.context(), key));
    return object(request, "pending");
  };
  const Payment p = world.made(an_order());
  CHECK(p.status == Status::pending);
  CHECK(world.sent == std::vector<std::string>{"alpha/create"});
}

TEST_CASE("what somebody may have been shown stays in doubt, for a person at last") {
  SmallWorld world;
  const Payment p = in_doubt(world);
  world.provider = [](const http::Outbound&) { return lost(); };
  world.work(p, 30);
  CHECK(world.sent_to("beta/create") == 0);
  CHECK(world.stored(p).status == Status::processing);
  world.pass(72h);
  world.work(p);
  CHECK(world.stored(p).has_open_exception(ExceptionType::needs_review));
  CHECK(world.stored(p).due_at.has_value());
}

TEST_CASE("what was left behind is not cancelled again and again where that cannot be done") {
  SmallWorld world;
  world.provider = [](const http::Outbound&) { return lost(); };
  const Payment p = world.made(an_order());
  REQUIRE(world.stored(p).status == Status::failed);
  world.provider = [](const http::Outbound& request) {
    return request.target == "/cancel" ? replied(500, "") : object(request, "pending");
  };
  REQUIRE(world.context().records.change(world.stored(p), "query", [](Payment& next, Changes&) {
    for (Attempt& a : next.attempts) a.provider_reference = "P-1";
    next.current = 1;
  }));
  const Time began = world.now();
  world.work(p, 6);
  CHECK(world.now() - began > 10min);
}

TEST_CASE("a provider that asks for time leaves the workers to others meanwhile") {
  SmallWorld world;
  const Payment p = in_doubt(world);
  world.provider = [](const http::Outbound&) {
    http::Sent busy = replied(429, R"({"error":"slow down"})");
    busy.fields.push_back({"retry-after", "60"});
    return busy;
  };
  world.work(p, 2);  // asked once, and then at the next moment of the schedule
  REQUIRE(world.sent_to("gamma/status") == 1);
  CHECK(*world.stored(p).due_at > world.now());
}

TEST_CASE("a callback that came before its payment was known here is matched with it") {
  SmallWorld world;
  world.provider = [](const http::Outbound&) { return replied(422, "{}"); };
  const Payment p = world.made(an_order());  // its first id is as good as any
  CallbackRow orphan;
  orphan.id = std::string(26, '1');
  orphan.account = "alpha";
  orphan.attempt = p.attempt_id(1);
  orphan.verdict = "orphan";
  orphan.message = R"({"method":"POST","body":"{}","provider_reference":"P-9"})";
  REQUIRE(world.context().records.keep(orphan));
  orphan.id = std::string(26, '2');
  orphan.account = "beta";  // another account's word about it is none of its business
  REQUIRE(world.context().records.keep(orphan));

  // As the store of a node that has just learned of the payment.
  REQUIRE(world.context().records.change(p, "create", [](Payment& next, Changes&) {
    next.status = Status::pending;
    next.current = 1;
    next.attempts[0].status = AttemptStatus::pending;
  }));
  world.provider = [](const http::Outbound& request) { return object(request, "paid"); };
  REQUIRE(recover(world.context(), p.key()));
  CHECK(world.stored(p).status == Status::paid);
  CHECK(world.stored(p).attempt(1)->provider_reference == "P-9");
  CHECK(world.store().orphan_callbacks(p.attempt_id(1)).value().size() == 1);
}
