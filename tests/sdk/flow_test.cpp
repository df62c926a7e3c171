// Straight code becomes the contract's steps: what is sent, what stays alive, what is freed when a
// flow is left at any step, and what becomes of exceptions.
#include <catch2/catch.hpp>
#include <thread>

#include "wesel/provider.hpp"
#include "wesel/testing.hpp"

using namespace wesel::sdk;
using namespace wesel::sdk::testing;

namespace {

// Counts those alive, so that a frame freed twice or never shows without a sanitizer too.
std::atomic<int> alive = 0;
struct Counted {
  explicit Counted(std::string t) : text(std::move(t)) { ++alive; }
  Counted(const Counted& other) : text(other.text) { ++alive; }
  ~Counted() { --alive; }
  std::string text;
};

About two_endpoints() {
  About about;
  about.id = "probe";
  about.endpoints = {{"api", "https://api.example", "https://test.example"},
                     {"auth", "https://auth.example", "https://auth-test.example"}};
  return about;
}

class Probe final : public Provider<Probe> {
 public:
  static About about() { return two_endpoints(); }
  explicit Probe(const Settings& settings) : secret_(settings.required("secret")) {
    if (secret_ == "bad") throw BadSetting("secret", "it is bad");
    if (secret_ == "bug") throw std::runtime_error("a bug in the constructor");
  }

  // A token first, unless it is remembered; both replies are read at the end.
  Flow payment_create(Operation op) const {
    Counted local("local to the frame and too long for a small string");
    std::string token(op.session());
    std::optional<Reply> login;
    if (token.empty()) {
      Reply reply = co_await post("/login").endpoint("auth").basic("me", secret_).reply_secret();
      if (!reply.ok()) co_return fail(reply, "secret");
      login = reply;
      token = reply["token"].text();
    }
    Reply reply = co_await post("/v1/" + segment(Counted("a/b").text) + "?x=" + Counted("1").text)
                      .bearer(Counted(token).text)
                      .json(Json{}
                                .set("ref", op.attempt_id())
                                .set("amount", json::Number{op.amount().decimal()})
                                .set("tag", Counted("in an argument of an argument").text))
                      .remember(token, op.now_ms() + 1000)
                      .has_effect()
                      .replay_safe();
    if (!reply.ok()) co_return refused(reply);
    co_return pending(reply["id"].text())
        .provider_text(login ? (*login)["token"].text() : "remembered")
        .virtual_account("BCA", reply["va"].text(), local.text)
        .remember(token, op.now_ms() + 2000);
  }

  // As many requests as the provider asks for, and a request that is kept and sent again.
  Flow payment_query(Operation) const {
    Request ask = get("/state");
    for (int i = 0;; ++i) {
      Reply reply = co_await ask;
      if (reply.text() != "again") co_return paid("ref").poll_after(static_cast<unsigned>(i));
    }
  }

  Flow payment_cancel(Operation op) const {
    if (op.reason() == "before") throw std::runtime_error("thrown before a step");
    Counted local("local");
    try {
      Reply reply = co_await post("/cancel").body("x", "text/plain");
      if (reply.status() == 200) throw std::runtime_error("thrown after a step");
      if (reply.status() == 201) throw 42;
    } catch (int) {
      throw 43;
    }
    co_return cancelled("ref");
  }

  // Not a coroutine: it hands its work to one.
  Flow methods(Operation op) const {
    if (op.attempt_id() == "throw") throw std::runtime_error("thrown outside of a coroutine");
    return list_of(get("/methods"));
  }

  Flow balance(Operation) const {
    Reply reply = co_await get("/balance").endpoint("no such");
    co_return balance_list();
  }

  Flow callback(Operation op) const {
    Event event;
    event.attempt_id = op.header("X-Ref");
    event.event_id = op.query();
    co_return event_list().add(event).add(event).ack(202, op.body());
  }

 private:
  static Flow list_of(Request request) {
    Reply reply = co_await request;
    Outcome list = method_list();
    for (json::Value v = reply.root().first(); v; v = v.next()) {
      Method method;
      method.method = v.text();
      list.add(method);
    }
    co_return list;
  }

  std::string secret_;
};

const wesel_plugin* probe() { return Exported<Probe>::table(); }
const Fields kSettings = {{"secret", "s3cret"}};

Asked asked(std::uint32_t kind) {
  Asked a;
  a.kind = kind;
  a.amount = {4205, 2, "USD"};
  return a;
}

}  // namespace

TEST_CASE("straight code goes step by step over the contract") {
  const Account account(probe(), kSettings);
  Run run = account.begin(asked(WESEL_OP_PAYMENT_CREATE));
  CHECK(run.sent().text() ==
        R"({"endpoint":"auth","method":"POST","path":"/login",)"
        R"("headers":{"Authorization":{"secret":"Basic bWU6czNjcmV0"}},"reply_secret":true})");
  run.reply({200, {}, R"({"token":"t0ken"})"});
  CHECK(
      run.sent().text() ==
      R"({"endpoint":"api","method":"POST","path":"/v1/a%2Fb?x=1",)"
      R"("headers":{"Authorization":{"secret":"Bearer t0ken"},)"
      R"("Content-Type":"application/json"},)"
      R"("body":"{\"ref\":\"att_01\",\"amount\":42.05,\"tag\":\"in an argument of an argument\"}",)"
      R"("effect":true,"replay_safe":true,)"
      R"("remember":{"value":"t0ken","expires_at":"2026-01-01T00:00:01Z"}})");
  run.reply({201, {}, R"({"id":"ch_1","va":"88"})"});
  CHECK(run.end().text() ==
        R"({"result":"accepted","state":"pending","provider_reference":"ch_1",)"
        R"("instructions":{"type":"virtual_account","bank":"BCA","account_number":"88",)"
        R"("account_name":"local to the frame and too long for a small string"},)"
        R"("provider_text":"t0ken",)"
        R"("remember":{"value":"t0ken","expires_at":"2026-01-01T00:00:02Z"}})");
}

TEST_CASE("a remembered session saves a step") {
  const Account account(probe(), kSettings);
  Asked a = asked(WESEL_OP_PAYMENT_CREATE);
  a.session = "kept";
  Run run = account.begin(a);
  CHECK(run.sent().header("Authorization") == "Bearer kept");
  run.reply({200, {}, R"({"id":"x"})"});
  CHECK(run.end()["provider_text"].text() == "remembered");
}

TEST_CASE("a flow may be left at any step, and nothing stays") {
  alive = 0;
  for (std::size_t steps = 0; steps <= 2; ++steps) {
    const Account account(probe(), kSettings);
    {
      Run run = account.begin(asked(WESEL_OP_PAYMENT_CREATE));
      for (std::size_t i = 0; i < steps; ++i) run.reply({200, {}, R"({"token":"t","id":"x"})"});
      CHECK(run.ended() == (steps == 2));
      CHECK((alive > 0) == (steps < 2));
    }
    CHECK(alive == 0);
  }
}

TEST_CASE("a request that is kept is sent again unchanged") {
  const Account account(probe(), kSettings);
  Run run = account.begin(asked(WESEL_OP_PAYMENT_QUERY));
  const std::string first = run.sent().text();
  for (int i = 0; i < 3; ++i) {
    CHECK(run.sent().text() == first);
    run.reply({200, {}, "again"});
  }
  run.reply({200, {}, "enough"});
  CHECK(run.end()["poll_after_ms"].integer() == 3);
}

TEST_CASE("an exception is the plugin's own fault and says what it is") {
  alive = 0;
  const Account account(probe(), kSettings);
  Asked a = asked(WESEL_OP_PAYMENT_CANCEL);
  SECTION("before the first step") {
    a.reason = "before";
    CHECK(account.begin(a).end().text() == R"({"failure":"bug","message":"thrown before a step"})");
  }
  SECTION("after a step") {
    Run run = account.begin(a);
    run.reply({200});
    CHECK(run.end().text() == R"({"failure":"bug","message":"thrown after a step"})");
  }
  SECTION("that is no std::exception") {
    Run run = account.begin(a);
    run.reply({201});
    CHECK(run.end().text() == R"({"failure":"bug","message":"an exception of an unknown type"})");
  }
  SECTION("outside of a coroutine") {
    a.kind = WESEL_OP_METHODS;
    a.attempt_id = "throw";
    CHECK(account.begin(a).end()["message"].text() == "thrown outside of a coroutine");
  }
  SECTION("of the SDK: an endpoint that does not exist") {
    a.kind = WESEL_OP_BALANCE;
    CHECK(account.begin(a).end()["message"].text() == R"(no endpoint is named "no such")");
  }
  CHECK(alive == 0);
}

TEST_CASE("an operation may hand its work to a coroutine that it shares with others") {
  const Account account(probe(), kSettings);
  Run run = account.begin(asked(WESEL_OP_METHODS));
  run.reply({200, {}, R"(["qris","redirect"])"});
  CHECK(run.end().text() == R"({"result":"methods","methods":[{"kind":"payment","method":"qris"},)"
                            R"({"kind":"payment","method":"redirect"}]})");
}

TEST_CASE("a callback is read and answered without a step") {
  const Account account(probe(), kSettings);
  Asked a = asked(WESEL_OP_CALLBACK);
  a.message = {"POST", "id=1", {{"x-ref", "att_9"}}, "body"};
  CHECK(account.begin(a).end().text() ==
        R"({"result":"events","events":[{"state":"none","attempt_id":"att_9","event_id":"id=1"},)"
        R"({"state":"none","attempt_id":"att_9","event_id":"id=1"}],)"
        R"("ack_status":202,"ack_body":"body"})");
}

TEST_CASE("what has no function is not offered") {
  CHECK(probe()->describe() == probe()->describe());
  CHECK(probe()->describe()->operations ==
        (1u << WESEL_OP_PAYMENT_CREATE | 1u << WESEL_OP_PAYMENT_QUERY |
         1u << WESEL_OP_PAYMENT_CANCEL | 1u << WESEL_OP_METHODS | 1u << WESEL_OP_BALANCE |
         1u << WESEL_OP_CALLBACK));
  const Account account(probe(), kSettings);
  for (const std::uint32_t kind : {WESEL_OP_NONE, WESEL_OP_REFUND_CREATE, 13u, 4'000'000'000u})
    CHECK(account.begin(asked(kind)).end()["failure"].text() == "unsupported");
}

TEST_CASE("a constructor says which setting cannot work") {
  const auto configure = [](const char* secret) { Account account(probe(), {{"secret", secret}}); };
  CHECK_THROWS_WITH(configure(""), "not created: secret: it must be set");
  CHECK_THROWS_WITH(configure("bad"), "not created: secret: it is bad");
  CHECK_THROWS_WITH(configure("bug"), "not created: : a bug in the constructor");
}

TEST_CASE("a step after the end is a failure, not a crash") {
  const Account account(probe(), kSettings);
  const auto settings = sized<wesel_settings>();
  const wesel_pair value = {bytes("secret"), bytes("s")};
  auto filled = settings;
  filled.values = &value;
  filled.value_count = 1;
  const wesel_failure* problem = nullptr;
  wesel_provider* provider = probe()->create(nullptr, &filled, &problem);
  REQUIRE(provider);
  auto operation = sized<wesel_operation>();
  operation.kind = WESEL_OP_CALLBACK;
  wesel_flow* flow = nullptr;
  REQUIRE(probe()->begin(provider, &operation, &flow)->kind == WESEL_ACTION_DONE);
  const auto reply = sized<wesel_reply>();
  const wesel_action* action = probe()->advance(flow, &reply);
  CHECK(action->kind == WESEL_ACTION_FAIL);
  CHECK(action->failure->kind == WESEL_FAIL_BUG);
  probe()->end(flow);
  probe()->destroy(provider);
}

TEST_CASE("one account serves many flows at once, which may hop threads") {
  alive = 0;
  const Account account(probe(), kSettings);
  std::atomic<int> right = 0;
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t)
    threads.emplace_back([&] {
      for (int i = 0; i < 200; ++i) {
        Run run = account.begin(asked(WESEL_OP_PAYMENT_CREATE));
        std::thread hop;
        if (i % 50 == 0)
          hop = std::thread([&] { run.reply({200, {}, R"({"token":"t"})"}); });
        else
          run.reply({200, {}, R"({"token":"t"})"});
        if (hop.joinable()) hop.join();
        run.reply({200, {}, R"({"id":"x"})"});
        right += run.end()["state"].text() == "pending";
      }
    });
  for (std::thread& thread : threads) thread.join();
  CHECK(right == 800);
  CHECK(alive == 0);
}
