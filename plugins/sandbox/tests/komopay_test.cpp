// KomoPay's sandbox behaves as the platform's description says: tokens, payins, payouts, errors.
#include <catch2/catch.hpp>

#include "client.hpp"
#include "komopay/sandbox/komopay.hpp"

using namespace wesel::sandbox;
using namespace wesel::sandbox::testing;
using wesel::json::Array;
using wesel::json::Object;

namespace {

std::string text(const wesel::json::Value& value) { return std::string(value.scalar()); }

struct Merchant {
  explicit Merchant(double expiry_scale = 1, KomopaySettings settings = {})
      : komopay({.time_scale = 0.0001, .expiry_scale = expiry_scale}, std::move(settings)) {
    komopay.start();
  }

  Answer post(const std::string& path, const std::string& body, const std::string& bearer) const {
    Headers headers = {{"X-API-Version", "2"}, {"Content-Type", "application/json"}};
    if (!bearer.empty()) headers.emplace_back("Authorization", "Bearer " + bearer);
    return ask(komopay.url(), "POST", path, headers, body);
  }
  Answer get(const std::string& path, const std::string& bearer) const {
    return ask(komopay.url(), "GET", path,
               {{"X-API-Version", "2"}, {"Authorization", "Bearer " + bearer}});
  }
  Answer ask_token(const Object& more) const {
    return post("/auth-tokens", Object(more).set("merchantCode", "YOUR_MERCHANT_CODE").text(), "");
  }
  std::string token(const std::vector<std::string>& operations) const {
    Array allowed;
    for (const std::string& one : operations) allowed.add(one);
    const Answer answer =
        ask_token(Object{}.set("secret", "komopay-secret").set("operations", allowed));
    REQUIRE(answer.status == 200);
    return text(answer["token"]);
  }
  std::string payin_token(const std::string& id) const {
    return token({"POST /payins/" + id, "GET /payins/" + id, "GET /payins/" + id + "/accounts",
                  "POST /payins/" + id + "/!setExternalReference"});
  }
  std::string body(const Object& method, const char* amount = "100000",
                   const char* currency = "IDR") const {
    const Object money =
        Object{}.set("amount", wesel::json::Number{amount}).set("currencyCode", currency);
    return Object{}
        .set("paymentRequested", Object{}.set("money", money))
        .set("paymentMethod", method)
        .set("callbackUrl", receiver.url())
        .set("returnUrl", "https://shop.example/done")
        .text();
  }
  Answer payin(const std::string& id, const Object& method, const char* amount = "100000",
               const char* currency = "IDR") const {
    return post("/payins/" + id, body(method, amount, currency), payin_token(id));
  }
  Answer payout(const std::string& id, const char* amount, const Object& method) const {
    return post("/payouts/" + id, body(method, amount), token({"POST /payouts/" + id}));
  }
  std::string status(const std::string& id) const {
    return text(get("/payins/" + id, payin_token(id))["process"]["status"]);
  }

  Receiver receiver;
  Komopay komopay;
};

Object va(const char* bank = "BNK_000") {
  return Object{}
      .set("paymentMethodCode", "VAPAY")
      .set("account", Object{}.set("accountName", "Budi Santoso"))
      .set("paymentOperatorCode", bank);
}

Object wallet(const char* code) {
  return Object{}.set("paymentMethodCode", "EWALLET").set("paymentOperatorCode", code);
}

Object transfer() {
  return Object{}
      .set("paymentMethodCode", "BANK_TRANSFER")
      .set("account", Object{}.set("accountName", "Sri").set("accountNumber", "11223344"))
      .set("paymentOperatorCode", "IDR_003");
}

}  // namespace

TEST_CASE("a virtual account payin is created, paid, told of and asked for") {
  Merchant merchant;
  const Answer created = merchant.payin("PAY-1", va());
  REQUIRE(created.status == 201);
  CHECK(created["paymentRequested"]["money"]["amount"].integer() == 100'000);
  const auto response = created["paymentMethodResponse"];
  CHECK(text(response["idPayin"]) == "PAY-1");
  CHECK(text(response["paymentMethodCode"]) == "VAPAY");
  CHECK_FALSE(text(response["account"]["accountNumber"]).empty());
  CHECK(text(response["paymentOperator"]["code"]) == "BNK_000");
  CHECK(text(response["expireAt"]).ends_with("Z"));
  CHECK(merchant.status("PAY-1") == "PROCESSING");

  REQUIRE(control(merchant.komopay, "POST", "payments/PAY-1/pay").status == 200);
  const auto callbacks = merchant.receiver.wait(1);
  REQUIRE(callbacks.size() == 1);
  CHECK(callbacks[0].body == R"({"idEntity":"PAY-1"})");
  const Answer detail = merchant.get("/payins/PAY-1", merchant.payin_token("PAY-1"));
  CHECK(text(detail["process"]["status"]) == "SUCCESS");
  CHECK(detail["process"]["isTest"].boolean() == true);
  CHECK(detail["process"]["processedAt"]);
  CHECK(detail["fee"]["amount"].is_number());
  const Answer accounts = merchant.get("/payins/PAY-1/accounts", merchant.payin_token("PAY-1"));
  CHECK(text(accounts["customerAccountRequest"]["accountName"]) == "Budi Santoso");
  CHECK(accounts["customerAccountProcess"]["accountNumber"]);
}

TEST_CASE("each method has its form of answer") {
  Merchant merchant;
  const Answer qris = merchant.payin("Q", Object{}.set("paymentMethodCode", "QRISPAY"));
  REQUIRE(qris.status == 201);
  const std::string code = text(qris["paymentMethodResponse"]["qrCode"]);
  REQUIRE(code.starts_with(merchant.komopay.url()));
  const Answer picture =
      ask(merchant.komopay.url(), "GET", code.substr(merchant.komopay.url().size()));
  CHECK(picture.status == 200);
  CHECK(picture.header("Content-Type") == "image/svg+xml");

  CHECK(merchant.payin("O", wallet("ID_OVO")).status == 400);
  const Answer ovo = merchant.payin("O", wallet("ID_OVO").set("phoneNumber", "+6281234567890"));
  CHECK(ovo["paymentMethodResponse"]["merchantName"]);
  CHECK_FALSE(ovo["redirectTo"]);
  for (const char* code_of_wallet : {"ID_DANA", "ID_SHOPEEPAY", "ID_LINKAJA"}) {
    const Answer redirect = merchant.payin(code_of_wallet, wallet(code_of_wallet));
    CHECK(redirect.status == 201);
    CHECK(text(redirect["redirectTo"]["method"]) == "GET");
    CHECK(looks_like_url(redirect["redirectTo"]["url"].text()));
    CHECK_FALSE(redirect["paymentMethodResponse"]);
  }
  CHECK(merchant.payin("N", Object{}.set("paymentMethodCode", "ONLINE"))["redirectTo"]);

  const Answer offline =
      merchant.payin("F", Object{}.set("paymentMethodCode", "OFFLINE"), "42.05", "USD");
  REQUIRE(offline.status == 201);
  CHECK(text(offline["paymentRequested"]["money"]["amount"]) == "42.05");
  CHECK(offline["paymentMethodResponse"]["moneyRequired"]["amount"].is_number());
  CHECK(offline.body.find("e+") == std::string::npos);
}

TEST_CASE("a redirect may ask for a POST") {
  Merchant merchant(1, {.redirect_method = "POST"});
  const Answer answer = merchant.payin("D", wallet("ID_DANA"));
  CHECK(text(answer["redirectTo"]["method"]) == "POST");
  CHECK_FALSE(text(answer["redirectTo"]["data"]).empty());
}

TEST_CASE("another amount, the clock and the platform end a payin in their own ways") {
  Merchant merchant;
  merchant.payin("OTHER", va());
  control(merchant.komopay, "POST", "payments/OTHER/pay", R"({"amount": 99999})");
  const auto reason = [&](const std::string& id) {
    const Answer detail = merchant.get("/payins/" + id, merchant.payin_token(id));
    return text(detail["process"]["failureReasons"]["failureReasonCode"]);
  };
  CHECK(merchant.status("OTHER") == "FAILED");
  CHECK(reason("OTHER") == "DIFFERENT_AMOUNT_CONFIRMED");
  merchant.payin("REFUSED", va());
  control(merchant.komopay, "POST", "payments/REFUSED/refuse");
  CHECK(merchant.status("REFUSED") == "REFUSED");
  CHECK(control(merchant.komopay, "POST", "payments/REFUSED/settle").status == 409);

  Merchant hasty(0.00002);  // two hours are 144 ms
  hasty.payin("LATE", va());
  CHECK(hasty.receiver.wait(1).size() == 1);
  CHECK(text(hasty.get(
            "/payins/LATE",
            hasty.payin_token("LATE"))["process"]["failureReasons"]["failureReasonCode"]) ==
        "ENTITY_EXPIRED");
}

TEST_CASE("tokens are issued to the merchant alone, for operations that exist") {
  Merchant merchant;
  CHECK(merchant.ask_token(Object{}.set("secret", "wrong")).status == 403);
  CHECK(merchant.ask_token(Object{}).status == 400);
  const Object good = Object{}.set("secret", "komopay-secret");
  CHECK(merchant.ask_token(Object(good).set("validitySecs", 59)).status == 400);
  CHECK(merchant.ask_token(Object(good).set("operations", Array{})).status == 400);
  CHECK(merchant.ask_token(Object(good).set("operations", Array{}.add("get /payins/A"))).status ==
        400);
  const Answer unknown =
      merchant.ask_token(Object(good).set("operations", Array{}.add("GET /nothing/here/now")));
  CHECK(unknown.status == 406);
  CHECK(text(unknown.document.root().at(0)["code"]) == "OPERATION_INVALID");
  const Answer stranger =
      merchant.post("/auth-tokens", R"({"merchantCode":"X","secret":"komopay-secret"})", "");
  CHECK(stranger.status == 406);
  CHECK(text(stranger.document.root().at(0)["code"]) == "MERCHANT_NOT_FOUND");
  CHECK(ask(merchant.komopay.url(), "POST", "/auth-tokens", {{"Content-Type", "application/json"}},
            "{}")
            .status == 400);  // no X-API-Version

  const std::string by_action =
      R"({"merchantCode":"YOUR_MERCHANT_CODE","secret":"komopay-secret","action":"PAYIN_CREATE","idPayment":"A"})";
  const std::string token = text(merchant.post("/auth-tokens-by-action", by_action, "")["token"]);
  CHECK(merchant.post("/payins/A", merchant.body(va()), token).status == 201);
  CHECK(merchant.get("/payins/A", token).status == 200);
  CHECK(merchant.get("/payins/A/accounts", token).status == 403);
}

TEST_CASE("a token opens its own operations only, and cannot be made up") {
  Merchant merchant;
  const std::string token = merchant.token({"POST /payins/A"});
  CHECK(merchant.post("/payins/B", merchant.body(va()), token).status == 403);
  CHECK(merchant.post("/payins/A", merchant.body(va()), "").status == 401);
  std::string forged = token;
  forged.back() = forged.back() == 'A' ? 'B' : 'A';
  forged[forged.size() - 5] = forged[forged.size() - 5] == 'x' ? 'y' : 'x';
  CHECK(merchant.post("/payins/A", merchant.body(va()), forged).status == 401);
  CHECK(merchant.post("/payins/A", merchant.body(va()), token).status == 201);

  const Object money = Object{}.set("amount", 5000).set("currencyCode", "IDR");
  const Answer bound = merchant.ask_token(Object{}
                                              .set("secret", "komopay-secret")
                                              .set("operations", Array{}.add("POST /payins/M"))
                                              .set("money", Object(money).set("amount2", 1)));
  REQUIRE(bound.status == 200);
  CHECK(merchant.post("/payins/M", merchant.body(va()), text(bound["token"])).status == 403);
}

TEST_CASE("errors have the shapes and codes of the description") {
  Merchant merchant;
  const auto business = [&](const Answer& answer, const std::string& code) {
    CHECK(answer.status == 406);
    CHECK(text(answer.document.root().at(0)["code"]) == code);
    CHECK(answer.document.root().at(0)["attrCode"]);
  };
  business(merchant.payin("A", va(), "42000.05"), "CURRENCY_PRECISION_EXCEEDED");
  business(merchant.payin("A", va(), "9999"), "PAYMENT_CHANNEL_AMOUNT_LIMITS");
  business(merchant.payin("A", va(), "100000", "EUR"), "CURRENCY_NOT_SUPPORTED");
  business(merchant.payin("A", va("BNK_999")), "PAYMENT_OPERATOR_NOT_FOUND");
  business(merchant.payin("A", va("ID_OVO")), "PAYMENT_OPERATOR_INVALID");
  business(merchant.payin("A", wallet("")), "PAYMENT_OPERATOR_REQUIRED");
  business(merchant.payin("A", Object{}.set("paymentMethodCode", "BARTER")),
           "PAYMENT_METHOD_NOT_FOUND");
  business(merchant.payin("A", Object{}.set("paymentMethodCode", "PROMPTPAY")),
           "PAYMENT_CHANNEL_NO_ACTIVE_FOUND");
  business(merchant.payin("A", va().set("emailAddress", "nobody")), "EMAIL_INVALID");
  CHECK(merchant.payin("A", va(), "42.00").status == 406);  // 42 is below the limit, but precise

  const Object digits = Object{}
                            .set("paymentMethodCode", "VAPAY")
                            .set("account", Object{}.set("accountName", "R2D2"))
                            .set("paymentOperatorCode", "BNK_000");
  const Answer basic = merchant.payin("A", digits);
  CHECK(basic.status == 400);
  CHECK(basic["description"]);
  CHECK(merchant.payin("A", va(), "\"100000\"").status == 400);
  CHECK(merchant.get("/payins/A", merchant.payin_token("A")).status == 410);
  CHECK(merchant.payin("A", va()).status == 201);
  CHECK(merchant.payin("A", va()).status == 409);
}

TEST_CASE("options are listed under both names") {
  Merchant merchant;
  const std::string body = R"({"money":{"amount":100000,"currencyCode":"IDR"}})";
  for (const char* name : {"!availablePaymentOptions", "!availablePaymentMethods"}) {
    const std::string path = std::string("/payins/") + name;
    const Answer options = merchant.post(path, body, merchant.token({"POST " + path}));
    CHECK(options.status == 200);
    CHECK(options["data"].size() == 5);
  }
  const std::string path = "/payouts/!availablePaymentOptions";
  CHECK(merchant.post(path, body, merchant.token({"POST " + path})).status == 200);
}

TEST_CASE("a reference is noted") {
  Merchant merchant;
  merchant.payin("A", va());
  const std::string path = "/payins/A/!setExternalReference";
  const std::string token = merchant.payin_token("A");
  CHECK(merchant.post(path, R"({"reference":"UTR-1"})", token).status == 204);
  CHECK(merchant.post(path, R"({"reference":""})", token).status == 400);
}

TEST_CASE("payouts draw on the balance and give it back when they fail") {
  Merchant merchant(1, {.balance_idr = Amount::whole(150'000)});
  const auto available = [&] {
    const Answer answer =
        merchant.get("/balances?currencyCodes=IDR", merchant.token({"GET /balances"}));
    return text(answer["data"].at(0)["availableBalance"]);
  };
  const Answer created = merchant.payout("OUT-1", "100000", transfer());
  REQUIRE(created.status == 201);
  CHECK(text(created["paymentMethodResponse"]["idPayout"]) == "OUT-1");
  CHECK(available() == "50000");
  const Answer beyond = merchant.payout("OUT-2", "60000", transfer());
  CHECK(beyond.status == 406);
  CHECK(text(beyond.document.root().at(0)["code"]) == "BALANCE_INSUFFICIENT");
  CHECK(merchant.payout("OUT-1", "10000", transfer()).status == 409);
  CHECK(available() == "50000");

  control(merchant.komopay, "POST", "payouts/OUT-1/fail");
  CHECK(available() == "150000");
  CHECK(merchant.receiver.wait(1).size() == 1);
  merchant.payout("OUT-3", "60000", transfer());
  control(merchant.komopay, "POST", "payouts/OUT-3/complete");
  CHECK(available() == "90000");
  control(merchant.komopay, "POST", "payouts/OUT-3/return");
  CHECK(available() == "150000");
  const Answer detail = merchant.get("/payouts/OUT-3", merchant.token({"GET /payouts/OUT-3"}));
  CHECK(text(detail["process"]["status"]) == "FAILED");
}

TEST_CASE("a callback that is not answered with 200 comes five times in all") {
  Merchant merchant;
  merchant.receiver.answer_with({500, 500, 500, 500, 500, 500});
  merchant.payin("A", va());
  control(merchant.komopay, "POST", "payments/A/pay");
  CHECK(merchant.receiver.wait(5).size() == 5);
  CHECK(merchant.receiver.wait(6, Millis(100)).size() == 5);
}
