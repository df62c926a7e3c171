// Hashes against the vectors of FIPS 180-4, RFC 4231 and RFC 4648, and every decoder against texts
// that an attacker would send.
#include "base/bytes.hpp"

#include <catch2/catch.hpp>
#include <string>
#include <vector>

using namespace wesel;
using std::string;

namespace {

string hex(const Sha256& digest) { return to_hex(as_text(digest)); }

string all_bytes() {
  string out;
  for (int i = 0; i < 256; ++i) out += static_cast<char>(i);
  return out;
}

}  // namespace

TEST_CASE("SHA-256 gives the published digests") {
  CHECK(hex(sha256("")) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  CHECK(hex(sha256("abc")) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK(hex(sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")) ==
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  CHECK(hex(sha256(string(1'000'000, 'a'))) ==
        "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST_CASE("HMAC-SHA-256 gives the published codes") {
  CHECK(hex(hmac_sha256(string(20, '\x0b'), "Hi There")) ==
        "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
  CHECK(hex(hmac_sha256("Jefe", "what do ya want for nothing?")) ==
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  CHECK(hex(hmac_sha256(string(20, '\xaa'), string(50, '\xdd'))) ==
        "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe");
  // A key longer than a block is hashed first.
  CHECK(hex(hmac_sha256(string(131, '\xaa'),
                        "Test Using Larger Than Block-Size Key - Hash Key First")) ==
        "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
  // The code of nothing under no key.
  CHECK(hex(hmac_sha256("", "")) ==
        "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad");
}

TEST_CASE("hex is lower case and keeps every byte") {
  CHECK(to_hex("") == "");
  CHECK(to_hex(string("\0\x0f\xff", 3)) == "000fff");
}

TEST_CASE("base64 gives the published texts and reads them back") {
  const std::vector<std::pair<string, string>> vectors = {{"", ""},
                                                          {"f", "Zg=="},
                                                          {"fo", "Zm8="},
                                                          {"foo", "Zm9v"},
                                                          {"foob", "Zm9vYg=="},
                                                          {"fooba", "Zm9vYmE="},
                                                          {"foobar", "Zm9vYmFy"}};
  for (const auto& [plain, coded] : vectors) {
    CHECK(to_base64(plain) == coded);
    CHECK(from_base64(coded).value() == plain);
  }
  CHECK(to_base64("\xfb\xff\xfe") == "+//+");
  CHECK(from_base64(to_base64(all_bytes())).value() == all_bytes());
}

TEST_CASE("base64 that is not whole is refused") {
  const string text = GENERATE(as<string>{}, "Z", "Zg", "Zg=", "=",
                               "==", "===", "====", "Zg===", "Z===", "Zg==Zg==", "Zm=v", "Zm9v\n",
                               "\nZm9", " Zm9v", "Zm9-", "Zm9_", "Zm9\xc3", "Zm9v====");
  CAPTURE(text);
  CHECK_FALSE(from_base64(text));
  CHECK_FALSE(from_base64(string("Zm9\0", 4)));
}

TEST_CASE("base64url has no padding and one text for each value") {
  CHECK(to_base64_url("\xfb\xff\xfe") == "-__-");
  CHECK(to_base64_url("f") == "Zg");
  CHECK(from_base64_url("-__-").value() == "\xfb\xff\xfe");
  for (std::size_t size = 0; size < 10; ++size) {
    const string bytes = all_bytes().substr(200, size);
    CHECK(from_base64_url(to_base64_url(bytes)).value() == bytes);
  }
  const string bad = GENERATE(as<string>{}, "Zg==", "+//+", "Z", "Zh", "Zm9", "-__-\n", "Zm9vY");
  CAPTURE(bad);
  CHECK_FALSE(from_base64_url(bad));
}

TEST_CASE("secrets are equal only when every byte is") {
  CHECK(equal_secrets("", ""));
  CHECK(equal_secrets(string("a\0b", 3), string("a\0b", 3)));
  CHECK_FALSE(equal_secrets(string("a\0b", 3), string("a\0c", 3)));
  CHECK_FALSE(equal_secrets("abc", "abcd"));
  CHECK_FALSE(equal_secrets("", "a"));
  CHECK_FALSE(equal_secrets("abc", "ABC"));
}

TEST_CASE("UTF-8 is what Unicode says it is") {
  const string good =
      GENERATE(as<string>{}, "", "Toko Budi", "\xc3\xa9", "\xe2\x82\xac", "\xf0\x9f\x92\xb8",
               "\xc2\x80", "\xdf\xbf", "\xe0\xa0\x80", "\xed\x9f\xbf", "\xee\x80\x80",
               "\xef\xbf\xbf", "\xf0\x90\x80\x80", "\xf4\x8f\xbf\xbf");
  CAPTURE(to_hex(good));
  CHECK(valid_utf8(good));
  CHECK(valid_utf8(string("a\0b", 3)));
}

TEST_CASE("UTF-8 that is overlong, cut, a surrogate or out of range is refused") {
  const string bad = GENERATE(
      as<string>{}, "\x80", "\xbf", "\xc0\x80", "\xc1\xbf", "\xe0\x9f\xbf", "\xf0\x8f\xbf\xbf",
      "\xed\xa0\x80", "\xed\xbf\xbf", "\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\xff", "\xfe",
      "\xc3", "\xe2\x82", "\xf0\x9f\x92", "\xc3(", "\xe2(\xac", "\xe2\x82(", "a\xc3", "\xe9t\xe9");
  CAPTURE(to_hex(bad));
  CHECK_FALSE(valid_utf8(bad));
  CHECK_FALSE(valid_utf8("before " + bad));
}

TEST_CASE("the length of a text counts code points") {
  CHECK(utf8_length("") == 0);
  CHECK(utf8_length("Budi") == 4);
  CHECK(utf8_length("\xc3\xa9\xe2\x82\xac\xf0\x9f\x92\xb8") == 3);
}

TEST_CASE("percent encoding keeps only unreserved characters and comes back") {
  CHECK(percent_encode("AZaz09-_.~") == "AZaz09-_.~");
  CHECK(percent_encode("a b/c?d&e=f+g%") == "a%20b%2Fc%3Fd%26e%3Df%2Bg%25");
  CHECK(percent_encode("\xe2\x82\xac") == "%E2%82%AC");
  CHECK(percent_decode(percent_encode(all_bytes())).value() == all_bytes());
  CHECK(percent_decode("%e2%82%AC+").value() == "\xe2\x82\xac+");
  CHECK(percent_decode("%2525").value() == "%25");  // once, never twice
}

TEST_CASE("a '%' without two hex digits is refused") {
  const string bad = GENERATE(as<string>{}, "%", "%2", "a%", "a%2", "%zz", "%2g", "%g2", "%%20",
                              "% 2", "%-1", "%+1");
  CAPTURE(bad);
  CHECK_FALSE(percent_decode(bad));
}
