// The main road: a virtual account is made, paid and told of; requests repeat; the engine dies.
#include <catch2/catch.hpp>

#include "journeys/installation.hpp"
#include "webhooks/signature.hpp"

namespace wesel::journeys {

using std::string;

TEST_CASE("the published check vector of Standard Webhooks is what we send and what we accept") {
  const string id = "msg_p5jXN8AQM9LWM0D4loKWxJek", body = R"({"test": 2432232314})";
  const string wanted = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
  const Time time = from_ms(std::int64_t{1614265330} * 1000);
  CHECK(sign_webhook({Secret(kHookSecret)}, id, time, body) == wanted);
  CHECK(signed_by(kHookSecret, id, "1614265330", body, wanted));
  CHECK_FALSE(signed_by(kHookSecret, id, "1614265331", body, wanted));
  CHECK_FALSE(signed_by(kHookSecret, id, "1614265330", body + " ", wanted));

  const Secret next("whsec_" + string("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"));
  const string both = sign_webhook({Secret(kHookSecret), next}, id, time, body);
  CHECK(both.starts_with(wanted + " v1,"));
  CHECK(signed_by(next.reveal(), id, "1614265330", body, both));
}

TEST_CASE("a virtual account is made, paid at the bank, and told of in order") {
  Installation wesel;
  const Reply made = wesel.pay({});
  INFO(made.body);
  REQUIRE(made.status == 201);
  const string id = made.text("id");
  CHECK(made.text("status") == "pending");
  CHECK(made.text("provider") == "komerce");
  CHECK(made.text("amount") == "100000");
  CHECK(made.header("location") == "/v1/payments/" + id);
  CHECK_FALSE(made.header("x-request-id").empty());
  const json::Value shown = made["instructions"];
  CHECK(shown["type"].text() == "virtual_account");
  CHECK(shown["bank"].text() == "BCA");

  const Reply booked = wesel.komerce.entry(made.text("provider_reference"));
  REQUIRE(booked.status == 200);
  CHECK(booked["fields"]["va_number"].text() == shown["account_number"].text());
  CHECK(booked["reference"].text() == made["attempts"].at(0)["id"].text());
  CHECK(booked["amount"].scalar() == "100000");

  REQUIRE(wesel.komerce.act(made.text("provider_reference"), "pay") == 200);
  const Reply paid = wesel.once(id, "paid");
  CHECK(paid.text("status") == "paid");
  CHECK(paid.text("amount_paid") == "100000");
  CHECK(paid["exceptions"].size() == 0);

  const auto told = wesel.hooks.wait_for(id, "payment.paid");
  REQUIRE(told.size() == 2);
  CHECK(told[0].type == "payment.pending");
  CHECK(told[1].type == "payment.paid");
  for (std::size_t i = 0; i < told.size(); ++i) {
    CHECK(told[i].genuine);
    CHECK(told[i].sequence == static_cast<std::int64_t>(i + 1));
    CHECK(told[i].path == "/shop");
  }
  CHECK(told[1].status == "paid");

  REQUIRE(eventually([&] {
    const Reply events = wesel.get("/v1/events?payment=" + id);
    return events["data"].at(0)["delivery"]["state"].text() == "delivered";
  }));
  const Reply events = wesel.get("/v1/payments/" + id + "/events");
  REQUIRE(events["data"].size() == 2);
  CHECK(events["data"].at(0)["id"].text() == told[1].id);
  CHECK(events["data"].at(0)["sequence"].integer() == 2);
  CHECK(events["data"].at(1)["id"].text() == told[0].id);
}

}  // namespace wesel::journeys
