// Fazz's adapter against recorded exchanges and against answers cut off or garbled at every byte.
// No host, no socket.
#include <catch2/catch.hpp>
#include <filesystem>
#include <set>

#include "recorded.hpp"

namespace {

// The recorded flow with another answer to its last step.
End end_with(const Recording& recording, const Given& given) {
  const std::size_t last = recording.steps.size() - 1;
  return play_changed(wesel_plugin_v1(), recording, [&](std::size_t step, const Given& as_it_was) {
    return step == last ? given : as_it_was;
  });
}
End end_with(const char* name, const Given& given) { return end_with(recorded(name), given); }

// The recorded flow with a text in its last answer replaced.
End end_with(const char* name, const std::string& from, const std::string& to) {
  Given given = recorded(name).steps.back().given;
  const std::size_t at = given.body.find(from);
  if (at == std::string::npos) throw Mismatch(from + " is not in " + name);
  given.body.replace(at, from.size(), to);
  return end_with(name, given);
}

// An end that lets goods go, or lets the next provider be asked, or the same be sent again.
bool says_paid(const End& end) {
  const auto state = end["state"].text();
  return state == "paid" || state == "completed" || end["amount_paid"];
}
bool says_refused(const End& end) { return end["result"].text() == "refused"; }
bool says_not_found(const End& end) { return end["result"].text() == "not_found"; }

}  // namespace

TEST_CASE("every recorded exchange plays byte for byte") {
  std::set<std::string> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder()))
    files.insert(entry.path().string());
  CHECK(files.size() > 60);
  for (const std::string& file : files) {
    INFO(file);
    CHECK_NOTHROW(play(wesel_plugin_v1(), load(file)));
  }
}

TEST_CASE("an answer cut off at any byte moves no money") {
  for (const char* name :
       {"create_va", "create_qris", "create_e_wallet", "create_again_paid", "create_bad_parameters",
        "create_over_limit", "query_paid", "query_completed", "query_by_reference",
        "query_by_reference_none", "query_not_found", "payout_create", "payout_no_funds",
        "payout_query_completed", "payout_query_none", "simulate_refused"}) {
    const Recording recording = recorded(name);
    const Given whole = recording.steps.back().given;
    for (std::size_t size = 0; size < whole.body.size(); ++size) {
      Given given = whole;
      given.body.resize(size);
      const End end = end_with(recording, given);
      INFO(name << " cut to " << size << ": " << end.text());
      REQUIRE(end["failure"]);
    }
  }
}

TEST_CASE("an answer garbled at any byte is never a refusal of a create, nor paid by accident") {
  for (const char* name :
       {"create_va", "payout_create", "query_pending", "payout_query_processing"}) {
    const Recording recording = recorded(name);
    const Given whole = recording.steps.back().given;
    for (std::size_t at = 0; at < whole.body.size(); ++at)
      for (const char byte : {'\0', '"', '}', '9', '\xff'}) {
        Given given = whole;
        given.body[at] = byte;
        const End end = end_with(recording, given);
        INFO(name << ' ' << at << ": " << end.text());
        REQUIRE_FALSE(says_paid(end));
        REQUIRE_FALSE(says_refused(end));
        REQUIRE_FALSE(says_not_found(end));
      }
  }
}

TEST_CASE("whatever the status, a create is refused only in Fazz's format") {
  for (const char* name : {"create_va", "payout_create"}) {
    const Recording recording = recorded(name);
    for (int status = 200; status < 600; ++status)
      for (const char* body :
           {"", "{}", "[]", "null", "<html>", R"({"errors":[]})", R"({"errors":{"code":"005"}})",
            R"({"errors":[{"code":""}]})", R"({"errors":["005"]})", R"({"error":"no"})",
            R"({"errors":[{"code":"TXN0001","title":"no"},{"title":"no code"}]})"}) {
        const End end = end_with(recording, Given{status, {}, body});
        INFO(name << ' ' << status << ' ' << body << ": " << end.text());
        REQUIRE((end["failure"].text() == "unknown" || end["failure"].text() == "bad_reply"));
      }
  }
}

TEST_CASE("a 3xx, 408, 409 or 5xx to a create is unknown even in Fazz's format") {
  const std::string body = recorded("payout_no_funds").steps.at(0).given.body;
  for (const char* name : {"create_va", "payout_create"})
    for (const int status : {302, 408, 409, 500, 502, 503, 504})
      CHECK(end_with(name, Given{status, {}, body})["failure"].text() == "unknown");
}

TEST_CASE("which codes are a refusal, and that none is final") {
  const auto end_of = [](const std::string& code, const std::string& text) {
    return end_with("payout_create", Given{400,
                                           {},
                                           R"({"errors":[{"code":")" + code + R"(","title":"no",)" +
                                               R"("detail":")" + text + "\"}]}"});
  };
  for (const char* code : {"002", "003", "004", "005", "TXN0001", "TXN0002", "TXN0003", "TXN0004",
                           "NM-001", "EL-001", "MA-001", "new"})
    CHECK(end_of(code, "no")["scope"].text() == "here");
  for (const char* code : {"001", "006", "FG-001"})
    CHECK(end_of(code, "no")["failure"].text() == "unknown");
  for (const char* text : {"referenceId is taken", "Reference ID taken", "DUPLICATE request",
                           "order already exists", "must be unique"})
    CHECK(end_of("005", text)["failure"].text() == "unknown");
}

TEST_CASE("a doubtful error among several makes all of them doubtful") {
  const End end = end_with("create_va", Given{400,
                                              {},
                                              R"({"errors":[{"code":"005","detail":"amount"},)"
                                              R"({"code":"005","detail":"duplicate"}]})"});
  CHECK(end["failure"].text() == "unknown");
}

TEST_CASE("a paid status is believed only with its amount") {
  const auto ask = [](const std::string& amount) {
    return end_with("query_paid", R"("amount":"100000.0")", "\"amount\":" + amount);
  };
  CHECK(ask("\"100000\"")["amount_paid"].text() == "100000 IDR");
  CHECK(ask("100000.00")["amount_paid"].text() == "100000 IDR");
  CHECK(ask("\"99999.0\"")["amount_paid"].text() == "99999 IDR");
  for (const char* amount : {"null", "\"\"", "\"100000.5\"", "1e5", "\"1e5\"", "-100000", "true",
                             "[100000]", "\"99999999999999999999\"", "\" 100000\""}) {
    INFO(amount);
    CHECK(ask(amount)["failure"].text() == "bad_reply");
  }
}

TEST_CASE("an answer that lacks a part, or tells of something else, is not understood") {
  const auto bad = [](const char* name, const std::string& from, const std::string& to) {
    return end_with(name, from, to)["failure"].text() == "bad_reply";
  };
  const std::string id = R"("id":"contract_ea9c4b10df49446eafd4fb3f25a713bd")";
  CHECK(bad("create_va", id, R"("id":"")"));
  CHECK(bad("create_va", "8808123456789012", ""));
  CHECK(bad("create_va", R"("status":"pending")", R"("status":"")"));
  CHECK(bad("create_va", R"("currency":"IDR")", R"("currency":"SGD")"));
  CHECK(bad("create_va", R"("referenceId":"att_01)", R"("referenceId":"att_02)"));
  CHECK(bad("create_va", R"("referenceId")", R"("reference")"));
  CHECK(bad("create_qris", R"("https://sandbox-id)", R"("javascript:sandbox-id)"));
  CHECK(bad("create_e_wallet", R"("https://wallet)", R"("wallet)"));
  CHECK(bad("query_paid", id, R"("id":"contract_1")"));
  CHECK(bad("query_paid", R"("referenceId":"att_01)", R"("referenceId":"att_02)"));
  CHECK(bad("payout_query_completed", R"("referenceId":"att_01)", R"("referenceId":"att_02)"));
  CHECK(bad("payout_create", "100000.0", "100001.0"));
}

TEST_CASE("an instrument of another kind than asked for is no way to pay") {
  const std::string retail = recorded("create_retail").steps.at(0).given.body;
  CHECK(end_with("create_va", Given{201, {}, retail})["failure"].text() == "bad_reply");
}

TEST_CASE("a fee that is no decimal text is left out") {
  const End end = end_with("create_va", R"("fees":"4400.0")", R"("fees":"4,400")");
  CHECK(end["state"].text() == "pending");
  CHECK_FALSE(end["fee"]);
}

TEST_CASE("not found is believed only in Fazz's own format") {
  for (const char* body : {"<html>nginx</html>", "", R"({"data":[]})",
                           R"({"errors":[{"code":"003","title":"Not supported"}]})"}) {
    const End end = end_with("query_pending", Given{404, {}, body});
    INFO(body);
    CHECK(end["failure"].text() == "bad_reply");
  }
  for (const char* body : {R"({"data":{}})", R"({"data":null})", R"([])", R"({"data":[{}]})"})
    CHECK(end_with("query_by_reference", Given{200, {}, body})["failure"].text() == "bad_reply");
}

TEST_CASE("the reference in a query is percent-encoded") {
  Asked asked = recorded("query_by_reference").asked;
  asked.attempt_id = "att&a=b/1";
  const Account account(wesel_plugin_v1(), settings());
  CHECK(account.begin(asked).sent().path == "/payments?filter%5BreferenceId%5D=att%26a%3Db%2F1");
  asked.provider_reference = "contract/../1";
  CHECK(account.begin(asked).sent().path == "/payments/contract%2F..%2F1");
}

TEST_CASE("the customer's e-mail and phone stay here") {
  Recording recording = recorded("create_va");
  const Account account(wesel_plugin_v1(), settings());
  const Run run = account.begin(recording.asked);
  CHECK(run.sent().text().find("budi@") == std::string::npos);
  CHECK(run.sent().text().find("1234567890\"") == std::string::npos);
}

TEST_CASE("nothing is simulated on a live account, or of an unknown payment") {
  Asked asked = recorded("simulate_paid").asked;
  asked.mode = Mode::live;
  const Account live(wesel_plugin_v1(),
                     {{"api_key", "live_k"}, {"secret_key", "s"}, {"signing_secret", "x"}},
                     Mode::live);
  CHECK(live.begin(asked).end()["failure"].text() == "unsupported");
  asked = recorded("simulate_paid").asked;
  asked.provider_reference.clear();
  const Account test(wesel_plugin_v1(), settings());
  CHECK(test.begin(asked).end()["failure"].text() == "unsupported");
}

TEST_CASE("a simulation that stops half-way is not done") {
  for (const std::size_t broken : {0, 1, 2}) {
    const End end = play_changed(wesel_plugin_v1(), recorded("simulate_completed"),
                                 [&](std::size_t step, const Given& given) {
                                   return step == broken ? Given{500, {}, ""} : given;
                                 });
    INFO(broken << end.text());
    CHECK(end["failure"]);
  }
}

TEST_CASE("the keys must fit the mode") {
  const auto configure = [](const char* key, const char* secret, const char* signing, Mode mode) {
    Account account(wesel_plugin_v1(),
                    {{"api_key", key}, {"secret_key", secret}, {"signing_secret", signing}}, mode);
  };
  CHECK_NOTHROW(configure("live_1", "live_2", "s", Mode::live));
  CHECK_NOTHROW(configure("test_1", "unmarked", "s", Mode::sandbox));
  CHECK_THROWS_WITH(configure("test_1", "s", "s", Mode::live), Catch::Contains("api_key"));
  CHECK_THROWS_WITH(configure("live_1", "s", "s", Mode::sandbox), Catch::Contains("api_key"));
  CHECK_THROWS_WITH(configure("key", "s", "s", Mode::sandbox), Catch::Contains("api_key"));
  CHECK_THROWS_WITH(configure("live_1", "test_2", "s", Mode::live), Catch::Contains("secret_key"));
  CHECK_THROWS_WITH(configure("test_1", "", "s", Mode::sandbox), Catch::Contains("must be set"));
  CHECK_THROWS_WITH(configure("test_1", "s", "", Mode::sandbox), Catch::Contains("signing_secret"));
}

TEST_CASE("it offers what its code can do") {
  const wesel_description& about = *wesel_plugin_v1()->describe();
  std::uint32_t operations = 0;
  for (const std::uint32_t operation :
       {WESEL_OP_PAYMENT_CREATE, WESEL_OP_PAYMENT_QUERY, WESEL_OP_PAYMENT_SIMULATE,
        WESEL_OP_PAYOUT_CREATE, WESEL_OP_PAYOUT_QUERY, WESEL_OP_METHODS, WESEL_OP_CALLBACK})
    operations |= 1u << operation;
  CHECK(about.operations == operations);
  CHECK(about.callbacks == WESEL_CALLBACKS_SIGNED);
  std::set<std::string> offers;
  for (std::size_t i = 0; i < about.capability_count; ++i) {
    const wesel_capability& offer = *about.capabilities[i];
    const bool payment = offer.kind == WESEL_KIND_PAYMENT;
    offers.insert(std::string(view(offer.method)) + ' ' + std::string(view(offer.channel)));
    CHECK(view(offer.currency) == "IDR");
    CHECK(offer.required_count == 0);
    CHECK(offer.unseen_safe == (payment ? 1u : 0u));
    CHECK(offer.tells_settlement == (payment ? 1u : 0u));
    CHECK(offer.query_by_reference == 1);
    CHECK(offer.create_replay_safe == 1);
    CHECK(offer.can_cancel == 0);
    const bool outlet = view(offer.method) == "retail_outlet";
    CHECK(offer.minimum.minor == (outlet ? 15'000 : 0));
    const std::int64_t most = view(offer.channel) == "ALFAMART" ? 2'500'000 : 5'000'000;
    CHECK(offer.maximum.minor == (outlet ? most : 0));
  }
  CHECK(offers.size() == about.capability_count);
  for (const char* there : {"virtual_account SAHABAT_SAMPOERNA", "qris ", "e_wallet SHOPEEPAY",
                            "bank_transfer BCA", "bank_transfer *"})
    CHECK(offers.count(there) == 1);
}
