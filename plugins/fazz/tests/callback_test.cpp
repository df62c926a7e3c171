// Fazz's callbacks: those that are forged are refused, those that do not say enough wake a query.
// No host, no socket.
#include <catch2/catch.hpp>

#include "recorded.hpp"
#include "wesel/crypto.hpp"

namespace {

End end_of_callback(const Asked& asked) {
  return Account(wesel_plugin_v1(), settings()).begin(asked).end();
}

Asked signed_callback(const std::string& body) {
  Asked asked = recorded("callback_paid").asked;
  asked.message.body = body;
  asked.message.headers = {{"xfers-signature", to_hex(hmac_sha256("signing", body))}};
  return asked;
}

wesel::json::Value only_event(const End& end) { return end["events"].at(0); }

}  // namespace

TEST_CASE("a callback's signature stands in either header, in any case") {
  Asked asked = recorded("callback_paid").asked;
  const std::string signature = to_hex(hmac_sha256("signing", asked.message.body));
  for (const char* name : {"xfers-signature", "x-xfers-signature", "Xfers-Signature"}) {
    asked.message.headers = {{name, signature}};
    CHECK(only_event(end_of_callback(asked))["state"].text() == "paid");
  }
}

TEST_CASE("a forged callback is a wrong signature") {
  const Asked good = recorded("callback_paid").asked;
  const std::string signature = good.message.headers.at(1).second;
  const auto refused = [](const Asked& asked) {
    return end_of_callback(asked)["failure"].text() == "signature";
  };
  Asked asked = good;
  SECTION("no signature") {
    asked.message.headers.clear();
    CHECK(refused(asked));
  }
  SECTION("the secret itself, an empty one, or another key's") {
    for (const std::string& forged :
         {std::string("signing"), std::string(), to_hex(hmac_sha256("", good.message.body)),
          to_hex(hmac_sha256("test_secret", good.message.body)),
          to_hex(sha256(good.message.body))}) {
      asked.message.headers = {{"xfers-signature", forged}};
      CHECK(refused(asked));
    }
  }
  SECTION("any bit flipped in the body") {
    for (std::size_t i = 0; i < good.message.body.size(); ++i)
      for (int bit = 1; bit < 256; bit <<= 1) {
        asked = good;
        asked.message.body[i] = static_cast<char>(asked.message.body[i] ^ bit);
        REQUIRE(refused(asked));
      }
  }
  SECTION("any bit flipped in the signature") {
    for (std::size_t i = 0; i < signature.size(); ++i)
      for (int bit = 1; bit < 256; bit <<= 1) {
        std::string forged = signature;
        forged[i] = static_cast<char>(forged[i] ^ bit);
        asked.message.headers = {{"xfers-signature", forged}};
        REQUIRE(refused(asked));
      }
  }
  SECTION("a signature cut off anywhere") {
    for (std::size_t i = 0; i < signature.size(); ++i) {
      asked.message.headers = {{"xfers-signature", signature.substr(0, i)}};
      REQUIRE(refused(asked));
    }
  }
}

TEST_CASE("a signed callback that does not say enough says: go and ask") {
  const auto with = [](const std::string& attributes) {
    return end_of_callback(
        signed_callback(R"({"data":{"id":"c","type":"payment","attributes":{"referenceId":"a",)" +
                        attributes + "}}}"));
  };
  for (const char* attributes :
       {R"("status":"paid")", R"("status":"paid","amount":"1.5")", R"("amount":"1.0")",
        R"("status":"PAID","amount":"1.0")", R"("status":"on_hold","amount":"1.0")",
        R"("status":"paid","amount":"1.0","currency":"SGD")"}) {
    INFO(attributes);
    const End end = with(attributes);
    CHECK(only_event(end)["state"].text() == "none");
    CHECK_FALSE(only_event(end)["amount_paid"]);
    CHECK(only_event(end)["attempt_id"].text() == "a");
  }
  CHECK(only_event(with(R"("status":"paid","amount":"1.0")"))["state"].text() == "paid");
}

TEST_CASE("a signed callback that names nothing tells nothing, and is acknowledged") {
  for (const char* body : {"", "not JSON", "[]", "{}", R"({"data":[]})",
                           R"({"data":{"type":"payment","attributes":{"status":"paid"}}})",
                           R"({"data":{"id":"c","id":"c"}})"}) {
    const End end = end_of_callback(signed_callback(body));
    INFO(body << end.text());
    CHECK(end["result"].text() == "events");
    CHECK_FALSE(end["events"]);
    CHECK(end["ack_status"].integer() == 200);
  }
}
