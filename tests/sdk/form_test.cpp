// Percent encoding and forms, there and back.
#include "wesel/form.hpp"

#include <catch2/catch.hpp>

using namespace wesel::sdk;

TEST_CASE("a path segment keeps an id's slashes to itself") {
  CHECK(segment("KPAY-5292/KM/2026") == "KPAY-5292%2FKM%2F2026");
  CHECK(segment("a?b#c%d e") == "a%3Fb%23c%25d%20e");
  CHECK(segment("A-z_0.9~") == "A-z_0.9~");
  CHECK(segment("...") == "...");
  for (const char* walks : {"", ".", ".."}) CHECK_THROWS_AS(segment(walks), std::invalid_argument);
}

TEST_CASE("percent encoding goes there and back for every byte") {
  std::string all;
  for (int i = 0; i < 256; ++i) all += static_cast<char>(i);
  CHECK(percent_decode(percent_encode(all)) == all);
  CHECK(percent_encode("ü\n") == "%C3%BC%0A");
  CHECK(percent_decode("a+b%2bc") == "a+b+c");
  for (const char* bad : {"%", "%4", "%zz", "a%4"}) CHECK_FALSE(percent_decode(bad));
}

TEST_CASE("a form keeps order, spaces and empty values") {
  const std::string text = Form{}.add("a b", "1 2").add("c", "").add("a b", "&=+").text();
  CHECK(text == "a+b=1+2&c=&a+b=%26%3D%2B");
  CHECK(parse_form(text) == Fields{{"a b", "1 2"}, {"c", ""}, {"a b", "&=+"}});
}

TEST_CASE("forms are read as browsers write them") {
  CHECK(parse_form("") == Fields{});
  CHECK(parse_form("&&a&b=&=c&") == Fields{{"a", ""}, {"b", ""}, {"", "c"}});
  CHECK(parse_form("a=b=c") == Fields{{"a", "b=c"}});
  CHECK_FALSE(parse_form("a=%"));
  CHECK_FALSE(parse_form("a=1&%g0=2"));
}
