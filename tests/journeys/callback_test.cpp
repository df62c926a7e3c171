// Providers' messages in every disorder: twice, too early, forged, about another amount, after the
// end, for a payment that nobody knows.
#include <catch2/catch.hpp>

#include "journeys/installation.hpp"

namespace wesel::journeys {

using std::string;

namespace {

// The address that was made for the payment's attempt, as the provider has it: "/callbacks/…".
string callback_path(Installation& wesel, const Reply& made) {
  const Reply entry = wesel.at(made.text("provider")).entry(made.text("provider_reference"));
  return string(entry["callback_url"].text()).substr(wesel.url().size());
}

// The sandbox has had an answer to everything that it sent.
bool told_all(Provider& provider, std::size_t count) {
  return eventually([&] {
    const Reply sent = provider.callbacks();
    std::size_t finished = 0;
    for (json::Value one = sent["data"].first(); one; one = one.next())
      finished += one["finished"].boolean() == true;
    return finished >= count;
  });
}

string last_outcome(Provider& provider) {
  const Reply sent = provider.callbacks();
  return string(sent["data"].at(0)["attempts"].at(0)["outcome"].text());
}

std::size_t events(Installation& wesel, const string& id) {
  return wesel.get("/v1/payments/" + id + "/events")["data"].size();
}

}  // namespace

TEST_CASE("a callback that comes twice is told once") {
  Installation wesel;
  const Reply made = wesel.pay({});
  const string id = made.text("id");
  wesel.komerce.fault(R"({"operation": "callback", "fault": "twice"})");
  REQUIRE(wesel.komerce.act(made.text("provider_reference"), "pay") == 200);
  REQUIRE(told_all(wesel.komerce, 2));
  REQUIRE(wesel.once(id, "paid").text("status") == "paid");
  REQUIRE(wesel.komerce.act(made.text("provider_reference"), "callback") == 200);
  REQUIRE(told_all(wesel.komerce, 3));
  CHECK(last_outcome(wesel.komerce).find("200") != string::npos);
  CHECK(events(wesel, id) == 2);
  CHECK(wesel.hooks.wait_for(id, "payment.paid").size() == 2);
}

TEST_CASE("money that is told before the create is answered is kept") {
  for (const char* provider : {"komerce", "komopay", "fazz"}) {
    INFO(provider);
    Installation wesel;
    wesel.at(provider).fault(R"({"operation": "callback", "fault": "before_answer"})");
    const Reply made = wesel.pay({.provider = provider});
    INFO(made.body);
    CHECK(made.status == 201);
    CHECK(made.text("provider") == provider);
    const string id = made.text("id");
    CHECK(wesel.once(id, "paid").text("status") == "paid");
    CHECK(wesel.payment(id)["attempts"].size() == 1);
    const auto told = wesel.hooks.wait_for(id, "payment.paid");
    REQUIRE(told.size() == 2);
    CHECK(told[0].type == "payment.pending");
    CHECK(told[0].sequence == 1);
  }
}

TEST_CASE("a forged callback changes nothing and wakes at most one question") {
  Installation wesel;
  const Reply made = wesel.pay({});
  const string id = made.text("id"), reference = made.text("provider_reference");
  const string lie = R"({"payment_id": ")" + reference + R"(", "order_id": ")" +
                     string(made["attempts"].at(0)["id"].text()) +
                     R"(", "status": "PAID", "amount": 100000})";
  const string path = callback_path(wesel, made);
  for (int i = 0; i < 10; ++i) {
    const Reply answer = wesel.outside("POST", path, lie, {{"x-callback-api-key", "00"}});
    CHECK(answer.status == 401);
    CHECK(answer.text("code") == "unauthorized");
  }
  CHECK(wesel.outside("POST", path, lie).status == 401);  // not signed at all
  REQUIRE(wesel.komerce.act(reference, "callback", R"({"status": "PAID", "forged": true})") == 200);
  REQUIRE(
      eventually([&] { return wesel.komerce.callbacks()["data"].at(0)["attempts"].size() > 0; }));
  CHECK(last_outcome(wesel.komerce).find("401") != string::npos);
  CHECK(wesel.payment(id).text("status") == "pending");
  CHECK(events(wesel, id) == 1);
  CHECK(wesel.komerce.requests("query") <= 1);

  // The true one still counts.
  REQUIRE(wesel.komerce.act(reference, "pay") == 200);
  CHECK(wesel.once(id, "paid").text("status") == "paid");
}

TEST_CASE("a signed callback for another attempt's address is not believed") {
  Installation wesel;
  const Reply one = wesel.pay({.reference = "ONE", .provider = "fazz"});
  const Reply two = wesel.pay({.reference = "TWO"});
  const string path = callback_path(wesel, two);
  CHECK(wesel.outside("POST", path, R"({"payment_id": "x", "status": "PAID"})").status == 401);
  CHECK(wesel.payment(one.text("id")).text("status") == "pending");
  CHECK(wesel.payment(two.text("id")).text("status") == "pending");
}

TEST_CASE("another amount than was asked never pays: a person decides") {
  Installation wesel;
  struct Told {
    const char* provider;
    const char* paid;
    bool known = true;  // KomoPay tells that it was another amount, not which
  };
  int number = 0;
  for (const Told& told : {Told{"komerce", "90000"}, Told{"komerce", "110000"},
                           Told{"komopay", "90000", false}, Told{"fazz", "99999"}}) {
    INFO(told.provider << " " << told.paid);
    const Reply made =
        wesel.pay({.reference = "A-" + std::to_string(++number), .provider = told.provider});
    REQUIRE(made.status == 201);
    const string id = made.text("id");
    const string at(made["attempts"].at(0)["id"].text());
    REQUIRE(wesel.at(told.provider).act(at, "pay", R"({"amount": )" + string(told.paid) + "}") ==
            200);
    REQUIRE(eventually([&] { return wesel.payment(id)["exceptions"].size() > 0; }));
    const Reply seen = wesel.payment(id);
    INFO(seen.body);
    CHECK(seen.text("status") == "pending");
    CHECK(seen.text("amount_paid") == (told.known ? told.paid : ""));
    CHECK(seen["exceptions"].size() == 1);
    const json::Value exception = seen["exceptions"].at(0);
    CHECK(exception["type"].text() == "amount_mismatch");
    CHECK(exception["expected"].text() == "100000");
    CHECK(exception["actual"].text() == (told.known ? told.paid : "unknown"));
    CHECK(wesel.hooks.wait_for(id, "payment.exception").back().type == "payment.exception");
    const Reply cancelled = wesel.post("/v1/payments/" + id + "/cancel", "{}");
    CHECK(cancelled.status == 409);
    CHECK(cancelled.text("code") == "invalid_state");
  }
}

TEST_CASE("money after a cancel is paid, late") {
  Installation wesel;
  for (const char* provider : {"komerce", "komopay"}) {
    INFO(provider);
    const Reply made = wesel.pay({.reference = string("LATE-") + provider, .provider = provider});
    const string id = made.text("id");
    REQUIRE(wesel.post("/v1/payments/" + id + "/cancel", "{}").text("status") == "cancelled");
    const string at(made["attempts"].at(0)["id"].text());
    REQUIRE(wesel.at(provider).act(at, "pay", R"({"late": true})") == 200);
    const Reply paid = wesel.once(id, "paid");
    INFO(paid.body);
    CHECK(paid.text("status") == "paid");
    REQUIRE(paid["exceptions"].size() == 1);
    CHECK(paid["exceptions"].at(0)["type"].text() == "paid_late");
    const auto told = wesel.hooks.wait_for(id, "payment.exception");
    REQUIRE(told.size() == 4);
    CHECK(told[1].type == "payment.cancelled");
    CHECK(told[2].type == "payment.paid");
    CHECK(told[3].type == "payment.exception");
  }
}

TEST_CASE("a payment expires on the provider's word, and money after that is paid, late") {
  Installation wesel;
  const Reply made = wesel.pay({});
  const string id = made.text("id"), reference = made.text("provider_reference");
  REQUIRE(wesel.komerce.act(reference, "expire") == 200);
  const Reply expired = wesel.once(id, "expired");
  CHECK(expired.text("status") == "expired");
  CHECK(expired["failure"]["code"].text() == "expired");
  CHECK(wesel.post("/v1/payments/" + id + "/cancel", "{}").text("code") == "not_cancellable");

  REQUIRE(wesel.komerce.act(reference, "pay", R"({"late": true})") == 200);
  const Reply paid = wesel.once(id, "paid");
  CHECK(paid.text("status") == "paid");
  CHECK_FALSE(paid["failure"]);
  CHECK(paid["exceptions"].at(0)["type"].text() == "paid_late");
}

TEST_CASE("states never go back") {
  Installation wesel;
  const Reply made = wesel.pay({});
  const string id = made.text("id"), reference = made.text("provider_reference");
  REQUIRE(wesel.komerce.act(reference, "pay") == 200);
  REQUIRE(wesel.once(id, "paid").text("status") == "paid");
  std::size_t sent = 1;
  for (const char* status : {"PENDING", "EXPIRED", "CANCELED"}) {
    REQUIRE(wesel.komerce.act(reference, "callback", R"({"status": ")" + string(status) + "\"}") ==
            200);
    REQUIRE(told_all(wesel.komerce, ++sent));
    CHECK(last_outcome(wesel.komerce).find("200") != string::npos);
    CHECK(wesel.payment(id).text("status") == "paid");
  }
  // The end after the money contradicts what was told: a person should look.
  CHECK(wesel.payment(id)["exceptions"].size() >= 1);
  CHECK(wesel.payment(id)["exceptions"].at(0)["type"].text() == "needs_review");
}

TEST_CASE("an address that was never handed out does not exist") {
  Installation wesel;
  const Reply made = wesel.pay({});
  const string good = callback_path(wesel, made);
  const string mac = good.substr(good.rfind('/') + 1);
  const string attempt(made["attempts"].at(0)["id"].text());
  for (const string& path :
       {"/callbacks/komerce/" + attempt + "/" + string(mac.size(), '0'),
        "/callbacks/fazz/" + attempt + "/" + mac, "/callbacks/nobody/" + attempt + "/" + mac,
        string("/callbacks/nobody"), "/callbacks/komerce/" + attempt + "/",
        "/callbacks/komerce/" + attempt + "/" + mac + "/more"}) {
    INFO(path);
    CHECK(wesel.outside("POST", path, "{}").status == 404);
  }
  CHECK(wesel.outside("GET", good, "").status == 405);
}

TEST_CASE("a signed callback about a payment that nobody knows is taken and kept") {
  Installation wesel;
  // Made at Fazz by somebody else: its callbacks come to the account's one address.
  const string body = R"({"data": {"attributes": {"paymentMethodType": "virtual_bank_account",
      "amount": 100000, "referenceId": "att_01M7WN0000AWZFQA2WWE53JMA501", "currency": "IDR",
      "description": "x",
      "paymentMethodOptions": {"bankShortCode": "BCA", "displayName": "X", "suffixNo": ""}}}})";
  http::Fields fields{{"authorization", "Basic dGVzdF9mYXp6X2tleTpmYXp6LXNlY3JldA=="},
                      {"accept", "application/json"},
                      {"content-type", "application/vnd.api+json"}};
  const Reply foreign = wesel.fazz.call_api("POST", "/api/v4/payments", fields, body);
  INFO(foreign.body);
  REQUIRE(foreign.status == 201);
  REQUIRE(wesel.fazz.act("att_01M7WN0000AWZFQA2WWE53JMA501", "pay") == 200);
  REQUIRE(told_all(wesel.fazz, 1));
  CHECK(last_outcome(wesel.fazz).find("200") != string::npos);
  CHECK(wesel.get("/v1/payments")["data"].size() == 0);

  const Reply forged = wesel.outside("POST", "/callbacks/fazz", body, {{"xfers-signature", "00"}});
  CHECK(forged.status == 401);
}

}  // namespace wesel::journeys
