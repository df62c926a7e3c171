// Amounts that force an outcome: what whoever tries a sandbox by hand sees come by itself.
#include <catch2/catch.hpp>
#include <set>

#include "client.hpp"
#include "komerce/sandbox/komerce.hpp"

using namespace wesel::sandbox;
using namespace wesel::sandbox::testing;
using wesel::json::Array;
using wesel::json::Object;

namespace {

using Words = std::set<std::string>;

const Headers kAuthorized = {{"x-api-key", "sandbox-komerce-key"},
                             {"Content-Type", "application/json"}};

// A virtual account of this amount; how it ended is told in callbacks.
struct Trial {
  explicit Trial(std::int64_t amount, bool outcomes = true)
      : komerce({.time_scale = 0.001, .outcomes = outcomes}) {
    komerce.start();
    const Object body =
        Object{}
            .set("order_id", "TRIAL")
            .set("amount", amount)
            .set("payment_type", "bank_transfer")
            .set("channel_code", "BCA")
            .set("customer", Object{}
                                 .set("name", "Budi")
                                 .set("email", "budi@example.id")
                                 .set("phone", "0812345678"))
            .set("items",
                 Array{}.add(Object{}.set("name", "Kopi").set("quantity", 1).set("price", amount)))
            .set("callback_url", receiver.url())
            .set("callback_API_KEY", "secret of this payment");
    created = ask(komerce.url(), "POST", "/user/api/v1/user/payment/create", kAuthorized,
                  body.text(), Millis(500));
  }

  // In any order: each has a connection of its own.
  std::set<std::string> told(std::size_t count) {
    std::set<std::string> words;
    for (const auto& got : receiver.wait(count)) {
      const auto document = wesel::json::Document::parse(got.body);
      words.emplace(document["status"].text());
    }
    return words;
  }

  Receiver receiver;
  Komerce komerce;
  Answer created;
};

}  // namespace

TEST_CASE(
    "an amount that ends in 101 is paid by itself, in 104 expires, in 105 is paid after all") {
  CHECK(Trial(50'101).told(1) == Words{"PAID"});
  CHECK(Trial(50'104).told(1) == Words{"EXPIRED"});
  CHECK(Trial(50'105).told(2) == Words{"EXPIRED", "PAID"});
}

TEST_CASE("an amount that ends in 107 was taken, and nobody hears of it") {
  Trial trial(50'107);
  CHECK(trial.created.end == Answer::End::timeout);
  const Answer kept = control(trial.komerce, "GET", "payments/TRIAL");
  REQUIRE(kept.status == 200);
  const std::string id(kept["id"].text());
  CHECK(ask(trial.komerce.url(), "GET", "/user/api/v1/user/payment/status/" + id, kAuthorized, {},
            Millis(300))
            .end == Answer::End::timeout);
}

TEST_CASE("other amounts wait for somebody to pay, and so do these where it is not wanted") {
  Trial plain(50'000);
  CHECK(plain.created.status == 200);
  Trial unwanted(50'107, false);
  CHECK(unwanted.created.status == 200);
}
