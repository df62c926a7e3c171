// Komerce's adapter against recorded exchanges, against answers cut off or garbled at every byte,
// and against callbacks that are forged. No host, no socket.
#include <catch2/catch.hpp>
#include <filesystem>
#include <set>

#include "wesel/crypto.hpp"
#include "wesel/testing.hpp"

using namespace wesel::sdk;
using namespace wesel::sdk::testing;

namespace {

std::string folder() { return std::string(WESEL_SOURCE_DIR) + "/plugins/komerce/exchanges/"; }

Recording recorded(const std::string& name) { return load(folder() + name + ".json"); }

Asked signed_callback(const std::string& body) {
  Asked asked = recorded("callback_paid").asked;
  asked.message.body = body;
  asked.message.headers = {
      {"x-callback-api-key", to_hex(hmac_sha256(to_hex(asked.callback_key), body))}};
  return asked;
}

End end_of_callback(const Asked& asked) {
  const Account account(wesel_plugin_v1(), {{"api_key", "sandbox-key"}});
  return account.begin(asked).end();
}

wesel::json::Value only_event(const End& end) { return end["events"].at(0); }

// An end that lets goods go, or lets the next provider be asked.
bool says_paid(const End& end) {
  const auto state = end["state"].text();
  return state == "paid" || state == "completed";
}
bool says_refused(const End& end) { return end["result"].text() == "refused"; }

}  // namespace

TEST_CASE("every recorded exchange plays byte for byte") {
  std::set<std::string> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder()))
    files.insert(entry.path().string());
  CHECK(files.size() > 20);
  for (const std::string& file : files) {
    INFO(file);
    CHECK_NOTHROW(play(wesel_plugin_v1(), load(file)));
  }
}

TEST_CASE("an answer cut off at any byte moves no money") {
  for (const char* name : {"create_va", "create_qris", "query_paid", "cancel_was_paid", "methods",
                           "create_amount_too_small", "create_duplicate"}) {
    const Recording recording = recorded(name);
    const std::string body = recording.steps.at(0).given.body;
    for (std::size_t size = 0; size < body.size(); ++size) {
      const End end = play_changed(wesel_plugin_v1(), recording, [&](std::size_t, Given given) {
        given.body.resize(size);
        return given;
      });
      INFO(name << " cut to " << size << ": " << end.text());
      REQUIRE_FALSE(says_paid(end));
      REQUIRE_FALSE(says_refused(end));
      REQUIRE(end["failure"]);
    }
  }
}

TEST_CASE("an answer garbled at any byte is never a refusal of a create, nor paid by accident") {
  const Recording recording = recorded("create_va");
  const std::string body = recording.steps.at(0).given.body;
  for (std::size_t at = 0; at < body.size(); ++at)
    for (const char byte : {'\0', '"', '}', '9', '\xff'}) {
      const End end = play_changed(wesel_plugin_v1(), recording, [&](std::size_t, Given given) {
        given.body[at] = byte;
        return given;
      });
      INFO(at << ": " << end.text());
      REQUIRE_FALSE(says_paid(end));
      REQUIRE_FALSE(says_refused(end));
    }
}

TEST_CASE("whatever the status, a create without Komerce's envelope is never a refusal") {
  for (int status = 200; status < 600; ++status)
    for (const char* body : {"", "{}", "[]", "null", "<html>", R"({"meta":[]})",
                             R"({"message":"no"})", R"({"meta":{"message":""},"data":{}})"}) {
      const End end =
          play_changed(wesel_plugin_v1(), recorded("create_va"), [&](std::size_t, const Given&) {
            return Given{status, {}, body};
          });
      INFO(status << ' ' << body << ": " << end.text());
      REQUIRE((end["failure"].text() == "unknown" || end["failure"].text() == "bad_reply"));
    }
}

TEST_CASE("a 5xx, 408 or 409 to a create is unknown even in Komerce's envelope") {
  const std::string body = R"({"meta":{"message":"invalid email","code":400,"status":"error"}})";
  for (const int status : {302, 408, 409, 500, 502, 503, 504}) {
    const End end = play_changed(wesel_plugin_v1(), recorded("create_va"), [&](auto, const auto&) {
      return Given{status, {}, body};
    });
    CHECK(end["failure"].text() == "unknown");
  }
}

TEST_CASE("a paid status is believed only with its amount") {
  const auto ask = [](const std::string& amount) {
    return play_changed(wesel_plugin_v1(), recorded("query_paid"), [&](auto, Given given) {
      const std::string from = "\"amount\":100000";
      given.body.replace(given.body.find(from), from.size(), "\"amount\":" + amount);
      return given;
    });
  };
  CHECK(ask("100000")["amount_paid"].text() == "100000 IDR");
  CHECK(ask("\"100000.00\"")["amount_paid"].text() == "100000 IDR");
  CHECK(ask("99999")["amount_paid"].text() == "99999 IDR");
  for (const char* amount :
       {"null", "\"\"", "100000.5", "1e5", "-100000", "true", "[100000]", "99999999999999999999"}) {
    INFO(amount);
    CHECK(ask(amount)["failure"].text() == "bad_reply");
  }
}

TEST_CASE("an answer that lacks a part, or tells of another payment, is not understood") {
  const auto end_with = [](const char* name, const std::string& from, const std::string& to) {
    return play_changed(wesel_plugin_v1(), recorded(name), [&](auto, Given given) {
      const std::size_t at = given.body.find(from);
      REQUIRE(at != std::string::npos);
      given.body.replace(at, from.size(), to);
      return given;
    });
  };
  const std::string id = R"("payment_id":"KPAY-5292/KM/2026")";
  CHECK(end_with("create_va", id, R"("payment_id":"")")["failure"].text() == "bad_reply");
  CHECK(end_with("create_va", "381659999574893", "")["failure"].text() == "bad_reply");
  CHECK(end_with("create_va", "PENDING", "")["failure"].text() == "bad_reply");
  CHECK(end_with("query_paid", "PAID", "")["failure"].text() == "bad_reply");
  CHECK(end_with("query_paid", id, R"("payment_id":"KPAY-1")")["failure"].text() == "bad_reply");
  CHECK(end_with("cancel", id, R"("payment_id":"KPAY-1")")["failure"].text() == "bad_reply");
}

TEST_CASE("not found is believed only in Komerce's own format") {
  const End end = play_changed(wesel_plugin_v1(), recorded("query_pending"), [](auto, const auto&) {
    return Given{404, {}, "<html>nginx</html>"};
  });
  CHECK(end["failure"].text() == "bad_reply");
}

TEST_CASE("only a 400 can be the customer's mistake") {
  const End end = play_changed(wesel_plugin_v1(), recorded("create_bad_email"), [](auto, Given g) {
    return Given{401, {}, g.body};
  });
  CHECK(end["scope"].text() == "here");
}

TEST_CASE("the bank is told by our name, or by the provider's where it is another one") {
  const auto bank = [](const std::string& answered) {
    const End end =
        play_changed(wesel_plugin_v1(), recorded("create_va_short"), [&](auto, Given given) {
          const std::string from = R"("bank_code":"")";
          given.body.replace(given.body.find(from), from.size(),
                             R"("bank_code":")" + answered + '"');
          return given;
        });
    return std::string(end["instructions"]["bank"].text());
  };
  CHECK(bank("") == "CIMB");
  CHECK(bank("CIMB_NIAGA") == "CIMB");
  CHECK(bank("BNI") == "BNI");
}

TEST_CASE("a callback's signature is taken in the encodings that clients have seen") {
  Asked asked = recorded("callback_paid").asked;
  const std::string hex = asked.message.headers.at(1).second;
  std::string upper = hex;
  for (char& c : upper) c = static_cast<char>(std::toupper(c));
  for (const std::string& signature : {hex, upper, to_base64(*from_hex(hex))}) {
    asked.message.headers = {{"x-callback-api-key", signature}};
    CHECK(only_event(end_of_callback(asked))["state"].text() == "paid");
  }
}

TEST_CASE("a forged callback is a wrong signature") {
  const Asked good = recorded("callback_paid").asked;
  SECTION("no signature") {
    Asked asked = good;
    asked.message.headers.clear();
    CHECK(end_of_callback(asked)["failure"].text() == "signature");
  }
  SECTION("the key itself, which is what the header's name suggests") {
    Asked asked = good;
    asked.message.headers = {{"x-callback-api-key", to_hex(asked.callback_key)}};
    CHECK(end_of_callback(asked)["failure"].text() == "signature");
  }
  SECTION("another attempt's key") {
    Asked asked = good;
    asked.callback_key[0] = 'x';
    CHECK(end_of_callback(asked)["failure"].text() == "signature");
  }
  SECTION("one byte changed anywhere in the body") {
    for (std::size_t i = 0; i < good.message.body.size(); ++i) {
      Asked asked = good;
      asked.message.body[i] = static_cast<char>(asked.message.body[i] ^ 1);
      REQUIRE(end_of_callback(asked)["failure"].text() == "signature");
    }
  }
  SECTION("a signature cut off anywhere") {
    const std::string whole = good.message.headers.at(1).second;
    for (std::size_t i = 0; i < whole.size(); ++i) {
      Asked asked = good;
      asked.message.headers = {{"x-callback-api-key", whole.substr(0, i)}};
      REQUIRE(end_of_callback(asked)["failure"].text() == "signature");
    }
  }
}

TEST_CASE("without a key of its own no callback is believed") {
  Asked asked = recorded("callback_paid").asked;
  asked.callback_key.clear();
  asked.message.headers = {{"x-callback-api-key", to_hex(hmac_sha256("", asked.message.body))}};
  CHECK(end_of_callback(asked)["failure"].text() == "signature");
}

TEST_CASE("a signed callback that does not say enough says: go and ask") {
  for (const char* body :
       {R"({"payment_id":"K","order_id":"a","status":"PAID"})",
        R"({"payment_id":"K","order_id":"a","status":"PAID","amount":1.5})",
        R"({"payment_id":"K","order_id":"a","status":"ON_HOLD","amount":100000})",
        R"({"payment_id":"K","order_id":"a","status":"PAID","status":"PAID","amount":100000})",
        R"({"order_id":"a","amount":100000})", "not JSON", "", "[]"}) {
    const End end = end_of_callback(signed_callback(body));
    INFO(body << end.text());
    CHECK(only_event(end)["state"].text() == "none");
    CHECK_FALSE(only_event(end)["attempt_id"].text().empty());
    CHECK_FALSE(only_event(end)["amount_paid"]);
  }
}

TEST_CASE("a signed callback may be nested and named by its event") {
  const End end = end_of_callback(signed_callback(
      R"({"event":"payment.paid","data":{"payment_id":"K","order_id":"a","amount":"5000"}})"));
  CHECK(only_event(end)["state"].text() == "paid");
  CHECK(only_event(end)["attempt_id"].text() == "a");
  CHECK(only_event(end)["amount_paid"].text() == "5000 IDR");
}

TEST_CASE("a signed callback about another end tells of no money") {
  const End end = end_of_callback(
      signed_callback(R"({"payment_id":"K","order_id":"a","status":"EXPIRED","amount":5000,)"
                      R"("paid_at":"2026-08-05T11:30:00+07:00"})"));
  CHECK(only_event(end)["state"].text() == "expired");
  CHECK(only_event(end)["amount"].text() == "5000 IDR");
  CHECK_FALSE(only_event(end)["amount_paid"]);
  CHECK_FALSE(only_event(end)["paid_at"]);
}

TEST_CASE("the key must fit the mode") {
  const auto configure = [](const char* key, Mode mode) {
    Account account(wesel_plugin_v1(), {{"api_key", key}}, mode);
  };
  CHECK_NOTHROW(configure("live-1", Mode::live));
  CHECK_NOTHROW(configure("sandbox-1", Mode::sandbox));
  CHECK_NOTHROW(configure("unmarked", Mode::live));
  CHECK_THROWS_WITH(configure("sandbox-1", Mode::live), Catch::Contains("api_key"));
  CHECK_THROWS_WITH(configure("live-1", Mode::sandbox), Catch::Contains("api_key"));
  CHECK_THROWS_WITH(configure("", Mode::sandbox), Catch::Contains("must be set"));
}

TEST_CASE("it offers what its code can do, and says what it needs") {
  const wesel_description& about = *wesel_plugin_v1()->describe();
  CHECK(about.operations ==
        (1u << WESEL_OP_PAYMENT_CREATE | 1u << WESEL_OP_PAYMENT_QUERY |
         1u << WESEL_OP_PAYMENT_CANCEL | 1u << WESEL_OP_METHODS | 1u << WESEL_OP_CALLBACK));
  CHECK(about.callbacks == WESEL_CALLBACKS_SIGNED);
  REQUIRE(about.capability_count == 9);
  for (std::size_t i = 0; i < about.capability_count; ++i) {
    const wesel_capability& capability = *about.capabilities[i];
    CHECK(view(capability.currency) == "IDR");
    CHECK(capability.minimum.minor == 10'000);
    CHECK(capability.required_count == 3);
    CHECK(capability.query_interval_ms == 3000);
    CHECK(capability.unseen_safe == 1);
    CHECK(capability.query_by_reference == 0);
    CHECK(capability.create_replay_safe == 0);
    const bool qris = view(capability.method) == "qris";
    CHECK(capability.fixed_expiry_s == (qris ? 300u : 0u));
    CHECK(capability.shortest_expiry_s == (qris ? 0u : 3600u));
    CHECK(capability.maximum.minor == (qris ? 10'000'000 : 0));
  }
}
