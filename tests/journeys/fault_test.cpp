// Providers that fail in every way: the whole matrix of faults, and the few stories that need more
// than one row can say. For each, where the payment ends up as the money rules promise it.
#include <catch2/catch.hpp>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <sstream>

#include "journeys/fault_matrix.hpp"

namespace wesel::journeys {

using std::string;

namespace {

const string kPage = string(WESEL_SOURCE_DIR) + "/docs/fault-matrix.md";

// Each on a route of its own: the provider named first, another behind it; or nobody else.
constexpr const char* kRoutes = R"(
[[routes]]
name = "komerce first"
when = { metadata.route = "komerce" }
use = ["komerce", "fazz"]
[[routes]]
name = "komopay first"
when = { metadata.route = "komopay" }
use = ["komopay", "fazz"]
[[routes]]
name = "fazz first"
when = { metadata.route = "fazz" }
use = ["fazz", "komopay"]
[[routes]]
name = "only komopay"
when = { metadata.route = "only komopay" }
use = ["komopay"]
[[routes]]
name = "only fazz"
when = { metadata.route = "only fazz" }
use = ["fazz"]
[[routes]]
name = "never leave komopay"
when = { metadata.route = "never komopay" }
use = ["komopay", "fazz"]
failover = { unknown = "never" }
[[routes]]
name = "never leave fazz"
when = { metadata.route = "never fazz" }
use = ["fazz", "komopay"]
failover = { unknown = "never" }
{push}
[[routes]]
name = "komerce alone"
use = ["komerce"]
)";

constexpr const char* kPush = R"(
[[routes]]
name = "push"
when = { metadata.route = "push" }
use = ["komopay", "komopay_b"]
)";

// Pending payments are asked about soon, but not while their row is still being played.
constexpr const char* kSoon = "\"5s\"";
constexpr const char* kAfterAll = "\"15s\"";

Plan short_patience(const string& push = {}, const string& first_asked = kSoon) {
  const string quick = "timeout = \"600ms\"\nbreaker = { failures = 1000 }";
  string routes = kRoutes;
  routes.replace(routes.find("{push}"), 6, push);
  Plan plan{.routes = routes, .komerce = quick, .komopay = quick, .fazz = quick};
  plan.recovery = "schedule = [\"200ms\", \"1s\"]\npending_schedule = [" + first_asked +
                  ", \"3s\", \"3s\", \"3s\", \"3s\", \"3s\", \"3s\", \"1h\"]\n";
  return plan;
}

// A second account at another KomoPay, which would take what the first one leaves.
class AnotherKomopay {
 public:
  AnotherKomopay() {
    std::ofstream(folder_ / "sandbox.toml")
        << "[sandboxes.komopay]\nlisten = \"127.0.0.1:" << port_
        << "\"\nmerchant_code = \"SHOP\"\nsecret = \"komopay-secret\"\n";
    sandbox_ = Process(
        {WESEL_BUILD_DIR "/bin/wesel-sandbox", "--config", (folder_ / "sandbox.toml").string()},
        folder_ / "sandbox.log", true);
    REQUIRE(sandbox_.line().starts_with("komopay http://"));
  }
  ~AnotherKomopay() { sandbox_.kill_hard(); }

  string account() const {
    return "[providers.komopay_b]\nplugin = \"komopay\"\nmode = \"sandbox\"\n"
           "base_url = \"http://127.0.0.1:" +
           std::to_string(port_) +
           "\"\nsettings = { merchant_code = \"SHOP\", secret = \"komopay-secret\" }\n"
           "[[providers.komopay_b.methods]]\ntype = \"e_wallet\"\n"
           "channels = { OVO = \"ID_OVO\" }\n";
  }

 private:
  Folder folder_;
  std::uint16_t port_ = free_port();
  Process sandbox_;
};

matrix::Rows joined(std::initializer_list<matrix::Rows> parts) {
  matrix::Rows rows;
  for (const matrix::Rows& part : parts) rows.insert(rows.end(), part.begin(), part.end());
  return rows;
}

matrix::Rows made_rows() {
  return joined({matrix::create_rows(), matrix::token_rows(), matrix::left_rows()});
}

matrix::Rows told_rows() {
  return joined({matrix::cancel_rows(), matrix::simulate_rows(), matrix::callback_rows(),
                 matrix::action_rows(), matrix::payout_told_rows()});
}

}  // namespace

TEST_CASE("whatever a provider does, each payment ends where the money rules say") {
  using matrix::Scene;
  const AnotherKomopay another;
  Plan push = short_patience(kPush);
  push.more = another.account();
  Scene in_doubt(push, matrix::in_doubt_rows());
  in_doubt.play();  // first: it takes half a minute until two answers "not found" count
  Scene out(short_patience(), matrix::payout_rows());
  out.play();  // second, for the same reason
  Scene asked(short_patience(), joined({matrix::query_rows(), matrix::payout_query_rows()}));
  asked.play();
  Scene cold(short_patience({}, kAfterAll), matrix::cold_query_rows());
  cold.play();
  Scene made(short_patience(), made_rows());
  made.play();
  Scene told(short_patience(), told_rows());
  told.play();

  Scene* const scenes[] = {&made, &in_doubt, &out, &asked, &cold, &told};
  for (Scene* scene : scenes) scene->settle(std::chrono::seconds(45));
  std::size_t rows = 0, wrong = 0;
  for (Scene* scene : scenes) {
    for (const matrix::Line& line : scene->judge()) {
      const string text = line.text();
      std::cout << text << '\n';
      ++rows;
      wrong += !line.ok();
      if (!line.ok()) FAIL_CHECK(text);
    }
    for (const string& law : scene->broken()) FAIL_CHECK(law);
  }
  std::cout << rows << " rows, " << wrong << " not ok" << std::endl;
}

TEST_CASE("the page about the fault matrix is written from the rows as they are") {
  const string page =
      matrix::page(joined({matrix::create_rows(), matrix::token_rows(), matrix::left_rows(),
                           matrix::in_doubt_rows(), matrix::payout_rows(), matrix::query_rows(),
                           matrix::cold_query_rows(), matrix::payout_query_rows(), told_rows()}));
  if (std::getenv("WESEL_WRITE_DOCS")) std::ofstream(kPage) << page;
  std::ifstream file(kPage);
  std::stringstream text;
  text << file.rdbuf();
  CHECK(text.str() == page);
}

namespace {

Reply pay_first_at(Installation& wesel, const string& provider, const string& reference) {
  string body = Order{.reference = reference}.text();
  body.back() = ',';
  return wesel.post("/v1/payments", body + R"("metadata": {"route": ")" + provider + "\"}}");
}

}  // namespace

TEST_CASE("a create in doubt at the only provider is tried once more there, and then fails") {
  Installation wesel(short_patience());
  SECTION("the second attempt works") {
    wesel.komerce.fault(R"({"operation": "create", "fault": "work_then_500"})");
    const Reply made = wesel.pay({});
    INFO(made.body);
    CHECK(made.status == 201);
    CHECK(made.text("status") == "pending");
    REQUIRE(made["attempts"].size() == 2);
    CHECK(made["attempts"].at(0)["status"].text() == "abandoned");
    CHECK(wesel.komerce.payments() == 2);
  }
  SECTION("the second is in doubt too") {
    wesel.komerce.fault(R"({"operation": "create", "fault": "work_then_500", "count": 0})");
    const Reply made = wesel.pay({});
    INFO(made.body);
    CHECK(made.status == 201);
    CHECK(made.text("status") == "failed");
    CHECK(made["failure"]["code"].text() == "outcome_unknown");
    CHECK_FALSE(made["instructions"]);
    REQUIRE(made["attempts"].size() == 2);
    CHECK(made["attempts"].at(1)["status"].text() == "abandoned");
    // Nobody was shown it; should money come all the same, it is not lost.
    const string attempt(made["attempts"].at(0)["id"].text());
    REQUIRE(wesel.komerce.act(attempt, "pay") == 200);
    const Reply paid = wesel.once(made.text("id"), "paid");
    CHECK(paid.text("status") == "paid");
    CHECK(paid["exceptions"].at(0)["type"].text() == "paid_late");
  }
}

TEST_CASE("money on an attempt that was left pays the payment, and money on both is seen") {
  Installation wesel(short_patience());
  wesel.komerce.fault(R"({"operation": "create", "fault": "work_then_500"})");
  const Reply made = pay_first_at(wesel, "komerce", "LEFT");
  REQUIRE(made.text("provider") == "fazz");
  const string id = made.text("id");
  const string left(made["attempts"].at(0)["id"].text());
  REQUIRE(wesel.komerce.act(left, "pay") == 200);
  const Reply paid = wesel.once(id, "paid");
  CHECK(paid.text("status") == "paid");
  CHECK(paid.text("provider") == "komerce");
  CHECK(paid["attempts"].at(1)["status"].text() == "superseded");
  CHECK(paid["exceptions"].size() == 0);

  REQUIRE(wesel.fazz.act(made.text("provider_reference"), "pay") == 200);
  REQUIRE(eventually([&] { return wesel.payment(id)["exceptions"].size() == 1; }));
  const Reply twice = wesel.payment(id);
  CHECK(twice.text("status") == "paid");
  CHECK(twice["exceptions"].at(0)["type"].text() == "paid_twice");
  const auto told = wesel.hooks.wait_for(id, "payment.exception");
  CHECK(told.back().type == "payment.exception");
}

TEST_CASE("a customer's mistake is final, and no other provider is bothered with it") {
  Installation wesel;
  string body = Order{}.text();
  const string mail = "budi@example.com";
  body.replace(body.find(mail), mail.size(), "budi@example.");  // only they look so closely
  const Reply made = wesel.post("/v1/payments", body);
  INFO(made.body);
  CHECK(made.status == 201);
  CHECK(made.text("status") == "failed");
  CHECK(made["attempts"].size() == 1);
  CHECK(made["failure"]["code"].text() == "invalid_request");
  CHECK(made["failure"]["param"].text() == "/customer/email");
  CHECK(made["failure"]["retryable"].boolean() == false);
  CHECK(wesel.fazz.payments() == 0);
}

}  // namespace wesel::journeys
