// Text that is not TOML, or TOML that means harm, ends as one problem at its place.
#include "config/document.hpp"

#include "config/files.hpp"

using namespace wesel;
using config::toml_tree::parse;

namespace {

// The places of the problems of a text that is refused.
Texts refused(const std::string& text) {
  std::vector<Problem> problems;
  const auto node = parse(text, "f", problems);
  CHECK(node.as<config::toml_tree::Table>()->empty());
  REQUIRE(problems.size() == 1);
  return {problems[0].place.text(), problems[0].message};
}

void accepted(const std::string& text) {
  std::vector<Problem> problems;
  parse(text, "f", problems);
  CHECK(problems.empty());
}

std::string repeat(const std::string& text, int times) {
  std::string all;
  for (int i = 0; i < times; ++i) all += text;
  return all;
}

}  // namespace

TEST_CASE("a syntax error is told at its place") {
  const Texts told = refused("[server]\nlisten = \n");
  CHECK(told[0] == "f:2:10");
  CHECK(told[1].starts_with("not TOML: "));
  CHECK(refused("a = 1\na = 2\n")[0] == "f:2:5");
}

TEST_CASE("invalid documents are refused whatever they are") {
  const std::string documents[] = {
      "a = \"\xff\xfe\"",
      "a = \"\xed\xa0\x80\"",
      std::string("a = \"\0\"", 7),
      "\xff\xfe\x61",
      "a = 99999999999999999999",
      "a = 0x1ffffffffffffffff",
      "a = 1__0",
      "a = 01",
      "a = +-1",
      "a = 1.",
      "a = .1",
      "a = 1e",
      "a = nan1",
      "a = 2026-02-30",
      "a = 2026-13-01",
      "a = 25:00:00",
      "a = 2026-01-01T00:00:00+25:00",
      "a = [1,,2]",
      "a = {b = 1,}",
      "a = {",
      "a = [",
      "a = \"",
      "a = '",
      "a = '''",
      "a = \"\"\"",
      "a = \"\\x\"",
      "a = \"\\uD800\"",
      "a = \"\\U00110000\"",
      "= 1",
      "[",
      "[]",
      "[a",
      "[[a]",
      "[a]]",
      "[a.]",
      "[.a]",
      "[a..b]",
      "a. = 1",
      ".a = 1",
      "a..b = 1",
      "a",
      "a =",
      "a = b",
      "a = 1 b = 2",
      "[a]\n[a]",
      "[[a]]\n[a]",
      "[a]\n[[a]]",
      "a = 1\n[a]",
      "a = 1\na.b = 2",
      "a = {b = 1}\n[a.c]",
      "a = {b = 1}\na.c = 2",
      "a = []\n[[a]]",
      "a.b = 1\n[a]",
      "[a.b]\n[a]\nb.c = 1",
      "[[a.b]]\n[a]\nb.c = 1",
      "\"\"\"a\"\"\" = 1",
      "a = True",
      "a = 1\r",
      "a\n= 1",
      "# \x01\n",
      "a = \"\x1f\"",
      "a = _1",
      "a = 0b2",
      "a = 0o8",
      "a = 0xg",
      "a = 1:2:3",
      "[ [a]]",
      "a = {b = 1\n}",
      "a = 1 # \x7f\n",
      "a.b.c = 1\na.b = 2",
      "[a.b.c]\nd=1\n[a]\nb=1",
  };
  for (const std::string& document : documents) {
    CAPTURE(document);
    std::vector<Problem> problems;
    parse(document, "f", problems);
    CHECK(problems.size() == 1);
  }
}

TEST_CASE("documents that trip the parser's own assertions are refused like others") {
  for (const char* document : {"[\n", "[!]\nk = 1\n", "[.]\nk = 1\n", "[..]\nk = 1\n", "\n["}) {
    CAPTURE(document);
    CHECK(refused(document)[0].starts_with("f:"));
  }
}

TEST_CASE("nesting has an end, in brackets and in dots") {
  accepted("a = " + repeat("[", 12) + repeat("]", 12));
  CHECK(refused("a = " + repeat("[", 100'000))[0].starts_with("f:1:"));
  CHECK(refused("a = " + repeat("[", 40) + repeat("]", 40))[0].starts_with("f:1:"));
  CHECK(refused("a = " + repeat("{a=", 100'000))[0].starts_with("f:1:"));
  accepted(repeat("a.", 200) + "a = 1");
  CHECK(refused("\n" + repeat("a.", 100'000) + "a = 1")[0] == "f:2:1");
  CHECK(refused("[" + repeat("a.", 100'000) + "a]")[0] == "f:1:1");
}

TEST_CASE("every value and key knows its place") {
  std::vector<Problem> problems;
  const auto root = parse("\n[b]\n  x = [1, \"two\", 1.5]\n[a]\nd = 2026-01-01\n", "f", problems);
  REQUIRE(problems.empty());
  const auto& table = *root.as<config::toml_tree::Table>();
  REQUIRE(table.size() == 2);
  CHECK(table[0].key == "b");
  const auto& x = table[0].node.as<config::toml_tree::Table>()->at(0);
  CHECK(x.place.text() == "f:3:3");
  const auto& list = *x.node.as<config::toml_tree::Array>();
  CHECK(list[1].place.text() == "f:3:11");
  CHECK(list[0].what() == "an integer");
  CHECK(list[1].what() == "a text");
  CHECK(list[2].what() == "a float");
  CHECK(table[1].node.as<config::toml_tree::Table>()->at(0).node.what() == "a date or time");
}
