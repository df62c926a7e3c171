// Plugins that break the contract: every way is named, ends the flow, and costs nobody money.
#include "base/limits.hpp"
#include "providers/inspect.hpp"
#include "providers/world.hpp"

namespace wesel {
namespace {

using test::reply;

int live_flows() { return test::live_flows("hostile"); }

std::shared_ptr<Account> hostile(const std::string& how) {
  auto account = test::make_account(test::account_config("hostile", {test::setting("how", how)}));
  account->clear_quarantine();
  return account;
}

struct Case {
  std::string how;
  Breach breach;
  OperationKind kind = OperationKind::payment_create;
};

TEST_CASE("a broken request never leaves") {
  const Case one = GENERATE(
      Case{"null_action", Breach::null_action}, Case{"no_request", Breach::missing_block},
      Case{"action_kind", Breach::action_kind}, Case{"action_size", Breach::block_size},
      Case{"lying_size", Breach::block_size}, Case{"request_size", Breach::block_size},
      Case{"endpoint", Breach::endpoint}, Case{"method", Breach::method},
      Case{"path_host", Breach::path}, Case{"path_slashes", Breach::path},
      Case{"path_crlf", Breach::path}, Case{"path_up", Breach::path},
      Case{"crlf_value", Breach::header_value}, Case{"header_name", Breach::header_name},
      Case{"host_header", Breach::header_forbidden},
      Case{"length_header", Breach::header_forbidden}, Case{"null_header", Breach::missing_block},
      Case{"null_headers", Breach::bad_list}, Case{"many_headers", Breach::bad_list},
      Case{"effect_flag", Breach::bad_flag}, Case{"null_body", Breach::bad_text},
      Case{"huge_body", Breach::body_too_long}, Case{"session", Breach::undeclared_session},
      Case{"none", Breach::effect_in_query, OperationKind::payment_query},
      Case{"callback_sends", Breach::callback_sends, OperationKind::callback});
  CAPTURE(one.how);
  test::World world;
  world.wire.otherwise = reply(200);
  const auto account = hostile(one.how);

  const FlowResult result = world.run(*account, test::operation(one.kind));

  CHECK(result.breach == name(one.breach));
  CHECK(world.wire.seen.empty());
  CHECK_FALSE(result.effect_left);
  CHECK(result.answer.outcome == (creates(one.kind) ? Outcome::not_sent : Outcome::unknown));
  CHECK(world.memory.breaches == std::vector<std::string>{std::string(name(one.breach))});
  CHECK(live_flows() == 0);
}

TEST_CASE("a broken result after an effect leaves the attempt in doubt") {
  const Case one = GENERATE(
      Case{"null_later", Breach::null_action}, Case{"failure_kind", Breach::failure_kind},
      Case{"result_kind", Breach::result_kind}, Case{"not_found_create", Breach::result_kind},
      Case{"result_size", Breach::block_size}, Case{"no_state", Breach::bad_state},
      Case{"state", Breach::bad_state},
      Case{"paid_payout", Breach::bad_state, OperationKind::payout_create},
      Case{"paid_payout", Breach::bad_state, OperationKind::refund_create},
      Case{"no_reference", Breach::no_reference}, Case{"null_text", Breach::bad_text},
      Case{"long_text", Breach::bad_text}, Case{"utf8", Breach::bad_text},
      Case{"no_currency", Breach::bad_money}, Case{"overflow", Breach::bad_money},
      Case{"negative", Breach::bad_money}, Case{"fee", Breach::bad_decimal},
      Case{"time", Breach::bad_time}, Case{"scope", Breach::bad_scope},
      Case{"test", Breach::bad_mode}, Case{"endless", Breach::too_many_steps});
  CAPTURE(one.how);
  test::World world;
  world.wire.otherwise = reply(200);
  const auto account = hostile(one.how);

  const FlowResult result = world.run(*account, test::operation(one.kind));

  CHECK(result.breach == name(one.breach));
  CHECK(result.answer.outcome == Outcome::unknown);
  CHECK(result.effect_left);
  CHECK(static_cast<int>(world.wire.seen.size()) ==
        (one.how == "endless" ? limits::kFlowSteps : 1));
  CHECK(live_flows() == 0);
}

TEST_CASE("what the provider tells otherwise than asked is no breach, but no acceptance either") {
  const std::string how = GENERATE("other_amount", "other_currency", "other_reference");
  test::World world;
  world.wire.otherwise = reply(200);
  const auto account = hostile(how);

  const FlowResult result = world.run(*account, test::operation(OperationKind::payment_create));

  CHECK(result.breach.empty());
  CHECK(result.answer.outcome == Outcome::unknown);
  CHECK(result.answer.told.amount.has_value() == (how != "other_reference"));
}

TEST_CASE("a callback's broken event is a breach; an unsigned one tells no state") {
  test::World world;
  Operation call = test::operation(OperationKind::callback);
  call.message = InboundMessage{"POST", "", {}, "body"};
  CHECK(world.run(*hostile("event_reference"), call).breach == "no_reference");
  CHECK(world.run(*hostile("null_event"), call).breach == "missing_block");
  CHECK(world.run(*hostile("ack"), call).breach == "bad_ack");

  const FlowResult result = world.run(*hostile("none"), call);
  CHECK(result.verdict == Verdict::unsigned_call);
  REQUIRE(result.events.size() == 1);
  CHECK(result.events[0].told.state == ProviderState::none);
  CHECK(result.events[0].told.attempt_id == call.attempt_id);
}

TEST_CASE("repeated breaches bring the plugin into quarantine until somebody clears it") {
  test::World world;
  const auto account = hostile("null_action");
  const Operation create = test::operation(OperationKind::payment_create);
  for (int i = 0; i < limits::kPluginBreaches; ++i) {
    CHECK_FALSE(account->quarantined());
    CHECK(world.run(*account, create).breach == "null_action");
  }
  CHECK(account->quarantined());
  CHECK(world.memory.quarantines == 1);

  const FlowResult refused = world.run(*account, create);
  CHECK(refused.answer.outcome == Outcome::not_sent);
  CHECK(refused.breach.empty());
  // Another account of the same plugin is the same code.
  const auto other =
      test::make_account(test::account_config("hostile", {test::setting("how", "none")}));
  CHECK(other->quarantined());

  account->clear_quarantine();
  CHECK_FALSE(other->quarantined());
}

}  // namespace
}  // namespace wesel
