// The JSON reader: numbers stay the text they were, and what two readers could understand in two
// ways is refused. Nothing that comes over a network may crash it.
#include "wesel/json.hpp"

#include <catch2/catch.hpp>
#include <random>
#include <string>
#include <vector>

using namespace wesel::json;
using std::string;

namespace {

string nested(int depth) { return string(depth, '[') + string(depth, ']'); }

string object_of(int members) {
  string out = "{";
  for (int i = 0; i < members; ++i)
    out += (i ? ",\"k" : "\"k") + std::to_string(i) + "\":" + std::to_string(i);
  return out + "}";
}

const string kPayment =
    R"({"reference": "ORDER-1001", "amount": "100000", "price": 42.05, "n": 12, "ok": true,)"
    R"( "none": null, "list": [1, "two", {"three": 3}, []], "text": "Toko \u20ac \ud83d\udcb8 \"\\\n"})";

}  // namespace

TEST_CASE("members and elements are found, and what is not there is missing") {
  const Document document = Document::parse(kPayment);
  REQUIRE(document.ok());
  CHECK(document["reference"].text() == "ORDER-1001");
  CHECK(document["n"].integer() == 12);
  CHECK(document["ok"].boolean() == true);
  CHECK(document["none"].kind() == Kind::null);
  CHECK(document["list"].size() == 4);
  CHECK(document["list"].at(1).text() == "two");
  CHECK(document["list"].at(2)["three"].integer() == 3);
  CHECK(document["text"].text() == "Toko \xe2\x82\xac \xf0\x9f\x92\xb8 \"\\\n");
  CHECK_FALSE(document["no"]["such"].at(3)["thing"]);
  CHECK_FALSE(document["list"].at(4));
  CHECK_FALSE(document["reference"]["x"]);
  CHECK(document["list"].at(3).size() == 0);
  CHECK_FALSE(document["list"].at(3).first());
}

TEST_CASE("walking gives every member once, in order, with its key") {
  const Document document = Document::parse(R"({"a": [1, [2]], "": {"x": 1}, "c": 3})");
  std::vector<string> keys;
  for (Value v = document.root().first(); v; v = v.next()) keys.emplace_back(v.key());
  CHECK(keys == std::vector<string>{"a", "", "c"});
  CHECK(document.root().size() == 3);
  CHECK(document[""]["x"].integer() == 1);
  CHECK_FALSE(document.root().next());
}

TEST_CASE("a number keeps its exact text") {
  const string token =
      GENERATE(as<string>{}, "0", "-0", "42.05", "42.050", "100000.00", "18446744073709551616",
               "9007199254740993", "0.1", "1e3", "1E+3", "1.0", "-1.5e-7", "0.30000000000000004",
               "123456789012345678901234567890.123456789");
  CAPTURE(token);
  CHECK(Document::parse(token).root().scalar() == token);
  const Document document = Document::parse("{\"a\": [" + token + "], \"b\": " + token + " }");
  REQUIRE(document.ok());
  CHECK(document["a"].at(0).scalar() == token);
  CHECK(document["b"].scalar() == token);
  CHECK(document["b"].text() == "");
}

TEST_CASE("only an integer in range is an integer") {
  const auto integer = [](const string& text) { return Document::parse(text).root().integer(); };
  CHECK(integer("9223372036854775807") == INT64_MAX);
  CHECK(integer("-9223372036854775808") == INT64_MIN);
  CHECK(integer("-0") == 0);
  for (const char* text : {"9223372036854775808", "-9223372036854775809", "18446744073709551616",
                           "1.0", "1e3", "0.0", "\"1\"", "true", "null", "[1]", "{}"}) {
    CAPTURE(text);
    CHECK_FALSE(integer(text));
  }
}

TEST_CASE("the same key twice is refused, wherever it stands and however it is written") {
  const string text = GENERATE(
      as<string>{}, R"({"a": 1, "a": 1})", R"({"a": 1, "b": {"c": [1]}, "a": 2})",
      R"([{"x": {"a": 1, "\u0061": 2}}])", R"({"": 1, "": 2})", R"({"a\/b": 1, "a/b": 2})");
  CAPTURE(text);
  const Document document = Document::parse(text);
  CHECK_FALSE(document.ok());
  CHECK(document.problem().find("comes twice") != string::npos);
  CHECK_FALSE(document.root());
  CHECK(Document::parse(R"({"a": {"a": {"a": 1}}, "b": {"a": 2}})").ok());
  CHECK(Document::parse(R"([{"a": 1}, {"a": 2}])").ok());
}

TEST_CASE("nesting goes 32 deep and no deeper") {
  CHECK(Document::parse(nested(Document::kMaxDepth)).ok());
  CHECK_FALSE(Document::parse(nested(Document::kMaxDepth + 1)).ok());
  CHECK_FALSE(Document::parse(string(1'000'000, '[')).ok());
  string objects;
  for (int i = 0; i < 100'000; ++i) objects += "{\"a\":";
  CHECK_FALSE(Document::parse(objects).ok());
}

TEST_CASE("an object has at most a thousand members") {
  const Document full = Document::parse(object_of(1'000));
  REQUIRE(full.ok());
  CHECK(full.root().size() == 1'000);
  CHECK(full["k999"].integer() == 999);
  CHECK_FALSE(Document::parse(object_of(1'001)).ok());
}

TEST_CASE("a long text is one text") {
  const string text(300'000, 'x');
  const Document document = Document::parse("{\"a\": \"" + text + "\\n" + text + "\"}");
  REQUIRE(document.ok());
  CHECK(document["a"].text() == text + "\n" + text);
  const string key = string(5'000, 'k') + "\xc3\xa9";
  CHECK(Document::parse("{\"" + key + "\": 1}")[key].integer() == 1);
}

TEST_CASE("NUL is refused, raw and escaped, in texts and in keys") {
  CHECK_FALSE(Document::parse(R"({"a": "x\u0000y"})").ok());
  CHECK_FALSE(Document::parse(R"({"a\u0000": 1})").ok());
  CHECK_FALSE(Document::parse(string("{\"a\": \"x\0y\"}", 12)).ok());
  CHECK_FALSE(Document::parse(string("{\0}", 3)).ok());
  CHECK_FALSE(Document::parse(string("1\0", 2)).ok());
}

TEST_CASE("text that is not UTF-8, or half a surrogate pair, is refused") {
  const string bad = GENERATE(as<string>{}, "\x80", "\xc0\x80", "\xc3", "\xed\xa0\x80",
                              "\xf4\x90\x80\x80", "\xff", "\xe2\x82", R"(\ud800)", R"(\udc00)",
                              R"(\ud800\ud800)", R"(\ud83d x)", R"(\u12)", R"(\x41)", R"(\')");
  CAPTURE(bad);
  CHECK_FALSE(Document::parse("\"" + bad + "\"").ok());
  CHECK_FALSE(Document::parse("{\"" + bad + "\": 1}").ok());
}

TEST_CASE("what is no JSON is refused") {
  const string bad =
      GENERATE(as<string>{}, "", " ", "{", "}", "[1,]", "{\"a\":1,}", "{\"a\"}", "{a: 1}",
               "{'a': 1}", "[1 2]", "01", "+1", "1.", ".5", "1e", "-", "--1", "0x10", "NaN",
               "Infinity", "-Infinity", "TRUE", "nul", "\"a", "\"\t\"", "\"\n\"", "// x\n1",
               "/* */ 1", "1 // x", "<html></html>", "\xef\xbb\xbf{}", "{\"a\" 1}", "[1}");
  CAPTURE(bad);
  const Document document = Document::parse(bad);
  CHECK_FALSE(document.ok());
  CHECK_FALSE(document.problem().empty());
  CHECK_FALSE(document.root());
}

TEST_CASE("more after the end is refused, spaces are not") {
  for (const char* more : {"x", "{}", ",", "]", "1", "\"\"", " null"}) {
    CAPTURE(more);
    CHECK_FALSE(Document::parse(string("{}") + more).ok());
  }
  CHECK(Document::parse(" \t\r\n{ } \r\n\t ").ok());
  CHECK(Document::parse("12 ").root().integer() == 12);
}

TEST_CASE("a text that was damaged anywhere is refused or read, and never crashes") {
  std::mt19937 random(20260102);
  const auto pick = [&](std::size_t below) { return random() % below; };
  const string pieces = "{}[]\",:\\/u0d8\x80\xff\n 19.eE+-tfn";
  for (int round = 0; round < 20'000; ++round) {
    string text = kPayment;
    for (std::size_t edits = 1 + pick(4); edits-- > 0 && !text.empty();) {
      const std::size_t at = pick(text.size());
      switch (pick(4)) {
        case 0: text[at] = pieces[pick(pieces.size())]; break;
        case 1: text.erase(at, 1 + pick(8)); break;
        case 2: text.insert(at, 1, pieces[pick(pieces.size())]); break;
        default: text.insert(at, text.substr(pick(text.size()), pick(20)));
      }
    }
    const Document document = Document::parse(text);
    INFO(text);
    REQUIRE(document.ok() == bool(document.root()));
    for (Value v = document.root().first(); v; v = v.next()) {
      REQUIRE(v.key().find('\0') == string::npos);
      if (!v.key().empty()) REQUIRE(document[v.key()].kind() == v.kind());
      (void)v.at(1)["x"].scalar();
    }
  }
}
