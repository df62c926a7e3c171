// Fazz's sandbox behaves as Fazz's pages say: payments, tasks, idempotency, disbursements.
#include <catch2/catch.hpp>

#include "client.hpp"
#include "fazz/sandbox/fazz.hpp"

using namespace wesel::sandbox;
using namespace wesel::sandbox::testing;
using wesel::json::Number;
using wesel::json::Object;

namespace {

std::string text(const wesel::json::Value& value) { return std::string(value.scalar()); }

struct Merchant {
  explicit Merchant(FazzSettings settings = {})
      : fazz({.time_scale = 0.0001}, with_url(std::move(settings), receiver.url())) {
    fazz.start();
  }
  static FazzSettings with_url(FazzSettings settings, const std::string& url) {
    settings.callback_url = url;
    return settings;
  }

  Headers headers() const {
    return {{"Authorization", "Basic " + base64("test_fazz_key:fazz-secret")},
            {"Content-Type", "application/vnd.api+json"},
            {"Accept", "application/json"}};
  }
  Answer post(const std::string& path, const Object& attributes) const {
    const Object body = Object{}.set("data", Object{}.set("attributes", attributes));
    return ask(fazz.url(), "POST", "/api/v4" + path, headers(), body.text());
  }
  Answer get(const std::string& path) const {
    return ask(fazz.url(), "GET", "/api/v4" + path, headers());
  }
  Answer task(const std::string& path, const char* action) const {
    return post(path + "/tasks", Object{}.set("action", action));
  }

  Receiver receiver;
  Fazz fazz;
};

Object payment(const std::string& reference, const char* type, const Object& options,
               const char* amount = "100000") {
  return Object{}
      .set("paymentMethodType", type)
      .set("amount", Number{amount})
      .set("currency", "IDR")
      .set("referenceId", reference)
      .set("paymentMethodOptions", options);
}

Object alfamart(const std::string& reference, const char* amount = "100000") {
  return payment(reference, "retail_outlet",
                 Object{}.set("retailOutletName", "ALFAMART").set("displayName", "Nama Tampilan"),
                 amount);
}

Object disbursement(const std::string& reference, const char* amount) {
  const Object method = Object{}
                            .set("type", "bank_transfer")
                            .set("bankShortCode", "BCA")
                            .set("bankAccountNo", "1234567890")
                            .set("bankAccountHolderName", "Sri");
  return Object{}
      .set("amount", Number{amount})
      .set("referenceId", reference)
      .set("disbursementMethod", method);
}

}  // namespace

TEST_CASE("a payment is created, paid, then settled, and each is told with a signature") {
  Merchant merchant;
  const Answer created = merchant.post("/payments", alfamart("ORDER-1"));
  REQUIRE(created.status == 201);
  const auto attributes = created["data"]["attributes"];
  const std::string id = text(created["data"]["id"]);
  CHECK(id.starts_with("contract_"));
  CHECK(id.size() == 9 + 32);
  CHECK(text(created["data"]["type"]) == "payment");
  CHECK(text(attributes["status"]) == "pending");
  CHECK(attributes["amount"].is_string());
  CHECK(text(attributes["amount"]) == "100000.0");
  CHECK(text(attributes["createdAt"]).ends_with("+07:00"));
  CHECK(text(attributes["expiredAt"]).ends_with("Z"));
  CHECK(attributes["description"].kind() == wesel::json::Kind::null);
  CHECK(attributes["paymentMethod"]["instructions"]["paymentCode"]);

  CHECK(control(merchant.fazz, "POST", "payments/ORDER-1/settle").status == 409);
  CHECK(control(merchant.fazz, "POST", "payments/ORDER-1/pay").status == 200);
  REQUIRE(merchant.receiver.wait(1).size() == 1);
  CHECK(control(merchant.fazz, "POST", "payments/ORDER-1/settle").status == 200);
  const auto callbacks = merchant.receiver.wait(2);
  REQUIRE(callbacks.size() == 2);
  const auto status_in = [](const Receiver::Got& got) {
    return text(wesel::json::Document::parse(got.body)["data"]["attributes"]["status"]);
  };
  CHECK(status_in(callbacks[0]) == "paid");
  CHECK(status_in(callbacks[1]) == "completed");
  CHECK(callbacks[1].header("Xfers-Signature") ==
        hex(hmac_sha256("fazz-signing", callbacks[1].body)));
  const Answer queried = merchant.get("/payments/" + id);
  CHECK(queried.body == callbacks[1].body);
}

TEST_CASE("completed may overtake paid") {
  Merchant merchant;
  merchant.post("/payments", alfamart("A"));
  control(merchant.fazz, "POST", "faults", R"({"operation":"callback","fault":"out_of_order"})");
  control(merchant.fazz, "POST", "payments/A/pay");
  control(merchant.fazz, "POST", "payments/A/settle");
  const auto callbacks = merchant.receiver.wait(2);
  REQUIRE(callbacks.size() == 2);
  CHECK(callbacks[0].body.find("\"completed\"") != std::string::npos);
  CHECK(callbacks[1].body.find("\"paid\"") != std::string::npos);
}

TEST_CASE("each method gives its instructions") {
  Merchant merchant;
  const Answer va = merchant.post(
      "/payments", payment("V", "virtual_bank_account", Object{}.set("bankShortCode", "BNI")));
  CHECK(va["data"]["attributes"]["paymentMethod"]["instructions"]["accountNo"]);
  const Answer qris =
      merchant.post("/payments", payment("Q", "qris", Object{}.set("displayName", "Toko")));
  const std::string image =
      text(qris["data"]["attributes"]["paymentMethod"]["instructions"]["imageUrl"]);
  CHECK(ask(merchant.fazz.url(), "GET", image.substr(merchant.fazz.url().size())).status == 200);
  const Object wallet =
      Object{}.set("providerCode", "SHOPEEPAY").set("afterSettlementReturnUrl", "https://a.id/r");
  for (const char* spelling : {"e-wallet", "e_wallet"}) {
    const Answer answer = merchant.post("/payments", payment(spelling, spelling, wallet));
    CHECK(answer.status == 201);
    CHECK(answer["data"]["attributes"]["paymentMethod"]["settlement"]["httpUrl"]);
  }
}

TEST_CASE("what Fazz would refuse is refused with its codes") {
  Merchant merchant;
  const auto refused = [&](const Object& attributes) {
    const Answer answer = merchant.post("/payments", attributes);
    CHECK(answer.status == 400);
    CHECK(text(answer["errors"].at(0)["code"]) == "005");
    CHECK(answer["errors"].at(0)["detail"]);
  };
  refused(alfamart("A", "14999"));
  refused(alfamart("A", "2500001"));
  refused(alfamart("A", "100000.5"));
  refused(alfamart("A", "\"100000\""));
  refused(alfamart(""));
  refused(alfamart("A").set("expiredAt", "2020-10-20T09:12:48+07:00"));
  refused(alfamart("A").set("expiredAt", "tomorrow"));
  refused(payment("A", "virtual_bank_account", Object{}.set("bankShortCode", "PERMATA")));
  refused(payment("A", "paylater", Object{}.set("displayName", "x")));
  refused(payment("A", "e-wallet", Object{}.set("providerCode", "SHOPEEPAY")));
  refused(Object{});

  const std::string url = merchant.fazz.url(), path = "/api/v4/payments";
  const std::string body = Object{}.set("data", Object{}.set("attributes", alfamart("A"))).text();
  Headers headers = merchant.headers();
  headers[0].second = "Basic " + base64("test_fazz_key:wrong");
  const Answer stranger = ask(url, "POST", path, headers, body);
  CHECK(stranger.status == 401);
  CHECK(text(stranger["errors"].at(0)["code"]) == "002");
  headers = merchant.headers();
  headers[1].second = "application/json";
  CHECK(ask(url, "POST", path, headers, body).status == 400);
  CHECK(ask(url, "DELETE", path, merchant.headers()).status == 405);
  CHECK(merchant.get("/nothing").status == 404);
  const Answer unknown = merchant.get("/payments/contract_0");
  CHECK(unknown.status == 404);
  CHECK(text(unknown["errors"].at(0)["code"]) == "004");
}

TEST_CASE("a reference names one payment, however often it is sent") {
  Merchant merchant;
  const Answer first = merchant.post("/payments", alfamart("SAME"));
  const Answer again = merchant.post("/payments", alfamart("SAME"));
  CHECK(again.status == 200);
  CHECK(text(again["data"]["id"]) == text(first["data"]["id"]));
  const Answer other = merchant.post("/payments", alfamart("SAME", "200000"));
  CHECK(other.status == 400);
  CHECK(text(other["errors"].at(0)["code"]) == "005");
  CHECK(control(merchant.fazz, "GET", "payments")["data"].size() == 1);
}

TEST_CASE("payments are listed and filtered") {
  Merchant merchant;
  for (const std::string id : {"A", "B", "C"}) merchant.post("/payments", alfamart(id));
  control(merchant.fazz, "POST", "payments/B/pay");
  CHECK(merchant.get("/payments")["data"].size() == 3);
  CHECK(merchant.get("/payments?page%5Bsize%5D=2&page%5Bnumber%5D=2")["data"].size() == 1);
  const Answer paid = merchant.get("/payments?filter[status]=paid");
  REQUIRE(paid["data"].size() == 1);
  CHECK(text(paid["data"].at(0)["attributes"]["referenceId"]) == "B");
  CHECK(merchant.get("/payments?filter%5BreferenceId%5D=C")["data"].size() == 1);
  CHECK(merchant.get("/payments?filter%5BreferenceId%5D=D")["data"].size() == 0);
  const Answer sorted = merchant.get("/payments?sort=createdAt");
  CHECK(text(sorted["data"].at(0)["attributes"]["referenceId"]) == "A");
  CHECK(merchant.get("/payments?page[size]=1001").status == 400);
}

TEST_CASE("tasks play the customer") {
  Merchant merchant;
  const std::string id = text(merchant.post("/payments", alfamart("A"))["data"]["id"]);
  const std::string path = "/payments/" + id;
  CHECK(merchant.task(path, "settle").status == 400);
  const Answer done = merchant.task(path, "receive_payment");
  CHECK(done.status == 200);
  CHECK(text(done["data"]["attributes"]["targetId"]) == id);
  CHECK(merchant.task(path, "cancel").status == 400);
  CHECK(merchant.task(path, "settle").status == 200);
  CHECK(text(merchant.get(path)["data"]["attributes"]["status"]) == "completed");
}

TEST_CASE("a persistent number is paid many times") {
  Merchant merchant;
  const std::string base = "/payment_methods/virtual_bank_accounts";
  const Answer created =
      merchant.post(base, Object{}.set("referenceId", "SHOP").set("bankShortCode", "PERMATA"));
  REQUIRE(created.status == 201);
  const std::string path = base + "/" + text(created["data"]["id"]);
  CHECK(merchant.get(path).status == 200);
  const Object paid =
      Object{}.set("action", "receive_payment").set("options", Object{}.set("amount", 30000));
  CHECK(merchant.post(path + "/tasks", paid).status == 200);
  CHECK(merchant.post(path + "/tasks", paid).status == 200);
  CHECK(merchant.get(path + "/payments")["data"].size() == 2);
  CHECK(merchant.receiver.wait(2).size() == 2);
}

TEST_CASE("disbursements draw on the balance") {
  Merchant merchant({.balance_idr = Amount::whole(100'000)});
  const auto available = [&] {
    return text(
        merchant.get("/overviews/balance_overview")["data"]["attributes"]["availableBalance"]);
  };
  const Answer created = merchant.post("/disbursements", disbursement("OUT-1", "60000"));
  REQUIRE(created.status == 201);
  CHECK(text(created["data"]["attributes"]["status"]) == "processing");
  CHECK(available() == "40000.0");
  CHECK(merchant.post("/disbursements", disbursement("OUT-1", "60000")).status == 200);
  CHECK(available() == "40000.0");
  const Answer beyond = merchant.post("/disbursements", disbursement("OUT-2", "50000"));
  CHECK(beyond.status == 400);
  CHECK(text(beyond["errors"].at(0)["code"]) == "TXN0001");
  CHECK(control(merchant.fazz, "POST", "payouts/OUT-1/fail").status == 200);
  CHECK(available() == "100000.0");
  const auto callbacks = merchant.receiver.wait(1);
  REQUIRE(callbacks.size() == 1);
  CHECK(callbacks[0].body.find("\"failureReason\":\"") != std::string::npos);
}

TEST_CASE("banks and the validation of an account") {
  Merchant merchant;
  CHECK(merchant.get("/banks")["data"].size() == 9);
  const Answer valid = merchant.post("/validation_services/bank_account_validation",
                                     Object{}.set("accountNo", "123").set("bankShortCode", "BCA"));
  CHECK(text(valid["data"]["attributes"]["accountNo"]) == "123");
}

TEST_CASE("the dashboard's callback URL can be changed") {
  Merchant merchant;
  Receiver other;
  control(merchant.fazz, "POST", "settings", Object{}.set("callback_url", other.url()).text());
  merchant.post("/payments", alfamart("A"));
  control(merchant.fazz, "POST", "payments/A/pay");
  CHECK(other.wait(1).size() == 1);
  CHECK(merchant.receiver.so_far().empty());
}
