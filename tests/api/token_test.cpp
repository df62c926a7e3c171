// Tokens as text: what this installation made is read, for as long as it holds; whatever differs
// from that in one character, one claim or one second is nothing.
#include "api/token.hpp"

#include <catch2/catch.hpp>
#include <functional>

#include "base/bytes.hpp"
#include "engine/links.hpp"
#include "wesel/json.hpp"

using namespace wesel;
using std::string;

namespace {

const Secret kSecret(string(32, 's'));
constexpr std::int64_t kIssued = 1'767'250'800;
constexpr const char* kHeader = R"({"alg":"HS256","typ":"JWT"})";

Time at(std::int64_t second, std::int64_t ms = 0) { return from_ms(second * 1000 + ms); }

Token a_token() {
  Token token;
  token.caller = {"acme", Mode::sandbox};
  token.key_id = "k1";
  token.key_mark = string(32, 'a');
  token.grant.id = "tok_1";
  token.grant.operations = {"POST /v1/payments", "GET /v1/methods"};
  token.grant.reference = "R-1";
  token.grant.amount = Money{100'000, *find_currency("IDR")};
  token.issued_s = kIssued;
  token.expires_s = kIssued + 600;
  return token;
}

// Signed as ours are, whatever it says.
string signed_as_ours(const string& header, const string& claims, const Secret& secret = kSecret) {
  const string text = to_base64_url(header) + '.' + to_base64_url(claims);
  return text + '.' + to_base64_url(as_text(hmac_sha256(token_key(secret), text)));
}

bool good(const string& text, Time now = at(kIssued)) {
  return read_token(text, kSecret, now).has_value();
}

string claims_of(const string& token) {
  const auto first = token.find('.'), last = token.rfind('.');
  return *from_base64_url(token.substr(first + 1, last - first - 1));
}

string with(string claims, const string& what, const string& instead) {
  const auto found = claims.find(what);
  REQUIRE(found != string::npos);
  return claims.replace(found, what.size(), instead);
}

}  // namespace

TEST_CASE("what was written is read") {
  const Token token = a_token();
  const auto read = read_token(write_token(token, kSecret), kSecret, at(kIssued));
  REQUIRE(read);
  CHECK(read->caller.merchant == "acme");
  CHECK(read->caller.mode == Mode::sandbox);
  CHECK(read->key_id == "k1");
  CHECK(read->key_mark == token.key_mark);
  CHECK(read->grant.id == "tok_1");
  CHECK(read->grant.operations == token.grant.operations);
  CHECK(read->grant.reference == "R-1");
  CHECK(read->grant.amount == token.grant.amount);
  CHECK(read->grant.payment.empty());
  CHECK(read->issued_s == token.issued_s);
  CHECK(read->expires_s == token.expires_s);
}

TEST_CASE("the longest token that can be made is short enough to be read") {
  Token token = a_token();
  token.grant.operations.clear();
  for (const GrantedOperation& one : granted_operations())
    token.grant.operations.emplace_back(one.name);
  token.caller.merchant = token.key_id = string(64, 'm');
  token.grant.reference = string(100, 'r');
  token.grant.payment = "pay_" + string(26, '0');
  token.grant.amount->minor = 9'000'000'000'000'000'000;
  CHECK(good(write_token(token, kSecret)));
}

TEST_CASE("no token is longer than the longest, however genuine") {
  const string claims = claims_of(write_token(a_token(), kSecret));
  CHECK(good(signed_as_ours(kHeader, claims + string(100, ' '))));
  CHECK_FALSE(good(signed_as_ours(kHeader, claims + string(4096, ' '))));
}

TEST_CASE("a token holds from its first second until its last, and not longer") {
  const string text = write_token(a_token(), kSecret);
  CHECK_FALSE(good(text, at(kIssued - 1, 999)));
  CHECK(good(text, at(kIssued)));
  CHECK(good(text, at(kIssued + 599, 999)));
  CHECK_FALSE(good(text, at(kIssued + 600)));
  Token long_lived = a_token();
  long_lived.expires_s = kIssued + 3600;
  CHECK(good(write_token(long_lived, kSecret)));
  long_lived.expires_s = kIssued + 3601;
  CHECK_FALSE(good(write_token(long_lived, kSecret)));
}

TEST_CASE("no other key signs tokens, not even another one of this installation") {
  const string claims = claims_of(write_token(a_token(), kSecret));
  REQUIRE(good(signed_as_ours(kHeader, claims)));
  CHECK_FALSE(good(signed_as_ours(kHeader, claims, Secret(string(32, 't')))));
  const string text = to_base64_url(kHeader) + '.' + to_base64_url(claims);
  for (const string& key : {string(kSecret.reveal()), callback_key("token", kSecret),
                            callback_key("", kSecret), string()}) {
    const string forged = text + '.' + to_base64_url(as_text(hmac_sha256(key, text)));
    CHECK_FALSE(good(forged));
  }
}

TEST_CASE("every single character counts") {
  const string text = write_token(a_token(), kSecret);
  REQUIRE(good(text));
  for (std::size_t i = 0; i < text.size(); ++i) {
    INFO("at " << i);
    for (const char c : {'A', 'B', 'z', '-', '.', '=', '\0', '\xc3'}) {
      if (text[i] == c) continue;
      string other = text;
      other[i] = c;
      CHECK_FALSE(good(other));
    }
    CHECK_FALSE(good(text.substr(0, i)));
    CHECK_FALSE(good(text.substr(i + 1)));
  }
}

TEST_CASE("there is one way to write a token") {
  const string text = write_token(a_token(), kSecret);
  const auto last = text.rfind('.');
  const string head = text.substr(0, last), signature = text.substr(last + 1);
  for (const string& other : {text + "=",
                              text + ".",
                              "." + text,
                              text + ".e30",
                              head + "..",
                              head + ".",
                              head,
                              text + " ",
                              " " + text,
                              text + "\n",
                              text + string(1, '\0'),
                              "e30." + text,
                              head + ".\xc3\xa9" + signature,
                              head + "=." + signature,
                              signature,
                              string("."),
                              string(".."),
                              string("..."),
                              string(),
                              text + string(5'000, 'A'),
                              string(100'000, '.')})
    CHECK_FALSE(good(other));
  // The last character of a signature has two bits that say nothing.
  for (const char c : string("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"))
    if (c != text.back()) CHECK_FALSE(good(text.substr(0, text.size() - 1) + c));
}

TEST_CASE("a payload in another spelling is not read, though its signature is right") {
  const string claims = claims_of(write_token(a_token(), kSecret));
  const string head = to_base64_url(kHeader) + '.';
  const auto resigned = [&](const string& payload) {
    const string text = head + payload;
    return text + '.' + to_base64_url(as_text(hmac_sha256(token_key(kSecret), text)));
  };
  string even = claims;
  while (even.size() % 3 != 1) even += ' ';
  const string payload = to_base64_url(even);
  REQUIRE(good(resigned(payload)));
  CHECK_FALSE(good(resigned(payload + "==")));
  CHECK_FALSE(good(resigned(payload + ".")));
  CHECK_FALSE(good(resigned(payload + ".e30")));
  CHECK_FALSE(good(resigned(payload.substr(0, payload.size() - 1) + 'B')));  // hidden bits
  CHECK_FALSE(good(resigned(payload.substr(0, 8) + "\n" + payload.substr(8))));
  CHECK_FALSE(good(resigned("")));
}

TEST_CASE("the header is ours or it is nothing") {
  const string claims = claims_of(write_token(a_token(), kSecret));
  for (const char* header :
       {R"({"alg":"none","typ":"JWT"})", R"({"alg":"none"})", R"({"alg":"RS256","typ":"JWT"})",
        R"({"alg":"HS512","typ":"JWT"})", R"({"alg":"hs256","typ":"JWT"})", R"({"alg":"HS256"})",
        R"({"typ":"JWT","alg":"HS256"})", R"({"alg":"HS256","typ":"jwt"})",
        R"({"alg":"HS256","typ":"JWT","crit":["exp"]})", R"({"alg":"HS256","typ":"JWT","kid":"1"})",
        R"({"alg":"none","alg":"HS256","typ":"JWT"})", R"({ "alg":"HS256","typ":"JWT"})",
        R"({"alg":"HS256","typ":"JWT","jwk":{}})", "{}", "", "null"}) {
    INFO(header);
    CHECK_FALSE(good(signed_as_ours(header, claims)));
  }
  const string text = to_base64_url(R"({"alg":"none"})") + '.' + to_base64_url(claims);
  CHECK_FALSE(good(text + '.'));
  CHECK_FALSE(good(text));
}

TEST_CASE("claims that this version does not write are not believed, though well signed") {
  const string claims = claims_of(write_token(a_token(), kSecret));
  struct Change {
    const char *what, *instead;
  };
  for (const Change& c : {Change{R"("merchant":"acme")", R"("merchant":"acme","merchant":"bolt")"},
                          Change{R"("merchant":"acme")", R"("merchant":["acme"])"},
                          Change{R"("merchant":"acme",)", ""},
                          Change{R"("mode":"sandbox")", R"("mode":"Sandbox")"},
                          Change{R"("mode":"sandbox",)", ""},
                          Change{R"("key":"k1",)", ""},
                          Change{R"("jti":"tok_1",)", ""},
                          Change{R"("jti":"tok_1",)", R"("jti":"tok_1","nbf":0,)"},
                          Change{R"("jti":"tok_1",)", R"("jti":"tok_1","admin":true,)"},
                          Change{R"("iat":1767250800)", R"("iat":"1767250800")"},
                          Change{R"("iat":1767250800)", R"("iat":1767250800.0)"},
                          Change{R"("iat":1767250800,)", ""},
                          Change{R"("exp":1767251400)", R"("exp":1.767251400e9)"},
                          Change{R"("exp":1767251400)", R"("exp":null)"},
                          Change{R"("exp":1767251400)", R"("exp":99999999999999999999)"},
                          Change{R"("exp":1767251400,)", ""},
                          Change{R"("GET /v1/methods")", R"("POST /v1/tokens")"},
                          Change{R"("GET /v1/methods")", R"("get /v1/methods")"},
                          Change{R"("GET /v1/methods")", R"(7)"},
                          Change{R"("amount":"100000")", R"("amount":"100000.50")"},
                          Change{R"("amount":"100000")", R"("amount":-1)"},
                          Change{R"("amount":"100000",)", ""},
                          Change{R"(,"currency":"IDR")", ""},
                          Change{R"("currency":"IDR")", R"("currency":"idr")"}}) {
    INFO(c.what << " → " << c.instead);
    CHECK_FALSE(good(signed_as_ours(kHeader, with(claims, c.what, c.instead))));
  }
  CHECK_FALSE(good(signed_as_ours(kHeader, "[" + claims + "]")));
  CHECK_FALSE(good(signed_as_ours(kHeader, claims + claims)));
  CHECK_FALSE(good(signed_as_ours(kHeader, claims.substr(0, claims.size() - 1))));
  CHECK_FALSE(good(signed_as_ours(kHeader, with(claims, "acme", "\xff"))));
}

TEST_CASE("a key's mark is another one as soon as anything about the key is") {
  Merchant merchant, other;
  merchant.id = "acme";
  other.id = "bolt";
  const ApiKey key{"k1", string(64, '0'), "sandbox", {"payments"}, {}};
  const string mark = mark_of(merchant, key, kSecret);
  CHECK(mark == mark_of(merchant, key, kSecret));
  CHECK(mark.find(key.sha256.substr(0, 16)) == string::npos);
  CHECK(mark != mark_of(other, key, kSecret));
  CHECK(mark != mark_of(merchant, key, Secret(string(32, 't'))));
  for (const auto& change : std::vector<std::function<void(ApiKey&)>>{
           [](ApiKey& k) { k.id = "k2"; }, [](ApiKey& k) { k.sha256[63] = '1'; },
           [](ApiKey& k) { k.mode = "live"; }, [](ApiKey& k) { k.scopes = {"payouts"}; },
           [](ApiKey& k) { k.scopes.emplace_back("payouts"); }, [](ApiKey& k) { k.scopes = {}; }}) {
    ApiKey changed = key;
    change(changed);
    CHECK(mark_of(merchant, changed, kSecret) != mark);
  }
}
