// The money rules' table of the wire: what is sent again, how often, and what is certain then.
#include "providers/wire.hpp"

#include "base/limits.hpp"
#include "providers/world.hpp"

namespace wesel {
namespace {

using test::broken;
using test::not_sent;
using test::reply;

struct Row {
  bool effect, replay_safe;
  std::deque<http::Sent> script;
  int tries;
  std::optional<WireEnd> end;  // none: the plugin reads the answer
  bool effect_left, doubtful;
};

PluginRequest request(bool effect, bool replay_safe) {
  PluginRequest out;
  out.method = "POST";
  out.path = "/create";
  out.body = "the very bytes";
  out.effect = effect;
  out.replay_safe = replay_safe;
  return out;
}

std::shared_ptr<Account> stepper() {
  return test::make_account(
      test::account_config("stepper", {test::setting("api_key", "secret-key")}));
}

TEST_CASE("the table of the wire") {
  const Row row = GENERATE(
      // Nothing left this machine.
      Row{false, false, {not_sent(), not_sent(), not_sent()}, 3, WireEnd::not_sent, false, false},
      Row{false, false, {not_sent(), reply(200)}, 2, {}, false, false},
      Row{true, true, {not_sent(), not_sent(), not_sent()}, 3, WireEnd::not_sent, false, false},
      Row{true, true, {not_sent(), reply(201)}, 2, {}, true, false},
      Row{true, false, {not_sent()}, 1, WireEnd::not_sent, false, false},
      // Sent, and no complete answer.
      Row{false, false, {broken(), broken(), broken()}, 3, WireEnd::broken, false, false},
      Row{false, false, {broken(), reply(200)}, 2, {}, false, false},
      Row{true, true, {broken(), broken(), broken()}, 3, WireEnd::broken, true, true},
      Row{true, true, {broken(), not_sent(), not_sent()}, 3, WireEnd::broken, true, true},
      Row{true, true, {broken(), reply(201)}, 2, {}, true, true},
      Row{true, false, {broken()}, 1, WireEnd::broken, true, true},
      // A complete answer is never sent again, whatever it is.
      Row{false, false, {reply(503)}, 1, {}, false, false},
      Row{true, true, {reply(500)}, 1, {}, true, true},
      Row{true, true, {reply(408)}, 1, {}, true, true},
      Row{true, false, {reply(400)}, 1, {}, true, false},
      // An answer without a final status is none.
      Row{true, false, {reply(101)}, 1, WireEnd::broken, true, true});
  test::World world;
  world.wire.script = row.script;
  const auto account = stepper();
  const Operation operation = test::operation(OperationKind::payment_create);
  Wire wire(world.services, *account, operation, world.clock.steady() + Millis(4000));

  const Exchange exchange = wire.send(request(row.effect, row.replay_safe));

  CHECK(wire.requests() == row.tries);
  CHECK(exchange.end == row.end);
  CHECK(wire.facts().effect_left == row.effect_left);
  CHECK(wire.facts().effect_doubtful == row.doubtful);
  for (const http::Outbound& seen : world.wire.seen) {
    CHECK(seen.body == "the very bytes");
    CHECK(seen.deadline == world.wire.seen[0].deadline);
  }
  CHECK(world.memory.retries.back() == row.tries - 1);
}

TEST_CASE("tries again only while there is time, with a pause between") {
  test::World world;
  const auto account = stepper();
  const Operation operation = test::operation(OperationKind::payment_query);
  const Instant before = world.clock.steady();

  SECTION("enough") {
    Wire wire(world.services, *account, operation, before + Millis(4000));
    wire.send(request(false, false));
    CHECK(wire.requests() == 1 + limits::kWireRetries);
    CHECK(world.clock.steady() - before == 3 * limits::kWirePause);
  }
  SECTION("what was heard is not said again before the provider allows it") {
    Operation apart = operation;
    apart.apart = Millis(3000);
    world.wire.script = {broken(), reply(200)};
    Wire wire(world.services, *account, apart, before + Millis(4000));
    wire.send(request(false, false));
    CHECK(wire.requests() == 2);
    CHECK(world.clock.steady() - before == Millis(3000));
  }
  SECTION("what nobody heard may be said at once") {
    Operation apart = operation;
    apart.apart = Millis(3000);
    world.wire.script = {not_sent(), reply(200)};
    Wire wire(world.services, *account, apart, before + Millis(4000));
    wire.send(request(false, false));
    CHECK(world.clock.steady() - before == limits::kWirePause);
  }
  SECTION("too little for another one") {
    Wire wire(world.services, *account, operation, before + limits::kWirePause);
    CHECK(wire.send(request(false, false)).end == WireEnd::not_sent);
    CHECK(wire.requests() == 1);
  }
  SECTION("none at all") {
    Wire wire(world.services, *account, operation, before);
    CHECK(wire.send(request(false, false)).end == WireEnd::late);
    CHECK(wire.requests() == 0);
  }
}

}  // namespace
}  // namespace wesel
