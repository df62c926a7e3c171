// How often a provider may be asked about one attempt, whoever asks.
#include "engine/ask_times.hpp"

#include <catch2/catch.hpp>

#include "small_world.hpp"

using namespace wesel;
using namespace wesel::stories;

TEST_CASE("one question in an interval, for each attempt") {
  AskTimes asks;
  const Instant start{1h};
  CHECK(asks.claim("att_1", 3s, start) == 0s);
  CHECK(asks.claim("att_1", 3s, start + 1s) == 2s);
  CHECK(asks.claim("att_2", 3s, start + 1s) == 0s);
  CHECK(asks.claim("att_1", 3s, start + 3s) == 0s);
}

TEST_CASE("the interval counts from the answer, and as long as the provider wishes") {
  AskTimes asks;
  const Instant start{1h};
  CHECK(asks.claim("att_1", 3s, start) == 0s);
  asks.hold("att_1", start + 2s + 3s);
  CHECK(asks.claim("att_1", 3s, start + 3s) == 2s);
  CHECK(asks.claim("att_2", 0s, start) == 0s);
  asks.hold("att_2", start + 60s);
  CHECK(asks.claim("att_2", 0s, start + 1s) == 59s);
}

TEST_CASE("a shorter wish does not shorten a longer one") {
  AskTimes asks;
  const Instant start{1h};
  asks.hold("att_1", start + 60s);
  asks.hold("att_1", start + 3s);
  CHECK(asks.claim("att_1", 3s, start + 4s) == 56s);
}

TEST_CASE("a provider that asks for patience is not asked by anybody before that") {
  SmallWorld world;
  world.provider = [](const http::Outbound& request) { return object(request, "pending"); };
  const Payment payment = world.made(an_order());
  world.provider = [](const http::Outbound&) {
    http::Sent busy = replied(429, "{}");
    busy.fields.push_back({"retry-after", "60"});
    return busy;
  };
  const auto first = refresh(world.context(), payment);
  CHECK_FALSE(first.value().asked);
  world.sent.clear();
  world.pass(20s);
  CHECK(refresh(world.context(), payment).value().retry_after == 40s);
  CHECK(world.sent.empty());
  world.provider = [](const http::Outbound& request) { return object(request, "paid"); };
  world.pass(40s);
  CHECK(refresh(world.context(), world.stored(payment)).value().asked);
}
