// Whole flows through a well-behaved plugin that was loaded from its file.
#include "providers/world.hpp"

namespace wesel {
namespace {

using test::reply;

int live_flows() { return test::live_flows("stepper"); }

AccountConfig stepper() {
  AccountConfig config =
      test::account_config("stepper", {test::setting("api_key", "key-of-the-account")});
  config.methods.push_back(
      {"payment", {"virtual_account", {}}, {{"BCA", "BNK_014", {}}}, {}, {}, {}, {}, true, {}});
  return config;
}

Operation create() {
  Operation out = test::operation(OperationKind::payment_create);
  out.method = "virtual_account";
  out.channel = "BCA";
  return out;
}

TEST_CASE("a payment is a token, a create and a look at what was made") {
  test::World world;
  const auto account = test::make_account(stepper());
  world.wire.script = {reply(200, "token-1"), reply(201, "p-77"), reply(200, "3816599")};

  const FlowResult result = world.run(*account, create());

  CHECK(result.answer.outcome == Outcome::accepted);
  CHECK(result.answer.told.state == ProviderState::pending);
  CHECK(result.answer.told.provider_reference == "p-77");
  CHECK(result.answer.told.amount == test::rupiah(100'000));
  CHECK(result.answer.told.instructions.type == "virtual_account");
  // The account's own code for the channel went through the plugin and back.
  CHECK(result.answer.told.instructions.fields ==
        Pairs{{"bank", "BNK_014"}, {"account_number", "3816599"}});
  CHECK(result.answer.told.instructions.expires_at == world.clock.wall + Millis(1000));
  CHECK(result.effect_left);
  CHECK(result.requests == 3);
  REQUIRE(world.wire.seen.size() == 3);
  const http::Outbound& made = world.wire.seen[1];
  CHECK(made.base.host == "sandbox.stepper.example");
  CHECK(made.base.path == "/v1");
  CHECK(made.method == "POST");
  CHECK(made.target == "/payments");
  CHECK(made.effect);
  CHECK(http::find(made.fields, "authorization") == "Bearer token-1");
  CHECK(http::find(made.fields, "user-agent").starts_with("wesel/"));
  CHECK(live_flows() == 0);
}

TEST_CASE("the session that one flow fetched serves the next until it expires") {
  test::World world;
  const auto account = test::make_account(stepper());
  const auto made = {reply(201, "p-77"), reply(200, "3816599")};
  world.wire.script = {reply(200, "token-1")};
  world.wire.script.insert(world.wire.script.end(), made);
  world.run(*account, create());
  world.wire.script = made;
  CHECK(world.run(*account, create()).requests == 2);

  world.clock.pass(std::chrono::minutes(2));
  world.wire.script = {reply(200, "token-2"), reply(201, "p-79"), reply(200, "381")};
  CHECK(world.run(*account, create()).requests == 3);
}

TEST_CASE("a session that the provider refuses is fetched anew, once") {
  test::World world;
  const auto account = test::make_account(stepper());
  const Operation query = test::operation(OperationKind::payment_query);
  world.wire.script = {reply(200, "token-1"), reply(200, "paid")};
  CHECK(world.run(*account, query).answer.told.state == ProviderState::paid);

  SECTION("and the flow goes on") {
    world.wire.script = {reply(401), reply(200, "token-2"), reply(200, "paid")};
    const FlowResult result = world.run(*account, query);
    CHECK(result.answer.outcome == Outcome::accepted);
    CHECK_FALSE(result.answer.account_fault);
    CHECK(result.requests == 3);
    CHECK(http::find(world.wire.seen.back().fields, "authorization") == "Bearer token-2");
  }
  SECTION("but not for ever") {
    world.wire.script = {reply(401), reply(200, "token-2"), reply(401), reply(200, "token-3")};
    const FlowResult result = world.run(*account, query);
    CHECK(result.answer.outcome == Outcome::unknown);
    CHECK(result.answer.account_fault);
    CHECK(result.requests == 3);
  }
  SECTION("but never after a request with an effect left") {
    world.wire.script = {reply(401)};
    const FlowResult result = world.run(*account, create());
    CHECK(result.answer.outcome == Outcome::unknown);
    CHECK(result.requests == 1);
  }
  CHECK(live_flows() == 0);
}

TEST_CASE("what is certain depends on where a flow broke off") {
  struct Case {
    std::deque<http::Sent> script;
    Outcome outcome;
    bool provider_fault, account_fault;
  };
  const Case one = GENERATE(
      Case{{test::not_sent(), test::not_sent(), test::not_sent()}, Outcome::not_sent, true, false},
      Case{{test::broken(), test::broken(), test::broken()}, Outcome::not_sent, true, false},
      Case{{reply(403)}, Outcome::not_sent, false, true},
      Case{{reply(503)}, Outcome::not_sent, true, true},
      Case{{reply(200, "t"), test::not_sent(), test::not_sent(), test::not_sent()},
           Outcome::not_sent,
           true,
           false},
      Case{{reply(200, "t"), test::broken(), test::not_sent(), test::not_sent()},
           Outcome::unknown,
           true,
           false},
      Case{{reply(200, "t"), reply(500)}, Outcome::unknown, true, false},
      Case{{reply(200, "t"), reply(408)}, Outcome::unknown, true, false},
      Case{{reply(200, "t"), reply(409)}, Outcome::unknown, false, false},
      Case{{reply(200, "t"), reply(422)}, Outcome::refused_here, false, false},
      Case{{reply(200, "t"), reply(422, "nowhere")}, Outcome::refused_everywhere, false, false},
      // The first try may have been done, so the second one's refusal proves nothing.
      Case{{reply(200, "t"), test::broken(), reply(422)}, Outcome::unknown, false, false},
      Case{{reply(200, "t"), test::broken(), reply(201, "p"), reply(200, "1")},
           Outcome::accepted,
           false,
           false},
      Case{{reply(200, "t"), reply(201, "p"), test::broken(), test::broken(), test::broken()},
           Outcome::unknown,
           true,
           false},
      Case{{reply(200, "t"), reply(201, "p"), reply(500)}, Outcome::unknown, true, false});
  test::World world;
  const auto account = test::make_account(stepper());
  world.wire.script = one.script;

  const FlowResult result = world.run(*account, create());

  CHECK(result.answer.outcome == one.outcome);
  CHECK(result.answer.provider_fault == one.provider_fault);
  CHECK(result.answer.account_fault == one.account_fault);
  CHECK(world.wire.script.empty());
  CHECK(live_flows() == 0);
}

TEST_CASE("a query says not found, or nothing certain") {
  test::World world;
  const auto account = test::make_account(stepper());
  const Operation query = test::operation(OperationKind::payment_query);
  world.wire.script = {reply(200, "token"), reply(404)};
  CHECK(world.run(*account, query).answer.outcome == Outcome::not_found);
  world.wire.script = {reply(500)};
  CHECK(world.run(*account, query).answer.outcome == Outcome::unknown);
  world.wire.script = {};
  CHECK(world.run(*account, query).answer.outcome == Outcome::unknown);
}

TEST_CASE("past the deadline nothing new is sent") {
  test::World world;
  const auto account = test::make_account(stepper());
  world.wire.otherwise = reply(200, "token");
  world.wire.during = [&] { world.clock.pass(Millis(5000)); };

  const FlowResult result = world.run(*account, create());

  CHECK(result.requests == 1);
  CHECK(result.answer.outcome == Outcome::not_sent);
  CHECK(result.answer.provider_fault);
  CHECK(live_flows() == 0);
}

TEST_CASE("a signed callback tells its events, a forged one nothing") {
  test::World world;
  const auto account = test::make_account(stepper());
  Operation call = test::operation(OperationKind::callback);
  call.message = InboundMessage{"POST", "a=1", {{"x-sign", "good"}}, call.attempt_id};

  const FlowResult result = world.run(*account, call);
  CHECK(result.verdict == Verdict::verified);
  REQUIRE(result.events.size() == 1);
  CHECK(result.events[0].event_id == "evt-1");
  CHECK(result.events[0].told.state == ProviderState::paid);
  CHECK(result.events[0].told.attempt_id == call.attempt_id);
  CHECK(result.ack.status == 202);
  CHECK(result.ack.body == "thanks");

  call.message->fields[0].value = "forged";
  const FlowResult forged = world.run(*account, call);
  CHECK(forged.verdict == Verdict::bad_signature);
  CHECK(forged.events.empty());
  CHECK(forged.ack.status == 401);
  CHECK(world.wire.seen.empty());
}

TEST_CASE("what the account or plugin cannot do is not begun") {
  test::World world;
  AccountConfig config = stepper();
  config.max_in_flight = 1;
  const auto account = test::make_account(config);
  CHECK(world.run(*account, test::operation(OperationKind::payout_create)).answer.outcome ==
        Outcome::not_sent);
  CHECK(world.run(*account, test::operation(OperationKind::balance)).answer.outcome ==
        Outcome::unknown);

  // While one create is under way, another one finds the account full; a query does not care.
  world.wire.script = {reply(200, "token"), reply(201, "p"), reply(200, "1")};
  bool nested = false;
  world.wire.during = [&] {
    if (std::exchange(nested, true)) return;
    CHECK(account->full());
    CHECK(world.run(*account, create()).answer.message == "the account is at its in-flight limit");
  };
  CHECK(world.run(*account, create()).answer.outcome == Outcome::accepted);
  CHECK(nested);
  CHECK(account->in_flight() == 0);
}

TEST_CASE("the observer sees every try, and no secret") {
  test::World world;
  const auto account = test::make_account(stepper());
  Operation query = test::operation(OperationKind::payment_query);
  query.attempt_id = "key-of-the-account";  // a secret at a place where none belongs
  world.wire.script = {reply(200, "token-of-session"), reply(200, "paid")};
  world.run(*account, query);
  query.attempt_id = "token-of-session";
  world.wire.script = {reply(200, "paid")};
  world.run(*account, query);
  CHECK(world.memory.paths ==
        std::vector<std::string>{"/token", "/payments/***?***", "/payments/***?***"});
}

}  // namespace
}  // namespace wesel
