// URLs and queries as merchants and operators write them, and as attackers do.
#include <catch2/catch.hpp>

#include "http/message.hpp"
#include "http/transport.hpp"

using namespace wesel::http;
using std::string;

TEST_CASE("a URL is taken apart") {
  const Url url = parse_url("HTTPS://Pay.Example.com:8443/api/v4/?a=1&b#top").value();
  CHECK(url.scheme == "https");
  CHECK(url.host == "pay.example.com");
  CHECK(url.port == 8443);
  CHECK(url.path == "/api/v4/");
  CHECK(url.query == "a=1&b");
  CHECK_FALSE(url.user_info);
  CHECK(url.text() == "https://pay.example.com:8443/api/v4/?a=1&b");
}

TEST_CASE("a scheme's own port is understood and not written") {
  CHECK(parse_url("http://a").value().port == 80);
  CHECK(parse_url("https://a").value().port == 443);
  CHECK(parse_url("https://a:443/x").value().text() == "https://a/x");
  CHECK(host_field(parse_url("http://[::1]:8080").value()) == "[::1]:8080");
  CHECK(parse_url("http://[::1]/").value().host == "::1");
  CHECK(parse_url("http://a?b").value().query == "b");
}

TEST_CASE("user info is seen, not lost") {
  const Url url = parse_url("https://user:pass@host.example/").value();
  CHECK(url.user_info);
  CHECK(url.host == "host.example");
  CHECK(parse_url("https://good.example@evil.example/").value().host == "evil.example");
}

TEST_CASE("what two parsers could read differently is refused") {
  for (const string text : {"",
                            "a",
                            "//a",
                            "ftp://a",
                            "javascript://a",
                            "http://",
                            "http:///x",
                            "http://:80",
                            "http://a:",
                            "http://a:0",
                            "http://a:65536",
                            "http://a:+80",
                            "http://a:8a",
                            "http://a b",
                            "http://a\\b",
                            "http://a\n",
                            "http://\xc3\xa9.example",
                            "http://[::1",
                            "http://[127.0.0.1]",
                            "http://[x]",
                            "http://%31",
                            "http://.a",
                            "http://a,b"}) {
    INFO(text);
    const auto url = parse_url(text);
    REQUIRE_FALSE(url);
    CHECK(url.error().code == "invalid_url");
  }
}

TEST_CASE("queries and forms are decoded, and a bad escape refuses the whole") {
  const Query query = parse_query("a=1&b=x+y%26z&&flag&a=2&=v");
  REQUIRE(query.ok);
  CHECK(query.pairs.size() == 5);
  CHECK(query.get("a") == "1");
  CHECK(query.get("b") == "x y&z");
  CHECK(query.get("flag").empty());
  CHECK(query.get("none").empty());
  CHECK(parse_query("").ok);
  CHECK_FALSE(parse_query("a=%").ok);
  CHECK_FALSE(parse_query("a=1&b=%zz").ok);
}
