// Hashes and encodings against the vectors of the papers that define them.
#include "wesel/crypto.hpp"

#include <catch2/catch.hpp>

using namespace wesel::sdk;

TEST_CASE("SHA-256 gives what FIPS 180-4's examples give") {
  CHECK(to_hex(sha256("")) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  CHECK(to_hex(sha256("abc")) ==
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK(to_hex(sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")) ==
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  CHECK(to_hex(sha256(std::string(1'000'000, 'a'))) ==
        "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST_CASE("SHA-256 is right at every length around the borders of blocks") {
  std::string digests;
  for (std::size_t size = 0; size < 200; ++size) digests += sha256(std::string(size, 'a'));
  CHECK(to_hex(sha256(digests)) ==
        "752c007f38611cfbf5fa42cb1cea3d8e086491c844d0cc4defd632cb81423506");
}

TEST_CASE("HMAC-SHA256 gives what RFC 4231 gives") {
  std::string counting;
  for (char c = 1; c <= 25; ++c) counting += c;
  CHECK(to_hex(hmac_sha256(std::string(20, '\x0b'), "Hi There")) ==
        "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
  CHECK(to_hex(hmac_sha256("Jefe", "what do ya want for nothing?")) ==
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  CHECK(to_hex(hmac_sha256(std::string(20, '\xaa'), std::string(50, '\xdd'))) ==
        "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe");
  CHECK(to_hex(hmac_sha256(counting, std::string(50, '\xcd'))) ==
        "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b");
  CHECK(to_hex(hmac_sha256(std::string(131, '\xaa'),
                           "Test Using Larger Than Block-Size Key - Hash Key First")) ==
        "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
  CHECK(to_hex(hmac_sha256(std::string(131, '\xaa'),
                           "This is a test using a larger than block-size key and a larger than "
                           "block-size data. The key needs to be hashed before being used by the "
                           "HMAC algorithm.")) ==
        "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2");
}

TEST_CASE("base64 gives what RFC 4648 gives, and reads back only that") {
  const std::pair<const char*, const char*> vectors[] = {{"", ""},
                                                         {"f", "Zg=="},
                                                         {"fo", "Zm8="},
                                                         {"foo", "Zm9v"},
                                                         {"foob", "Zm9vYg=="},
                                                         {"fooba", "Zm9vYmE="},
                                                         {"foobar", "Zm9vYmFy"}};
  for (const auto& [plain, encoded] : vectors) {
    CHECK(to_base64(plain) == encoded);
    CHECK(from_base64(encoded) == std::string(plain));
  }
  for (const char* bad :
       {"Zg", "Zg=", "Zh==", "Zm9=", "Z===", "====", "Zg==Zg==", "Zm 9", "Zm9-", "Zm9v\n", "=Zm9"})
    CHECK_FALSE(from_base64(bad));
}

TEST_CASE("every byte goes through hex and base64 and comes back") {
  std::string all;
  for (int i = 0; i < 256; ++i) all += static_cast<char>(i);
  CHECK(from_hex(to_hex(all)) == all);
  CHECK(from_base64(to_base64(all)) == all);
  CHECK(to_hex("\xff\x0a") == "ff0a");
  CHECK(from_hex("FF0a") == std::string("\xff\x0a"));
  for (const char* bad : {"f", "fg", "0x", " f", "f\n"}) CHECK_FALSE(from_hex(bad));
}

TEST_CASE("secrets are equal only when every byte is") {
  CHECK(equal_secrets("", ""));
  CHECK(equal_secrets("same", "same"));
  CHECK_FALSE(equal_secrets("same", "samf"));
  CHECK_FALSE(equal_secrets("same", "Same"));
  CHECK_FALSE(equal_secrets("same", "sam"));
  CHECK_FALSE(equal_secrets("same", ""));
}
