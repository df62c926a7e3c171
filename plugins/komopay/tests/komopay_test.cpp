// KomoPay's adapter against recorded exchanges, against answers cut off or garbled at every byte,
// and against callbacks of nonsense. No host, no socket.
#include <catch2/catch.hpp>
#include <filesystem>
#include <set>

#include "wesel/testing.hpp"

using namespace wesel::sdk;
using namespace wesel::sdk::testing;

namespace {

const Fields kSettings = {{"merchant_code", "YOUR_MERCHANT_CODE"}, {"secret", "komopay-secret"}};

std::string folder() { return std::string(WESEL_SOURCE_DIR) + "/plugins/komopay/exchanges/"; }

Recording recorded(const std::string& name) { return load(folder() + name + ".json"); }

// The recorded flow, but for one step's answer.
template <class Edit>
End with_step(const Recording& recording, std::size_t which, Edit edit) {
  return play_changed(wesel_plugin_v1(), recording, [&](std::size_t step, Given given) {
    if (step == which) edit(given);
    return given;
  });
}

End replaced(const char* name, std::size_t step, const std::string& from, const std::string& to) {
  return with_step(recorded(name), step, [&](Given& given) {
    const std::size_t at = given.body.find(from);
    REQUIRE(at != std::string::npos);
    given.body.replace(at, from.size(), to);
  });
}

// An end that lets goods go, or lets the next provider be asked.
bool says_paid(const End& end) {
  const auto state = end["state"].text();
  return state == "paid" || state == "completed";
}
bool says_refused(const End& end) { return end["result"].text() == "refused"; }

// What is sent for a create that is asked as this.
Sent sent_for(const Asked& asked) {
  const Account account(wesel_plugin_v1(), kSettings);
  Run run = account.begin(asked);
  run.reply({200, {}, R"({"token":"t"})"});
  return run.sent();
}

std::string account_name_for(const std::string& display_name, const std::string& customer = "") {
  Asked asked = recorded("create_va").asked;
  asked.display_name = display_name;
  asked.customer.name = customer;
  const auto body = wesel::json::Document::parse(sent_for(asked).body);
  return std::string(body["paymentMethod"]["account"]["accountName"].text());
}

End end_of_callback(const std::string& body, const std::string& attempt_id) {
  Asked asked;
  asked.kind = WESEL_OP_CALLBACK;
  asked.attempt_id = attempt_id;
  asked.message.body = body;
  const Account account(wesel_plugin_v1(), kSettings);
  return account.begin(asked).end();
}

}  // namespace

TEST_CASE("every recorded exchange plays byte for byte") {
  std::set<std::string> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder()))
    files.insert(entry.path().string());
  CHECK(files.size() > 50);
  for (const std::string& file : files) {
    INFO(file);
    CHECK_NOTHROW(play(wesel_plugin_v1(), load(file)));
  }
}

TEST_CASE("an answer cut off at any byte moves no money and is no refusal") {
  for (const char* name :
       {"create_va", "create_ovo", "create_online", "create_duplicate_paid", "create_precision",
        "create_bad_request", "query_paid", "query_new_token", "query_other_amount",
        "query_not_found", "payout_create", "payout_no_balance", "payout_completed", "accounts",
        "methods"}) {
    const Recording recording = recorded(name);
    for (std::size_t step = 0; step < recording.steps.size(); ++step) {
      if (recording.steps[step].given.status == 409) continue;  // its words are not read
      const std::string body = recording.steps[step].given.body;
      for (std::size_t size = 0; size < body.size(); ++size) {
        const End end = with_step(recording, step, [&](Given& given) { given.body.resize(size); });
        INFO(name << " step " << step << " cut to " << size << ": " << end.text());
        REQUIRE_FALSE(says_paid(end));
        REQUIRE_FALSE(says_refused(end));
        REQUIRE(end["failure"]);
      }
    }
  }
}

TEST_CASE("an answer garbled at any byte is never a refusal of a create, nor paid by accident") {
  for (const char* name : {"create_va", "payout_create", "query_new_token"}) {
    const Recording recording = recorded(name);
    const std::size_t step = 1;
    for (std::size_t at = 0; at < recording.steps[step].given.body.size(); ++at)
      for (const char byte : {'\0', '"', '}', '9', '\xff'}) {
        const End end = with_step(recording, step, [&](Given& given) { given.body[at] = byte; });
        INFO(name << " at " << at << ": " << end.text());
        REQUIRE_FALSE(says_paid(end));
        REQUIRE_FALSE(says_refused(end));
      }
  }
}

TEST_CASE("a create's answer that is not KomoPay's own is never a refusal, whatever its status") {
  for (const char* name : {"create_va", "payout_create"})
    for (int status = 200; status < 600; ++status)
      for (const char* body : {"", "[]", "null", "7", "<html>", R"({"description":[]})",
                               R"([{"code":""}])", R"([{"code":"IP_DENIED"},{}])"}) {
        const End end = with_step(recorded(name), 1, [&](Given& given) {
          given = {status, {}, body};
        });
        INFO(name << ' ' << status << ' ' << body << ": " << end.text());
        REQUIRE((end["failure"].text() == "unknown" || end["failure"].text() == "bad_reply"));
      }
}

TEST_CASE("an error list is believed as a 406, and plain words as anything else") {
  const auto answered = [](int status, const char* body) {
    return with_step(recorded("create_va"), 1, [&](Given& given) { given = {status, {}, body}; });
  };
  const char* list = R"([{"code":"CURRENCY_PRECISION_EXCEEDED"}])";
  CHECK(answered(406, list)["field"].text() == "amount");
  CHECK(answered(406, R"({"description":"no"})")["failure"].text() == "unknown");
  for (const int status : {200, 302, 400, 408, 500, 503})
    CHECK_FALSE(says_refused(answered(status, list)));
  for (const int status : {302, 408, 500, 502, 503, 504})
    CHECK(answered(status, R"({"description":"no"})")["failure"].text() == "unknown");
}

TEST_CASE("codes are final only where the customer or merchant is at fault") {
  const auto field = [](const char* name, const std::string& code) {
    const End end = with_step(recorded(name), 1, [&](Given& given) {
      given = {406, {}, R"([{"code":")" + code + R"("}])"};
    });
    CHECK(end["provider_code"].text() == code);
    CHECK(end["scope"].text() == (end["field"] ? "everywhere" : "here"));
    return std::string(end["field"].text());
  };
  CHECK(field("create_ip_denied", "CLIENT_IP_INVALID") == "customer.ip");
  CHECK(field("create_va", "CLIENT_IP_INVALID").empty());
  CHECK(field("create_va", "EMAIL_INVALID") == "customer.email");
  CHECK(field("create_va", "INVALID_ACCOUNT_NAME") == "customer.name");
  CHECK(field("payout_create", "INVALID_ACCOUNT_NAME") == "account.name");
  CHECK(field("payout_create", "INVALID_ACCOUNT_NUMBER") == "account.number");
  CHECK(field("payout_create", "IP_DENIED").empty());
  for (const char* code :
       {"CURRENCY_NOT_SUPPORTED", "PAYMENT_METHOD_NOT_FOUND", "PAYMENT_METHOD_ERROR",
        "PAYMENT_OPERATOR_NOT_FOUND", "PAYMENT_OPERATOR_INVALID", "PAYMENT_OPERATOR_REQUIRED",
        "PAYMENT_OPERATOR_UNAVAILABLE", "PAYMENT_CHANNEL_NO_ACTIVE_FOUND",
        "PAYMENT_CHANNEL_NO_SEGMENT_FOUND", "PAYMENT_CHANNEL_AMOUNT_LIMITS",
        "PAYMENT_CHANNEL_DAILY_LIMITS", "BANK_CODE_REQUIRED", "BALANCE_INSUFFICIENT"}) {
    CHECK(field("create_va", code).empty());
    CHECK(field("payout_create", code).empty());
  }
}

TEST_CASE("after a duplicate only a detail is believed") {
  for (const int status : {400, 401, 403, 404, 406, 410, 429, 500, 503}) {
    const End end = with_step(recorded("create_duplicate"), 2, [&](Given& given) {
      given = {status, {}, R"({"description":"no"})"};
    });
    INFO(end.text());
    CHECK(end["failure"].text() == "unknown");
  }
}

TEST_CASE("money is believed only with its exact amount, its currency and its mode") {
  const std::string asked =
      R"("paymentRequested":{"money":{"amount":100000,"currencyCode":"IDR"}})";
  const auto told = [&](const std::string& money) {
    return replaced("query_paid", 0, asked, R"("paymentRequested":{"money":)" + money + "}");
  };
  CHECK(told(R"({"amount":100000.00,"currencyCode":"IDR"})")["amount"].text() == "100000 IDR");
  CHECK(told(R"({"amount":99999,"currencyCode":"IDR"})")["amount"].text() == "99999 IDR");
  for (const char* money :
       {"null", "{}", R"({"amount":1e5,"currencyCode":"IDR"})",
        R"({"amount":100000.5,"currencyCode":"IDR"})", R"({"amount":-1,"currencyCode":"IDR"})",
        R"({"amount":100000,"currencyCode":"USD"})", R"({"amount":100000})",
        R"({"amount":99999999999999999999,"currencyCode":"IDR"})"}) {
    INFO(money);
    CHECK(told(money)["failure"].text() == "bad_reply");
  }
  const std::string credited = R"("money":{"amount":100000,"currencyCode":"IDR"},"reference")";
  const auto got = [&](const std::string& money) {
    return replaced("query_paid", 0, credited, R"("money":)" + money + R"(,"reference")");
  };
  CHECK(got("null")["amount_paid"].text() == "100000 IDR");
  CHECK(got(R"({"amount":90000,"currencyCode":"IDR"})")["amount_paid"].text() == "90000 IDR");
  CHECK(got(R"({"amount":100000,"currencyCode":"USD"})")["failure"].text() == "bad_reply");
  CHECK(got(R"({"amount":"all","currencyCode":"IDR"})")["failure"].text() == "bad_reply");
  CHECK(replaced("query_paid", 0, R"("isTest":true)", R"("isTest":null)")["failure"]);
}

TEST_CASE("only SUCCESS is money, and another amount is never the amount that was asked") {
  for (const char* status : {"", "success", "SUCCESS ", "PAID", "COMPLETED", "PROCESSED"}) {
    INFO(status);
    CHECK_FALSE(says_paid(replaced("query_paid", 0, "SUCCESS", status)));
  }
  const End moved =
      replaced("payout_failed", 0, "INVALID_ACCOUNT_NUMBER", "DIFFERENT_AMOUNT_CONFIRMED");
  CHECK(moved["state"].text() == "completed");  // money left: not to be sent once more
  CHECK(moved["amount_paid"].text() == "0 IDR");
}

TEST_CASE("what the engine would not take from a plugin is left out or not understood") {
  CHECK(replaced("create_va", 1, "PAY-9f2c", "PAY 9f2c\\n")["failure"].text() == "bad_reply");
  CHECK(replaced("create_qris", 1, "https://qr", "javascript:")["failure"].text() == "bad_reply");
  CHECK(replaced("create_qris", 1, "komopay.id/q", "komo pay")["failure"].text() == "bad_reply");
  CHECK(replaced("create_online", 1, "https://bank", "data:x")["failure"].text() == "bad_reply");
  CHECK(replaced("create_online", 1, "POST", "PUT")["failure"].text() == "bad_reply");
  CHECK(replaced("create_transfer", 1, "100007.00", "100007.50")["failure"].text() == "bad_reply");
  CHECK_FALSE(replaced("query_paid", 0, "2500.50", "2.5e3")["fee"]);
  CHECK_FALSE(
      replaced("query_paid", 0, "2026-08-05T05:00:00.500Z", "0001-01-01T00:00:00Z")["paid_at"]);
  CHECK(replaced("create_qris", 1, "https://qr.komopay.id/q/1.png",
                 "00020101021226")["instructions"]["qr_string"]
            .text() == "00020101021226");
  for (const char* token : {"", "a b", "a\\r\\nX: y", "\xc3\xa9"}) {
    const End end = replaced("create_va", 0, "eyJh.tok-en_1.sig", token);
    CHECK(end["failure"].text() == "bad_reply");
  }
}

TEST_CASE("not found is believed only in KomoPay's own words") {
  const End end =
      with_step(recorded("query_not_found"), 0, [](Given& given) { given.body = "gone"; });
  CHECK(end["failure"].text() == "bad_reply");
}

TEST_CASE("only a remembered token can be a stale one") {
  CHECK(End(recorded("query_session_refused").end)["failure"].text() == "session");
  CHECK(End(recorded("query_denied").end)["failure"].text() == "config");
}

TEST_CASE("a create never uses a remembered token, which may be good for questions only") {
  Asked asked = recorded("create_va").asked;
  asked.session = "old";
  const Account account(wesel_plugin_v1(), kSettings);
  Run run = account.begin(asked);
  CHECK(run.sent().path == "/auth-tokens");
  run.reply({200, {}, R"({"token":"new"})"});
  CHECK(run.sent().header("Authorization") == "Bearer new");
}

TEST_CASE("a virtual account is named by letters alone") {
  CHECK(account_name_for("Toko Budi") == "Toko Budi");
  CHECK(account_name_for("", "O'Neil-Budi 3rd.") == "O Neil Budi rd");
  CHECK(account_name_for("  99 ", "Budi") == "Customer");
  CHECK(account_name_for("\xe6\x9d\x8e") == "Customer");
  CHECK(account_name_for(std::string(63, 'a') + " bc") == std::string(63, 'a'));
  CHECK(account_name_for(std::string(100, 'a')) == std::string(64, 'a'));
}

TEST_CASE("nobody but OVO learns how to reach the customer") {
  for (const char* name :
       {"create_va", "create_qris", "create_wallet", "create_online", "create_transfer"}) {
    const Sent sent = sent_for(recorded(name).asked);
    INFO(sent.body);
    CHECK(sent.body.find("8123") == std::string::npos);
    CHECK(sent.body.find("example.com") == std::string::npos);
  }
  Asked asked = recorded("create_ovo").asked;
  asked.customer.phone = "+6281234567890";
  CHECK(sent_for(asked).body.find(R"("phoneNumber":"+6281234567890")") != std::string::npos);
}

TEST_CASE("the secret is in the body of token requests and nowhere else") {
  for (const auto& entry : std::filesystem::directory_iterator(folder())) {
    const Recording recording = load(entry.path().string());
    INFO(entry.path());
    CHECK(recording.end.find("komopay-secret") == std::string::npos);
    for (Step step : recording.steps) {
      const bool token = step.sent.path.starts_with("/auth-tokens");
      CHECK(step.sent.reply_secret == token);
      if (token) step.sent.body.clear();
      CHECK(step.sent.text().find("komopay-secret") == std::string::npos);
    }
  }
  for (const char* words : {R"({"description":"komopay\u002dsecret?"})",
                            R"([{"code":"X","description":"komopay-secret"}])"}) {
    const End end = with_step(recorded("token_denied"), 0, [&](Given& given) {
      given = {given.status, {}, words};
    });
    CHECK(end.text().find("komopay-secret") == std::string::npos);
  }
}

TEST_CASE("a callback says who, never what") {
  const auto event = [](const std::string& body, const std::string& address) {
    return std::string(end_of_callback(body, address)["events"].at(0)["attempt_id"].text());
  };
  CHECK(event(R"({"idEntity":"att_9"})", "att_1") == "att_9");
  CHECK(event(R"({"idEntity":"att_9","status":"SUCCESS"})", "") == "att_9");
  for (const char* body :
       {"", "{}", "[]", "null", "nonsense", R"({"idEntity":7})", R"({"idEntity":""})",
        R"({"idEntity":"a\nb"})", R"({"idEntity":"a/b"})"}) {
    INFO(body);
    CHECK(event(body, "att_1") == "att_1");
    const End end = end_of_callback(body, "");
    CHECK_FALSE(end["events"]);
    CHECK(end["ack_status"].integer() == 200);
  }
  CHECK(event(R"({"idEntity":")" + std::string(251, 'a') + "\"}", "att_1") == "att_1");
}

TEST_CASE("it offers what its code can do, and says what it needs") {
  const wesel_description& about = *wesel_plugin_v1()->describe();
  CHECK(about.operations == (1u << WESEL_OP_PAYMENT_CREATE | 1u << WESEL_OP_PAYMENT_QUERY |
                             1u << WESEL_OP_PAYMENT_ACCOUNTS | 1u << WESEL_OP_PAYOUT_CREATE |
                             1u << WESEL_OP_PAYOUT_QUERY | 1u << WESEL_OP_METHODS |
                             1u << WESEL_OP_BALANCE | 1u << WESEL_OP_CALLBACK));
  CHECK(about.callbacks == WESEL_CALLBACKS_UNSIGNED);
  CHECK(about.session == WESEL_SESSION_ATTEMPT);
  REQUIRE(about.capability_count == 7);
  const std::set<std::string> unseen_safe = {"virtual_account*", "qris", "e_wallet*", "redirect"};
  for (std::size_t i = 0; i < about.capability_count; ++i) {
    const wesel_capability& capability = *about.capabilities[i];
    const std::string name =
        std::string(view(capability.method)) + std::string(view(capability.channel));
    INFO(name);
    CHECK(view(capability.currency) == "IDR");
    CHECK(capability.query_by_reference == 1);
    CHECK(capability.create_replay_safe == 1);
    CHECK(capability.can_cancel == 0);
    CHECK(capability.tells_settlement == 0);
    const bool payment = capability.kind == WESEL_KIND_PAYMENT;
    CHECK(capability.unseen_safe == (payment && unseen_safe.count(name) ? 1u : 0u));
    CHECK(capability.required_count ==
          (name == "virtual_account*" || name == "e_walletOVO" ? 1u : 0u));
  }
}

TEST_CASE("both settings of an account are needed") {
  const auto configure = [](const Fields& fields) { Account(wesel_plugin_v1(), fields); };
  CHECK_NOTHROW(configure(kSettings));
  CHECK_THROWS_WITH(configure({{"merchant_code", "m"}}), Catch::Contains("secret"));
  CHECK_THROWS_WITH(configure({{"secret", "s"}}), Catch::Contains("merchant_code"));
}
