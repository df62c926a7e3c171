// What is wrong with a payout is said once, precisely, and no money leaves: each row is a request,
// and the status, code and field that its answer must have.
#include <catch2/catch.hpp>

#include "journeys/bad_body.hpp"
#include "journeys/installation.hpp"
#include "journeys/problem.hpp"

namespace wesel::journeys {

using std::string;

namespace {

string with(const string& field, const string& value) {
  return with_field(Payout{}.text(), field, value);
}
string method(const string& members) { return with("method", "{" + members + "}"); }
string account(const string& members) { return with("account", "{" + members + "}"); }
string to(const string& member) { return account(R"("name": "S", "number": "1", )" + member); }
string number(const string& value) { return account(R"("name": "S", "number": )" + value); }

const std::vector<Bad>& shapes() {
  static const std::vector<Bad> kBad = {
      {"nothing", "", 400, "invalid_json"},
      {"broken", R"({"reference": )", 400, "invalid_json"},
      {"a list", "[]", 400, "invalid_json"},
      {"a key twice", R"({"amount": "1", "amount": "2"})", 400, "invalid_json"},
      {"a key twice below", account(R"("number": "1", "number": "2")"), 400, "invalid_json"},
      {"far too deep", with("metadata", nested(50'000)), 400, "invalid_json"},
      {"invalid UTF-8", with("remark", "\"\xC3\x28\""), 400, "invalid_json"},
      {"no reference", with("reference", ""), 400, "missing_field", "/reference"},
      {"no amount", with("amount", ""), 400, "missing_field", "/amount"},
      {"no currency", with("currency", ""), 400, "missing_field", "/currency"},
      {"no method", with("method", ""), 400, "missing_field", "/method"},
      {"no account", with("account", ""), 400, "missing_field", "/account"},
      {"no name", account(R"("number": "1")"), 400, "missing_field", "/account/name"},
      {"no number", account(R"("name": "S")"), 400, "missing_field", "/account/number"},
      {"no type", method(R"("channel": "BCA")"), 400, "missing_field", "/method/type"},
      {"no channel", method(R"("type": "bank_transfer")"), 400, "missing_field", "/method/channel"},
      {"an unknown field", with("colour", "1"), 400, "unknown_field", "/colour"},
      {"unknown in account", to(R"("iban": "1")"), 400, "unknown_field", "/account/iban"},
      {"unknown in method", method(R"("type": "bank_transfer", "channel": "BCA", "x": 1)"), 400,
       "unknown_field", "/method/x"},
      {"method as null", with("method", "null"), 400, "invalid_field", "/method"},
      {"account as text", with("account", "\"123\""), 400, "invalid_field", "/account"},
      {"account as null", with("account", "null"), 400, "invalid_field", "/account"},
      {"account as list", with("account", "[]"), 400, "invalid_field", "/account"},
      {"metadata with a number", with("metadata", R"({"a": 1})"), 400, "invalid_field",
       "/metadata/a"},
      {"remark as boolean", with("remark", "true"), 400, "invalid_field", "/remark"},
  };
  return kBad;
}

// What only payments have.
const std::vector<Bad>& of_payments() {
  static const std::vector<Bad> kBad = {
      {"a customer", with("customer", "{}"), 400, "unknown_field", "/customer"},
      {"items", with("items", "[]"), 400, "unknown_field", "/items"},
      {"a description", with("description", "\"x\""), 400, "unknown_field", "/description"},
      {"a life", with("expires_in", "3600"), 400, "unknown_field", "/expires_in"},
      {"an end", with("expires_at", "\"2099-01-01T00:00:00Z\""), 400, "unknown_field",
       "/expires_at"},
      {"a return URL", with("return_url", "\"https://a.b/\""), 400, "unknown_field", "/return_url"},
      {"a display name",
       method(R"("type": "bank_transfer", "channel": "BCA", "display_name": "x")"), 400,
       "unknown_field", "/method/display_name"},
  };
  return kBad;
}

const std::vector<Bad>& amounts() {
  const auto bad = [](const char* what, const string& amount) {
    return Bad{what, with("amount", amount), 400, "invalid_amount", "/amount"};
  };
  static const std::vector<Bad> kBad = {
      bad("a fraction", "100000.5"),
      bad("an exponent", "1e5"),
      bad("null", "null"),
      bad("zero", "\"0\""),
      bad("zero as a number", "0"),
      bad("negative", "\"-1\""),
      bad("cents", "\"100000.50\""),
      bad("a separator", "\"100,000\""),
      bad("spaces", "\" 100000\""),
      bad("beyond 64 bits", "\"9223372036854775808\""),
      bad("a leading zero", "\"0100\""),
  };
  return kBad;
}

const std::vector<Bad>& values() {
  static const std::vector<Bad> kBad = {
      {"an unknown currency", with("currency", "\"XXX\""), 400, "unsupported_currency",
       "/currency"},
      {"a currency that no account pays out", with("currency", "\"USD\""), 422, "no_route"},
      {"an unknown type", method(R"("type": "cash", "channel": "BCA")"), 400, "invalid_field",
       "/method/type"},
      {"a type that is only paid by", method(R"("type": "virtual_account", "channel": "BCA")"), 400,
       "invalid_field", "/method/type"},
      {"an unknown bank", method(R"("type": "bank_transfer", "channel": "NOBANK")"), 400,
       "invalid_field", "/method/channel"},
      {"a bank in small letters", method(R"("type": "bank_transfer", "channel": "bca")"), 400,
       "invalid_field", "/method/channel"},
      {"an unknown account", with("provider", "\"nobody\""), 400, "invalid_field", "/provider"},
      {"an account that pays nothing out", with("provider", "\"komerce\""), 422, "no_route"},
      {"a path as reference", with("reference", "\"../../x\""), 400, "invalid_field", "/reference"},
      {"a long reference", with("reference", as_json(string(101, 'r'))), 400, "invalid_field",
       "/reference"},
      {"an empty name", account(R"("name": "", "number": "1")"), 400, "invalid_field",
       "/account/name"},
      {"a long name", account("\"number\": \"1\", \"name\": " + as_json(string(101, 'n'))), 400,
       "invalid_field", "/account/name"},
      {"a line break in the name", account(R"("name": "a\nb", "number": "1")"), 400,
       "invalid_field", "/account/name"},
      {"a number as a number", number("123456"), 400, "invalid_field", "/account/number"},
      {"an empty number", number("\"\""), 400, "invalid_field", "/account/number"},
      {"a number with dashes", number("\"123-456\""), 400, "invalid_field", "/account/number"},
      {"a number with spaces", number("\"123 456\""), 400, "invalid_field", "/account/number"},
      {"a number of letters", number("\"12E4\""), 400, "invalid_field", "/account/number"},
      {"a number of another script", number("\"\xD9\xA1\xD9\xA2\""), 400, "invalid_field",
       "/account/number"},
      {"a long number", number(as_json(string(35, '1'))), 400, "invalid_field", "/account/number"},
      {"a bank code with spaces", to(R"("bank_code": "0 14")"), 400, "invalid_field",
       "/account/bank_code"},
      {"a long bank code", to(R"("bank_code": )" + as_json(string(21, '1'))), 400, "invalid_field",
       "/account/bank_code"},
      {"a long branch", to(R"("branch": )" + as_json(string(101, 'b'))), 400, "invalid_field",
       "/account/branch"},
      {"a type of account with digits", to(R"("type": "a1")"), 400, "invalid_field",
       "/account/type"},
      {"no e-mail", with("email", "\"siti\""), 400, "invalid_field", "/email"},
      {"a long remark", with("remark", as_json(string(256, 'r'))), 400, "invalid_field", "/remark"},
      {"too much metadata", with("metadata", many_keys(21)), 400, "invalid_field", "/metadata"},
      {"a private callback URL", with("callback_url", "\"https://10.0.0.1/x\""), 400,
       "invalid_field", "/callback_url"},
      {"a password in a callback URL", with("callback_url", "\"https://u:p@shop.example/\""), 400,
       "invalid_field", "/callback_url"},
  };
  return kBad;
}

}  // namespace

TEST_CASE("a bad payout is refused with its field, and no money leaves") {
  Installation wesel;
  for (const std::vector<Bad>* all : {&shapes(), &of_payments(), &amounts(), &values()})
    for (const Bad& bad : *all) {
      INFO(bad.what);
      check_problem(wesel.post("/v1/payouts", bad.body), bad.status, bad.code, bad.param);
    }
  for (const string& key : {string(256, 'k'), string("\"\""), string("a b")})
    CHECK(wesel.post("/v1/payouts", Payout{}.text(), {{"idempotency-key", key}}).status == 400);
  CHECK(wesel.post("/v1/payouts", Payout{}.text(), {{"content-type", "text/plain"}}).status == 415);
  CHECK(wesel.call("DELETE", "/v1/payouts").status == 405);
  CHECK(wesel.get("/v1/payouts")["data"].size() == 0);
  CHECK(wesel.get("/v1/events")["data"].size() == 0);
  CHECK(wesel.fazz.requests("payout_create") + wesel.komopay.requests("payout_create") == 0);
  CHECK(wesel.pay_out({}).status == 201);  // it still works
}

TEST_CASE("a payout at its limits is taken, and told where it says") {
  Installation wesel;
  const string full = with_field(
      with_field(with("remark", as_json(string(255, 'r'))), "reference", as_json(string(100, 'r'))),
      "metadata", many_keys(20));
  const string whole = R"({"reference": "WHOLE", "amount": 100000, "currency": "IDR",
      "method": {"type": "bank_transfer", "channel": "BCA"},
      "account": {"name": "Siti", "number": ")" +
                       string(34, '1') + R"(", "bank_code": "014", "branch": "Kuta",
                  "type": "savings"},
      "email": "siti@example.com", "remark": "Salary", "provider": "komopay",
      "callback_url": ")" +
                       wesel.hooks.url("/payroll") + "\"}";
  for (const string& body : {full, whole}) {
    const Reply made = wesel.post("/v1/payouts", body);
    INFO(body << made.body);
    CHECK(made.status == 201);
    CHECK(made.text("status") == "processing");
  }
  CHECK(wesel.hooks.wait_at("/payroll", 1));
  const Reply kept = wesel.get("/v1/payouts?reference=WHOLE");
  const json::Value payout = kept["data"].at(0);
  CHECK(payout["account"]["bank_code"].text() == "014");
  CHECK(payout["account"]["branch"].text() == "Kuta");
  CHECK(payout["account"]["type"].text() == "savings");
  CHECK(payout["email"].text() == "siti@example.com");
  CHECK(payout["remark"].text() == "Salary");
}

}  // namespace wesel::journeys
