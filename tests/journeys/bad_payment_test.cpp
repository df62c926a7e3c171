// What is wrong with a request is said once, precisely, and nothing comes of it: each row is a
// request, and the status, code and field that its answer must have.
#include <catch2/catch.hpp>

#include "journeys/bad_body.hpp"
#include "journeys/installation.hpp"
#include "journeys/problem.hpp"

namespace wesel::journeys {

using std::string;

namespace {

// The good order with one field written otherwise.
string with(const string& field, const string& value) {
  return with_field(Order{}.text(), field, value);
}

string method(const string& members) { return with("method", "{" + members + "}"); }
string customer(const string& members) { return with("customer", "{" + members + "}"); }
string items(const string& list) { return with("items", "[" + list + "]"); }
string channel(const string& code) {
  return method(R"("type": "virtual_account", "channel": )" + as_json(code));
}

string many_items(int count) {
  json::Array out;
  for (int i = 0; i < count; ++i) out.add(json::Object{}.set("name", "x"));
  return out.text();
}

const std::vector<Bad>& shapes() {
  static const string good = Order{}.text();
  static const std::vector<Bad> kBad = {
      {"nothing", "", 400, "invalid_json"},
      {"broken", R"({"reference": )", 400, "invalid_json"},
      {"not JSON", "reference=1", 400, "invalid_json"},
      {"a list", "[" + good + "]", 400, "invalid_json"},
      {"a text", "\"x\"", 400, "invalid_json"},
      {"null", "null", 400, "invalid_json"},
      {"trailing bytes", good + "x", 400, "invalid_json"},
      {"two documents", good + good, 400, "invalid_json"},
      {"a trailing comma", R"({"reference": "a",})", 400, "invalid_json"},
      {"a byte order mark", "\xEF\xBB\xBF" + good, 400, "invalid_json"},
      {"a comment", "/* */" + good, 400, "invalid_json"},
      {"NaN", with("amount", "NaN"), 400, "invalid_json"},
      {"a key twice", R"({"amount": "1", "amount": "2"})", 400, "invalid_json"},
      {"a key twice below", method(R"("type": "qris", "type": "qris")"), 400, "invalid_json"},
      {"a key twice in disguise", R"({"amount": "1", "amoun\u0074": "2"})", 400, "invalid_json"},
      {"too deep", with("metadata", nested(40)), 400, "invalid_json"},
      {"far too deep", with("metadata", nested(50'000)), 400, "invalid_json"},
      {"invalid UTF-8", with("description", "\"\xC3\x28\""), 400, "invalid_json"},
      {"overlong UTF-8", with("description", "\"\xC0\xAF\""), 400, "invalid_json"},
      {"a lone surrogate", with("description", R"("\ud800")"), 400, "invalid_json"},
      {"a raw control character", with("description", "\"a\tb\""), 400, "invalid_json"},
      {"NUL", with("description", R"("a\u0000b")"), 400, "invalid_json"},
      {"an empty object", "{}", 400, "missing_field", "/reference"},
      {"no reference", with("reference", ""), 400, "missing_field", "/reference"},
      {"no amount", with("amount", ""), 400, "missing_field", "/amount"},
      {"no currency", with("currency", ""), 400, "missing_field", "/currency"},
      {"an unknown field", with("colour", "1"), 400, "unknown_field", "/colour"},
      {"a field in another case", with("Amount", "\"1\""), 400, "unknown_field", "/Amount"},
      {"an odd unknown field", with("a/b~c", "1"), 400, "unknown_field", "/a~1b~0c"},
      {"unknown in method", method(R"("type": "qris", "x": 1)"), 400, "unknown_field", "/method/x"},
      {"unknown in customer", customer(R"("x": 1)"), 400, "unknown_field", "/customer/x"},
      {"unknown in an item", items(R"({"name": "a"}, {"name": "b", "x": 1})"), 400, "unknown_field",
       "/items/1/x"},
      {"method as text", with("method", "\"qris\""), 400, "invalid_field", "/method"},
      {"method as null", with("method", "null"), 400, "invalid_field", "/method"},
      {"customer as list", with("customer", "[]"), 400, "invalid_field", "/customer"},
      {"items as object", with("items", "{}"), 400, "invalid_field", "/items"},
      {"no items in items", with("items", "[]"), 400, "invalid_field", "/items"},
      {"an item as number", with("items", "[1]"), 400, "invalid_field", "/items/0"},
      {"metadata as list", with("metadata", "[]"), 400, "invalid_field", "/metadata"},
      {"metadata with a number", with("metadata", R"({"a": 1})"), 400, "invalid_field",
       "/metadata/a"},
      {"nested metadata", with("metadata", R"({"a": {"b": "c"}})"), 400, "invalid_field",
       "/metadata/a"},
      {"reference as number", with("reference", "1"), 400, "invalid_field", "/reference"},
      {"reference as null", with("reference", "null"), 400, "invalid_field", "/reference"},
      {"description as boolean", with("description", "true"), 400, "invalid_field", "/description"},
      {"currency as list", with("currency", "[]"), 400, "invalid_field", "/currency"},
  };
  return kBad;
}

const std::vector<Bad>& amounts() {
  const auto bad = [](const char* what, const string& amount) {
    return Bad{what, with("amount", amount), 400, "invalid_amount", "/amount"};
  };
  static const std::vector<Bad> kBad = {
      bad("a fraction", "100000.5"),
      bad("a fraction of zero", "100000.0"),
      bad("an exponent", "1e5"),
      bad("a big exponent", "1E400"),
      bad("true", "true"),
      bad("null", "null"),
      bad("an object", "{}"),
      bad("an empty text", "\"\""),
      bad("words", "\"ten\""),
      bad("zero", "\"0\""),
      bad("zero as a number", "0"),
      bad("zero with decimals", "\"0.00\""),
      bad("negative", "\"-1\""),
      bad("negative as a number", "-100000"),
      bad("minus zero", "-0"),
      bad("a plus", "\"+100000\""),
      bad("rupiah with cents", "\"100000.50\""),
      bad("too many decimals", "\"100000.001\""),
      bad("no digit after the point", "\"100000.\""),
      bad("no digit before the point", "\".5\""),
      bad("a leading zero", "\"0100000\""),
      bad("an exponent in a text", "\"1e5\""),
      bad("a separator", "\"100,000\""),
      bad("an underscore", "\"100_000\""),
      bad("spaces", "\" 100000\""),
      bad("hexadecimal", "\"0x10\""),
      bad("digits of another script", "\"\xD9\xA1\xD9\xA2\""),
      bad("beyond 64 bits", "\"9223372036854775808\""),
      bad("beyond 64 bits as a number", "18446744073709551616"),
      bad("endless", as_json(string(5'000, '9'))),
  };
  return kBad;
}

const std::vector<Bad>& values() {
  static const std::vector<Bad> kBad = {
      {"a leading zero as a number", with("amount", "0100"), 400, "invalid_json"},
      {"an unknown currency", with("currency", "\"XXX\""), 400, "unsupported_currency",
       "/currency"},
      {"a currency in small letters", with("currency", "\"idr\""), 400, "unsupported_currency",
       "/currency"},
      {"a currency that no account takes", with("currency", "\"USD\""), 422, "no_route"},
      {"minor units where the currency has decimals",
       R"({"reference": "R", "amount": 100000, "currency": "USD"})", 400, "invalid_amount",
       "/amount"},
      {"a method without type", method(R"("channel": "BCA")"), 400, "missing_field",
       "/method/type"},
      {"an unknown type", method(R"("type": "cash")"), 400, "invalid_field", "/method/type"},
      {"a type that no account has", method(R"("type": "redirect")"), 400, "invalid_field",
       "/method/type"},
      {"a needed channel", method(R"("type": "virtual_account")"), 400, "missing_field",
       "/method/channel"},
      {"an unknown channel", channel("NOBANK"), 400, "invalid_field", "/method/channel"},
      {"a channel in small letters", channel("bca"), 400, "invalid_field", "/method/channel"},
      {"an endless channel", channel(string(41, 'A')), 400, "invalid_field", "/method/channel"},
      {"a wild channel", channel("*"), 400, "invalid_field", "/method/channel"},
      {"an unknown account", with("provider", "\"nobody\""), 400, "invalid_field", "/provider"},
      {"an empty reference", with("reference", "\"\""), 400, "invalid_field", "/reference"},
      {"a long reference", with("reference", as_json(string(101, 'r'))), 400, "invalid_field",
       "/reference"},
      {"a path as reference", with("reference", "\"../../x\""), 400, "invalid_field", "/reference"},
      {"a reference with spaces", with("reference", "\"a b\""), 400, "invalid_field", "/reference"},
      {"a long description", with("description", as_json(string(256, 'd'))), 400, "invalid_field",
       "/description"},
      {"a line break", with("description", R"("a\nb")"), 400, "invalid_field", "/description"},
      {"a long name", customer("\"name\": " + as_json(string(101, 'n'))), 400, "invalid_field",
       "/customer/name"},
      {"no e-mail", customer(R"("email": "budi")"), 400, "invalid_field", "/customer/email"},
      {"two e-mails", customer(R"("email": "a@b.co,c@d.co")"), 400, "invalid_field",
       "/customer/email"},
      {"no phone", customer(R"("phone": "six")"), 400, "invalid_field", "/customer/phone"},
      {"a short phone", customer(R"("phone": "0812")"), 400, "invalid_field", "/customer/phone"},
      {"no address", customer(R"("ip": "999.1.1.1")"), 400, "invalid_field", "/customer/ip"},
      {"a small country", customer(R"("country": "id")"), 400, "invalid_field",
       "/customer/country"},
      {"a negative quantity", items(R"({"name": "a", "quantity": -1})"), 400, "invalid_field",
       "/items/0/quantity"},
      {"half a quantity", items(R"({"name": "a", "quantity": 1.5})"), 400, "invalid_field",
       "/items/0/quantity"},
      {"an item's price in cents", items(R"({"name": "a", "price": "0.5"})"), 400, "invalid_amount",
       "/items/0/price"},
      {"prices that do not add up", items(R"({"name": "a", "price": "99999"})"), 400,
       "invalid_field", "/items"},
      {"prices on some", items(R"({"name": "a", "price": "100000"}, {"name": "b"})"), 400,
       "invalid_field", "/items"},
      {"prices that overflow",
       items(R"({"name": "a", "quantity": 1000000, "price": "9223372036854775807"})"), 400,
       "invalid_field", "/items"},
      {"too many items", with("items", many_items(101)), 400, "invalid_field", "/items"},
      {"too much metadata", with("metadata", many_keys(21)), 400, "invalid_field", "/metadata"},
      {"a long metadata value", with("metadata", R"({"k": )" + as_json(string(501, 'v')) + "}"),
       400, "invalid_field", "/metadata/k"},
      {"an empty metadata key", with("metadata", R"({"": "v"})"), 400, "invalid_field",
       "/metadata/"},
      {"too short a life", with("expires_in", "59"), 400, "invalid_field", "/expires_in"},
      {"too long a life", with("expires_in", "2592001"), 400, "invalid_field", "/expires_in"},
      {"a life as text", with("expires_in", "\"3600\""), 400, "invalid_field", "/expires_in"},
      {"no time", with("expires_at", "\"tomorrow\""), 400, "invalid_field", "/expires_at"},
      {"a time without offset", with("expires_at", "\"2099-01-01T00:00:00\""), 400, "invalid_field",
       "/expires_at"},
      {"a time that is over", with("expires_at", "\"2001-01-01T00:00:00Z\""), 400, "invalid_field",
       "/expires_at"},
      {"a far time", with("expires_at", "\"2099-01-01T00:00:00Z\""), 400, "invalid_field",
       "/expires_at"},
      {"a script as return URL", with("return_url", "\"javascript:alert(1)\""), 400,
       "invalid_field", "/return_url"},
      {"a relative return URL", with("return_url", "\"/thanks\""), 400, "invalid_field",
       "/return_url"},
      {"a long URL", with("return_url", as_json("https://a.b/" + string(1000, 'u'))), 400,
       "invalid_field", "/return_url"},
      {"a private callback URL", with("callback_url", "\"https://10.0.0.1/x\""), 400,
       "invalid_field", "/callback_url"},
      {"the cloud's own address", with("callback_url", "\"https://169.254.169.254/\""), 400,
       "invalid_field", "/callback_url"},
      {"a private address of version 6", with("callback_url", "\"https://[fd00::1]/\""), 400,
       "invalid_field", "/callback_url"},
      {"a mapped loopback address", with("callback_url", "\"https://[::ffff:10.0.0.1]/\""), 400,
       "invalid_field", "/callback_url"},
      {"a password in a callback URL", with("callback_url", "\"https://u:p@shop.example/\""), 400,
       "invalid_field", "/callback_url"},
      {"a callback by ftp", with("callback_url", "\"ftp://shop.example/\""), 400, "invalid_field",
       "/callback_url"},
  };
  return kBad;
}

}  // namespace

TEST_CASE("a bad payment is refused with its field, and nothing is stored") {
  Installation wesel;
  for (const std::vector<Bad>* all : {&shapes(), &amounts(), &values()})
    for (const Bad& bad : *all) {
      INFO(bad.what);
      check_problem(wesel.post("/v1/payments", bad.body), bad.status, bad.code, bad.param);
    }
  CHECK(wesel.get("/v1/payments")["data"].size() == 0);
  CHECK(wesel.get("/v1/events")["data"].size() == 0);
  CHECK(wesel.komerce.requests("create") + wesel.fazz.requests("create") +
            wesel.komopay.requests("create") ==
        0);
  CHECK(wesel.pay({}).status == 201);  // it still works
}

TEST_CASE("what is at its limit is taken") {
  Installation wesel;
  const string beyond_ascii = "\xC3\xA9";
  int number = 0;
  string name;
  for (int i = 0; i < 100; ++i) name += beyond_ascii;  // 100 characters in 200 bytes
  for (const string& body :
       {with("reference", as_json(string(100, 'r'))),
        with("description", as_json(string(255, 'd'))), with("metadata", many_keys(20)),
        with("expires_in", "2592000"), with("expires_in", "3600"), with("amount", "100000"),
        with("amount", "\"100000.00\""), items(R"({"name": "a", "quantity": 2, "price": "50000"})"),
        customer("\"name\": " + as_json(name) +
                 R"(, "email": "budi@example.com", "phone": "081234567890")")}) {
    string once = body;
    if (once.find("\"ORDER-1\"") != string::npos)
      once.replace(once.find("ORDER-1"), 7, "LIMIT-" + std::to_string(++number));
    const Reply made = wesel.post("/v1/payments", once);
    INFO(once << made.body);
    CHECK(made.status == 201);
    CHECK(made.text("status") == "pending");
  }
}

}  // namespace wesel::journeys
