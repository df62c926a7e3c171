// Which of its two languages the page speaks.
#include "checkout/words.hpp"

#include <catch2/catch.hpp>

using namespace wesel::checkout;

TEST_CASE("a browser's wish is followed") {
  const auto wish = [](const char* header) { return code(preferred(header)); };
  CHECK(wish("") == "id");
  CHECK(wish("id") == "id");
  CHECK(wish("in-ID") == "id");
  CHECK(wish("en-US,en;q=0.9") == "en");
  CHECK(wish("id-ID,id;q=0.9,en-US;q=0.8,en;q=0.7") == "id");
  CHECK(wish("en;q=0.5, id;q=0.8") == "id");
  CHECK(wish("nl-NL, id;q=0.3, en;q=0.31") == "en");
  CHECK(wish("id;q=0, en;q=0.001") == "en");
  CHECK(wish("nl, de") == "en");
  CHECK(wish("*") == "en");
  CHECK(wish(";;,,q=,id;q=x") == "en");
}

TEST_CASE("both languages have a word for everything") {
  for (const Language language : {Language::indonesian, Language::english}) {
    const Words& say = words(language);
    const auto* first = reinterpret_cast<const char* const*>(&say);
    for (std::size_t i = 0; i < sizeof(Words) / sizeof(const char*); ++i) {
      INFO(i);
      REQUIRE(first[i] != nullptr);
      CHECK(*first[i] != '\0');
    }
  }
}
