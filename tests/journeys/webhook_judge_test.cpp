// Every message that reaches a merchant is verified by the two libraries that merchants use; here
// is what only they can say: that both secrets of a rotation are good, and that they do refuse. And
// what merchants' servers may do to hold a delivery for ever.
#include <fmt/format.h>

#include <algorithm>
#include <catch2/catch.hpp>

#include "base/bytes.hpp"
#include "journeys/installation.hpp"

namespace wesel::journeys {

using std::string;

namespace {

const std::vector<string> kBoth = {"standardwebhooks", "svix"};
constexpr const char* kNextSecret = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";

Reply pay_told_at(Installation& wesel, const string& reference, const string& path,
                  const string& key = Installation::kShop) {
  const Order order{.reference = reference, .callback_url = wesel.hooks.url(path)};
  return wesel.call("POST", "/v1/payments", order.text(), {}, key);
}

}  // namespace

TEST_CASE("while secrets rotate, merchants with the old one and with the new one verify") {
  const string key = "wsk_sandbox_rotating_0000000000000000000";
  Installation wesel(
      {.more = fmt::format("[[merchants]]\nid = \"rotating\"\n"
                           "keys = [{{ id = \"r\", sha256 = \"{}\", mode = \"sandbox\" }}]\n"
                           "webhook = {{ url = \"http://127.0.0.1:1/nowhere\", "
                           "secrets = [\"{}\", \"{}\"] }}\n",
                           to_hex(as_text(sha256(key))), kNextSecret, kHookSecret)});
  wesel.hooks.hold("/old", {kHookSecret});
  wesel.hooks.hold("/new", {kNextSecret});
  wesel.hooks.hold("/both", {kHookSecret, kNextSecret});
  for (const string path : {"/old", "/new", "/both"}) {
    INFO(path);
    REQUIRE(pay_told_at(wesel, path.substr(1), path, key).status == 201);
    REQUIRE(wesel.hooks.wait_at(path, 1));
    const Hook hook = wesel.hooks.at(path)[0];
    CHECK(hook.accepted_by == kBoth);
    CHECK(hook.genuine);
    CHECK(std::count(hook.signatures.begin(), hook.signatures.end(), ' ') == 1);
  }
}

TEST_CASE("both libraries refuse what was signed with another secret") {
  Installation wesel;
  wesel.hooks.expect_forged();
  wesel.hooks.hold("/stranger", {kNextSecret});
  REQUIRE(pay_told_at(wesel, "FORGED", "/stranger").status == 201);
  REQUIRE(wesel.hooks.wait_at("/stranger", 1));
  const Hook hook = wesel.hooks.at("/stranger")[0];
  CHECK(hook.accepted_by.empty());
  CHECK_FALSE(hook.genuine);
}

TEST_CASE("an answer that never ends holds nobody past the time-out: the message is sent again") {
  const string manner = GENERATE("drip", "drip_head", "endless");
  INFO(manner);
  Installation wesel({.webhooks = "timeout = \"300ms\"\nschedule = [\"20ms\", \"20ms\"]\n"});
  wesel.hooks.answer_as("/shop", {{200, {}, manner}, {200, {}, manner}});
  const Reply made = wesel.pay({});
  REQUIRE(wesel.hooks.wait_at("/shop", 3));
  REQUIRE(wesel.komerce.act(made.text("provider_reference"), "pay") == 200);
  const auto told = wesel.hooks.wait_for(made.text("id"), "payment.paid");
  REQUIRE(told.size() == 4);
  for (int i = 0; i < 3; ++i) CHECK(told[i].id == told[0].id);
}

}  // namespace wesel::journeys
