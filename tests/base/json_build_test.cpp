// The JSON builder: what it writes is JSON whatever goes in, and is read back as the same.
#include "wesel/json.hpp"

#include <catch2/catch.hpp>
#include <random>
#include <string>

using namespace wesel::json;
using std::string;

TEST_CASE("an object is written in the order it was set") {
  const string text = Object{}
                          .set("text", "x")
                          .set("n", 12)
                          .set("big", std::int64_t{INT64_MIN})
                          .set("yes", true)
                          .set("price", Number{"42.050"})
                          .set_null("none")
                          .set_raw("raw", "[1]")
                          .set_if("left_out", "")
                          .set_if("kept", "k")
                          .set("inner", Object{}.set("a", "b"))
                          .set("list", Array{}.add("a").add(1).add(Object{}).add_raw("null"))
                          .text();
  CHECK(text ==
        R"({"text":"x","n":12,"big":-9223372036854775808,"yes":true,"price":42.050,"none":null,)"
        R"("raw":[1],"kept":"k","inner":{"a":"b"},"list":["a",1,{},null]})");
}

TEST_CASE("what is empty says so") {
  CHECK(Object{}.empty());
  CHECK(Object{}.text() == "{}");
  CHECK(Array{}.empty());
  CHECK(Array{}.text() == "[]");
  CHECK_FALSE(Object{}.set("a", Object{}).empty());
  CHECK_FALSE(Array{}.add("").empty());
}

TEST_CASE("a text is not taken for a truth value") {
  const string owned = "owned";
  CHECK(Object{}.set("a", "literal").set("b", owned).text() == R"({"a":"literal","b":"owned"})");
}

TEST_CASE("quotes, backslashes and control characters are escaped") {
  string out;
  append_quoted(out, "\"\\/\b\f\n\r\t\x01\x1f\x7f");
  CHECK(out == "\"\\\"\\\\/\\u0008\\u000c\\n\\r\\t\\u0001\\u001f\x7f\"");
  CHECK(Object{}.set("a\"b", "\n").text() == R"({"a\"b":"\n"})");
  CHECK(Array{}.add(std::string_view("a\0b", 3)).text() == R"(["a\u0000b"])");
}

TEST_CASE("exactly the characters that need it are escaped, wherever they stand") {
  for (int c = 0; c < 256; ++c)
    for (std::size_t at = 0; at < 20; ++at) {
      string text(20, 'x'), out;
      text[at] = static_cast<char>(c);
      append_quoted(out, text);
      const bool needs = c < 0x20 || c == '"' || c == '\\';
      CHECK((out.size() > text.size() + 2) == needs);
      CHECK((out.find(static_cast<char>(c), at + 1) == at + 1) == (!needs || c == '\\'));
    }
}

TEST_CASE("any UTF-8 text without NUL comes back as it went in") {
  std::mt19937 random(20260103);
  const string alphabet[] = {
      "a",         "\"",      "\\", "\n", "\x01", "\xc3\xa9", "\xe2\x82\xac", "\xf0\x9f\x92\xb8",
      "</script>", "\\u0000", " ",  "{",  "\x7f"};
  for (int round = 0; round < 2'000; ++round) {
    string key, text;
    for (auto n = random() % 12; n-- > 0;) key += alphabet[random() % std::size(alphabet)];
    for (auto n = random() % 40; n-- > 0;) text += alphabet[random() % std::size(alphabet)];
    const string json = Object{}.set(key, text).set("list " + key, Array{}.add(text).add(7)).text();
    const Document document = Document::parse(json);
    INFO(json);
    REQUIRE(document.ok());
    REQUIRE(document[key].text() == text);
    REQUIRE(document["list " + key].at(0).text() == text);
    REQUIRE(document["list " + key].at(1).integer() == 7);
  }
}
