// Nothing that others say becomes markup, or turns our own words around.
#include "checkout/html.hpp"

#include <catch2/catch.hpp>

using wesel::checkout::Html;

TEST_CASE("words are escaped") {
  CHECK(Html().text("<script>alert('1') & \"2\"</script>").markup() ==
        "&lt;script&gt;alert(&#39;1&#39;) &amp; &quot;2&quot;&lt;/script&gt;");
}

TEST_CASE("marks that turn the direction of writing are left out, letters of any script stay") {
  CHECK(Html()
            .text("a\xE2\x80\xAE"
                  "b\xE2\x80\x8F\xE2\x81\xA6"
                  "c\xD8\x9C\xE2\x80\xAC")
            .markup() == "abc");
  CHECK(Html().text("متجر – 商店 €").markup() == "متجر – 商店 €");
  CHECK(Html().quote("a").markup() == "<bdi>a</bdi>");
}

TEST_CASE("controls become spaces") {
  CHECK(Html().text(std::string_view("a\0b\x1b[2J\nc", 9)).markup() == "a b [2J c");
}

TEST_CASE("an attribute keeps exactly what it was given, within its quotes") {
  CHECK(Html().value("a\xE2\x80\xAE\"' onclick=x>").markup() ==
        "a\xE2\x80\xAE&quot;&#39; onclick=x&gt;");
}

TEST_CASE("a sentence takes its values as somebody else's words") {
  CHECK(Html().say("Buka {} di {}.", {"<b>", "***90"}).markup() ==
        "Buka <b><bdi>&lt;b&gt;</bdi></b> di <b><bdi>***90</bdi></b>.");
  CHECK(Html().say("Tanpa nilai.", {"x"}).markup() == "Tanpa nilai.");
  CHECK(Html().say("Buka {}.").markup() == "Buka {}.");
}
