// The named ends and their setters, and the readings of replies, as the contract shows them.
#include <catch2/catch.hpp>

#include "wesel/provider.hpp"
#include "wesel/testing.hpp"

using namespace wesel::sdk;
using namespace wesel::sdk::testing;

namespace {

// Ends as it is told, after one step when it shall read a reply.
struct Teller {
  Outcome (*say)() = nullptr;
  Outcome (*read)(const Reply&) = nullptr;
};
Teller teller;

class Told final : public Provider<Told> {
 public:
  static About about() {
    About about;
    about.endpoints = {{"api", "https://a.example", "https://t.example"}};
    about.settings = {
        {.name = "region", .help = "Where.", .default_value = "id", .choices = {"id", "sg"}}};
    Capability capability;
    capability.method = "qris";
    capability.live = false;
    capability.minimum = {150, 2, "USD"};
    capability.required = {"customer.phone", "customer.email"};
    about.capabilities = {capability};
    return about;
  }
  explicit Told(const Settings&) {}
  Flow payment_query(Operation) const {
    if (teller.say) co_return teller.say();
    Reply reply = co_await get("/");
    co_return teller.read(reply);
  }
};

Run ask() {
  Asked asked;
  asked.kind = WESEL_OP_PAYMENT_QUERY;
  static const Account account(Exported<Told>::table(), {});
  return account.begin(asked);
}

std::string told(Outcome (*say)()) {
  teller = {say, nullptr};
  return ask().end().text();
}

std::string read(Outcome (*reading)(const Reply&), const Given& given) {
  teller = {nullptr, reading};
  Run run = ask();
  run.reply(given);
  return run.end().text();
}

}  // namespace

TEST_CASE("everything that a provider tells of a payment arrives") {
  CHECK(told([] {
          return paid("ref")
              .echoed("att_1")
              .amount({4205, 2, "USD"})
              .amount_paid({4204, 2, "USD"})
              .fee("0.123", "USD")
              .settlement("41.9", "USD")
              .paid_at(1000)
              .poll_after(5)
              .test_mode(Mode::live)
              .provider_code("OK")
              .provider_text("fine");
        }) == R"({"result":"accepted","state":"paid","attempt_id":"att_1",)"
              R"("provider_reference":"ref","amount":"42.05 USD","amount_paid":"42.04 USD",)"
              R"("fee":"0.123","settlement":"41.9","fee_currency":"USD",)"
              R"("paid_at":"1970-01-01T00:00:01Z","provider_code":"OK","provider_text":"fine",)"
              R"("poll_after_ms":5,"test":"live"})");
}

TEST_CASE("every instrument has the fields that merchants read") {
  const std::string head = R"({"result":"accepted","state":"pending","provider_reference":"r",)"
                           R"("instructions":)";
  CHECK(told([] { return pending("r").virtual_account("BCA", "1", "Budi").expires(1000); }) ==
        head + R"({"type":"virtual_account","bank":"BCA","account_number":"1",)"
               R"("account_name":"Budi","expires_at":"1970-01-01T00:00:01Z"}})");
  CHECK(told([] { return pending("r").qris("00").qris_image("https://q").page("https://p"); }) ==
        head +
            R"({"type":"qris","qr_string":"00","image_url":"https://q","page_url":"https://p"}})");
  CHECK(told([] { return pending("r").retail_outlet("ALFAMART", "1", "Toko"); }) ==
        head + R"({"type":"retail_outlet","outlet":"ALFAMART","payment_code":"1",)"
               R"("display_name":"Toko"}})");
  CHECK(told([] { return pending("r").bank_transfer("BCA", "1", "PT", "100123"); }) ==
        head + R"({"type":"bank_transfer","bank":"BCA","account_number":"1","account_name":"PT",)"
               R"("amount_required":"100123"}})");
  CHECK(told([] { return pending("r").redirect("POST", "https://u", "a=1"); }) ==
        head + R"({"type":"redirect","method":"POST","url":"https://u","form":"a=1"}})");
  CHECK(told([] { return pending("r").push("OVO", "+6281234567890"); }) ==
        head + R"({"type":"push","channel":"OVO","phone_masked":"**********7890"}})");
}

TEST_CASE("refusals, lists and failures say what they are") {
  CHECK(told([] { return refused_here().provider_code("X"); }) ==
        R"({"result":"refused","scope":"here","provider_code":"X"})");
  CHECK(told([] { return refused_everywhere("customer.phone"); }) ==
        R"({"result":"refused","scope":"everywhere","field":"customer.phone"})");
  CHECK(told([] { return not_found(); }) == R"({"result":"not_found"})");
  CHECK(told([] { return done(); }) == R"({"result":"done"})");
  CHECK(told([] {
          return balance_list().add(Balance{"IDR", "3.0", "2", "1"});
        }) == R"({"result":"balances","balances":[{"currency":"IDR","total":"3.0","available":"2",)"
              R"("pending":"1"}]})");
  CHECK(told([] {
          BankAccount used;
          used.name = "Budi";
          used.branch = "Kota";
          return account_pair({}, used);
        }) == R"({"result":"accounts","account_request":{},)"
              R"("account_process":{"name":"Budi","branch":"Kota"}})");
  CHECK(told([] { return fail_config("key", "no"); }) ==
        R"({"failure":"config","field":"key","message":"no"})");
  CHECK(told([] { return fail_request("amount", "no"); }) ==
        R"({"failure":"request","field":"amount","message":"no"})");
  CHECK(told([] { return fail_down("x").retry_after(9); }) ==
        R"({"failure":"down","message":"x","retry_after_ms":9})");
  CHECK(told([] { return fail_unknown("x"); }) == R"({"failure":"unknown","message":"x"})");
  CHECK(told([] { return fail_bad_reply("x"); }) == R"({"failure":"bad_reply","message":"x"})");
  CHECK(told([] { return unsupported("x"); }) == R"({"failure":"unsupported","message":"x"})");
  CHECK(told([] { return fail_session(); }).find(R"("failure":"session")") != std::string::npos);
  CHECK(told([] { return fail_signature(); }).find(R"("failure":"signature")") !=
        std::string::npos);
}

TEST_CASE("a provider's words are cut between characters") {
  const auto told_text = [](Outcome (*say)()) {
    teller = {say, nullptr};
    return std::string(ask().end()["provider_text"].text());
  };
  CHECK(told_text([] { return not_found().provider_text(std::string(500, 'x')); }).size() == 500);
  CHECK(told_text([] { return not_found().provider_text(std::string(9000, 'x')); }).size() == 500);
  CHECK(told_text([] { return not_found().provider_text(std::string(499, 'x') + "üü"); }) ==
        std::string(499, 'x'));
}

TEST_CASE("a refusal after an effect is read from the status") {
  const auto after_effect = [](int status) {
    return read([](const Reply& reply) { return refused(reply); }, {status});
  };
  CHECK(after_effect(400) == R"({"result":"refused","scope":"here","provider_code":"400"})");
  CHECK(after_effect(429) == R"({"result":"refused","scope":"here","provider_code":"429"})");
  for (const int status : {408, 500, 503, 599})
    CHECK(after_effect(status) == R"({"failure":"down","message":"it answered )" +
                                      std::to_string(status) + R"(","provider_code":")" +
                                      std::to_string(status) + R"("})");
}

TEST_CASE("a failure without effect is read from the status, with Retry-After") {
  const auto without_effect = [](int status, Fields headers = {}) {
    return read([](const Reply& reply) { return fail(reply, "api_key"); }, {status, headers, ""});
  };
  CHECK(without_effect(401) ==
        R"({"failure":"config","field":"api_key","message":"it answered 401",)"
        R"("provider_code":"401"})");
  CHECK(without_effect(418) ==
        R"({"failure":"bad_reply","message":"it answered 418","provider_code":"418"})");
  const std::string down = R"({"failure":"down","message":"it answered 429","provider_code":"429")";
  CHECK(without_effect(429) == down + "}");
  CHECK(without_effect(429, {{"retry-after", "7"}}) == down + R"(,"retry_after_ms":7000})");
  CHECK(without_effect(429, {{"Retry-After", "7"}}) == down + R"(,"retry_after_ms":7000})");
  CHECK(without_effect(429, {{"retry-after", "99999999999"}}) ==
        down + R"(,"retry_after_ms":86400000})");
  for (const char* odd : {"", "-1", "1.5", "soon", "Wed, 21 Oct 2026 07:28:00 GMT"})
    CHECK(without_effect(429, {{"retry-after", odd}}) == down + "}");
}

TEST_CASE("a body that is not JSON has only missing values") {
  CHECK(read(
            [](const Reply& reply) {
              const bool nothing = !reply.is_json() && !reply["a"]["b"] && !reply.root() &&
                                   reply["a"].at(3).text().empty();
              return nothing ? done() : not_found();
            },
            {200, {}, "<html>"}) == R"({"result":"done"})");
}

TEST_CASE("what a plugin says of itself is laid out as blocks") {
  const wesel_description& about = *Exported<Told>::table()->describe();
  REQUIRE(about.setting_count == 1);
  const wesel_setting& setting = *about.settings[0];
  CHECK(view(setting.default_value) == "id");
  REQUIRE(setting.choice_count == 2);
  CHECK(view(setting.choices[1]) == "sg");
  REQUIRE(about.capability_count == 1);
  const wesel_capability& capability = *about.capabilities[0];
  CHECK(capability.modes == WESEL_MODE_SANDBOX);
  CHECK(capability.minimum.minor == 150);
  CHECK(view(capability.minimum.currency) == "USD");
  CHECK(capability.maximum.currency.size == 0);
  REQUIRE(capability.required_count == 2);
  CHECK(view(capability.required[0]) == "customer.phone");
}
