// The table from a flow's end to what is certain, in full.
#include "providers/outcome.hpp"

#include "providers/world.hpp"

namespace wesel {
namespace {

constexpr FailureKind kFailures[] = {
    FailureKind::bug,         FailureKind::config,    FailureKind::request,
    FailureKind::unsupported, FailureKind::down,      FailureKind::bad_reply,
    FailureKind::unknown,     FailureKind::signature, FailureKind::session};
static_assert(std::size(kFailures) == kFailureKinds);

constexpr int kStatuses[] = {0,   200, 201, 302, 400, 401, 403, 404,
                             408, 409, 422, 429, 499, 500, 503, 599};

OperationKind kind_of(int number) { return static_cast<OperationKind>(number); }

// A flow whose one request was effectful, or was not, and was answered so (0: nothing sent).
WireFacts facts(bool effect, int status) {
  WireFacts out;
  out.last_status = status;
  if (effect) {
    out.effect_left = true;
    out.effect_status = status;
    out.effect_doubtful = status == 0 || doubtful(status);
  }
  return out;
}

Outcome failed(FailureKind failure, OperationKind kind, const WireFacts& seen) {
  PluginFailure out;
  out.kind = failure;
  return answer_for(out, kind, seen).outcome;
}

TEST_CASE("before any effect a failed create was not sent") {
  for (const OperationKind kind :
       {OperationKind::payment_create, OperationKind::refund_create, OperationKind::payout_create})
    for (const int status : kStatuses)
      for (const FailureKind failure : kFailures) {
        CAPTURE(name(kind), status, static_cast<int>(failure));
        const Outcome want = failure == FailureKind::unknown ? Outcome::unknown
                             : failure == FailureKind::request && !doubtful(status)
                                 ? Outcome::refused_everywhere
                                 : Outcome::not_sent;
        CHECK(failed(failure, kind, facts(false, status)) == want);
      }
}

TEST_CASE("after an effect every failure but a plain refusal leaves doubt") {
  for (const OperationKind kind :
       {OperationKind::payment_create, OperationKind::refund_create, OperationKind::payout_create})
    for (const int status : kStatuses)
      for (const FailureKind failure : kFailures) {
        CAPTURE(name(kind), status, static_cast<int>(failure));
        const bool plain = failure == FailureKind::request && status != 0 && status < 500 &&
                           status != 408 && status != 409 && status != 302;
        CHECK(failed(failure, kind, facts(true, status)) ==
              (plain ? Outcome::refused_everywhere : Outcome::unknown));
      }
}

TEST_CASE("a question that failed tells nothing") {
  for (int number = 1; number <= kOperationKinds; ++number) {
    const OperationKind kind = kind_of(number);
    if (!queries(kind) && kind != OperationKind::callback) continue;
    for (const int status : kStatuses)
      for (const FailureKind failure : kFailures) {
        CAPTURE(name(kind), status);
        CHECK(failed(failure, kind, facts(false, status)) == Outcome::unknown);
      }
  }
}

TEST_CASE("a cancel that cannot be done is refused, one that failed is in doubt") {
  const OperationKind cancel = OperationKind::payment_cancel;
  CHECK(failed(FailureKind::unsupported, cancel, facts(false, 0)) == Outcome::refused_here);
  CHECK(failed(FailureKind::unsupported, cancel, facts(true, 200)) == Outcome::unknown);
  CHECK(failed(FailureKind::request, cancel, facts(true, 400)) == Outcome::refused_everywhere);
  CHECK(failed(FailureKind::bug, cancel, facts(false, 0)) == Outcome::unknown);
  PluginResult refused;
  refused.kind = ResultKind::refused;
  const Operation operation = test::operation(cancel);
  CHECK(answer_for(refused, operation, facts(true, 409)).outcome == Outcome::refused_here);
  CHECK(answer_for(refused, operation, facts(true, 502)).outcome == Outcome::unknown);
}

TEST_CASE("a refusal is believed only from a complete answer below 500 that is no 408 or 409") {
  for (const OperationKind kind :
       {OperationKind::payment_create, OperationKind::refund_create, OperationKind::payout_create})
    for (const bool effect : {false, true})
      for (const int status : kStatuses)
        for (const bool everywhere : {false, true}) {
          if (effect && status == 0) continue;  // then the plugin is never asked
          CAPTURE(name(kind), effect, status);
          PluginResult refused;
          refused.kind = ResultKind::refused;
          refused.everywhere = everywhere;
          Outcome want = everywhere ? Outcome::refused_everywhere : Outcome::refused_here;
          if (effect && (doubtful(status) || status == 409 || status == 302))
            want = Outcome::unknown;
          if (!effect && doubtful(status)) want = Outcome::not_sent;
          CHECK(answer_for(refused, test::operation(kind), facts(effect, status)).outcome == want);
        }
}

TEST_CASE("a refused question says nothing about the payment") {
  PluginResult refused;
  refused.kind = ResultKind::refused;
  for (const int status : kStatuses)
    CHECK(answer_for(refused, test::operation(OperationKind::payment_query), facts(false, status))
              .outcome == Outcome::unknown);
}

PluginResult accepted() {
  PluginResult out;
  out.kind = ResultKind::accepted;
  out.told.state = ProviderState::pending;
  out.told.provider_reference = "p-1";
  return out;
}

TEST_CASE("an acceptance is believed unless it was read from an answer that proves nothing") {
  const Operation create = test::operation(OperationKind::payment_create);
  for (const int status : kStatuses) {
    CAPTURE(status);
    CHECK(answer_for(accepted(), create, facts(true, status)).outcome ==
          (doubtful(status) ? Outcome::unknown : Outcome::accepted));
  }
  SECTION("an error while looking at what was made changes nothing") {
    WireFacts seen = facts(true, 201);
    seen.last_status = 500;
    CHECK(answer_for(accepted(), create, seen).outcome == Outcome::accepted);
  }
  SECTION("and what was found after an error is found") {
    WireFacts seen = facts(true, 500);
    seen.last_status = 200;
    CHECK(answer_for(accepted(), create, seen).outcome == Outcome::accepted);
  }
  SECTION("but a refusal after an error is not") {
    WireFacts seen = facts(true, 500);
    seen.last_status = 404;
    PluginResult refused;
    refused.kind = ResultKind::refused;
    CHECK(answer_for(refused, create, seen).outcome == Outcome::unknown);
  }
}

TEST_CASE("another amount or reference than asked is no acceptance") {
  const Operation create = test::operation(OperationKind::payment_create);
  const Operation query = test::operation(OperationKind::payment_query);
  PluginResult told = accepted();
  told.told.amount = test::rupiah(99'999);
  told.told.attempt_id = create.attempt_id;
  Answer answer = answer_for(told, create, facts(true, 201));
  CHECK(answer.outcome == Outcome::unknown);
  CHECK(answer.told.amount == test::rupiah(99'999));
  // Asked later, the engine judges the amount itself.
  CHECK(answer_for(told, query, facts(false, 200)).outcome == Outcome::accepted);

  told.told.attempt_id = "att_of_somebody_else";
  for (const Operation& operation : {create, query}) {
    answer = answer_for(told, operation, facts(false, 200));
    CHECK(answer.outcome == Outcome::unknown);
    CHECK(answer.told.provider_reference.empty());
  }
}

TEST_CASE("not found is believed from a plain answer only") {
  PluginResult none;
  none.kind = ResultKind::not_found;
  const Operation query = test::operation(OperationKind::payment_query);
  for (const int status : kStatuses) {
    CAPTURE(status);
    const bool plain = !doubtful(status) && status != 401 && status != 403;
    CHECK(answer_for(none, query, facts(false, status)).outcome ==
          (plain ? Outcome::not_found : Outcome::unknown));
  }
}

TEST_CASE("what the engine ended itself") {
  const OperationKind create = OperationKind::payment_create;
  CHECK(answer_for(WireEnd::not_sent, "refused", create, facts(false, 0)).outcome ==
        Outcome::not_sent);
  CHECK(answer_for(WireEnd::not_sent, "refused", create, facts(true, 0)).outcome ==
        Outcome::unknown);
  CHECK(answer_for(WireEnd::broken, "reset", create, facts(true, 0)).provider_fault);
  CHECK_FALSE(answer_for(WireEnd::late, "late", create, facts(false, 0)).provider_fault);
  CHECK(answer_for(WireEnd::late, "late", create, facts(false, 200)).provider_fault);
  const BreachFound breach{Breach::path, "not a plain path"};
  CHECK(answer_for(breach, create, facts(false, 0)).outcome == Outcome::not_sent);
  CHECK(answer_for(breach, create, facts(true, 200)).outcome == Outcome::unknown);
  CHECK(answer_for(breach, create, facts(false, 0)).message ==
        "the plugin broke the contract: path (not a plain path)");
}

TEST_CASE("health counts the provider's faults, and 401 and 403 the account's") {
  const Operation create = test::operation(OperationKind::payment_create);
  for (const int status : kStatuses) {
    CAPTURE(status);
    const Answer answer = answer_for(accepted(), create, facts(true, status));
    CHECK(answer.provider_fault == doubtful(status));
    CHECK(answer.account_fault == (status == 401 || status == 403));
  }
  PluginFailure failure;
  failure.kind = FailureKind::down;
  failure.retry_after = Millis(3000);
  CHECK(answer_for(failure, create.kind, facts(true, 200)).provider_fault);
  CHECK(answer_for(failure, create.kind, facts(true, 200)).retry_after == Millis(3000));
  failure.kind = FailureKind::config;
  CHECK(answer_for(failure, create.kind, facts(true, 200)).account_fault);
}

}  // namespace
}  // namespace wesel
