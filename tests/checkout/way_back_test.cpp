// The way back to the merchant keeps the merchant's URL as it was and adds to it.
#include "checkout/way_back.hpp"

#include <catch2/catch.hpp>

#include "sample.hpp"

using namespace wesel;
using namespace wesel::checkout;

namespace {

std::string back_to(const std::string& url) {
  Payment p = sample();
  p.status = Status::paid;
  p.return_url = url;
  return way_back(p);
}

}  // namespace

TEST_CASE("reference and status join whatever query there is") {
  const std::string added = "reference=ORDER-1&status=paid";
  CHECK(back_to("https://shop.example/thanks") == "https://shop.example/thanks?" + added);
  CHECK(back_to("https://shop.example") == "https://shop.example?" + added);
  CHECK(back_to("https://shop.example/t?a=1") == "https://shop.example/t?a=1&" + added);
  CHECK(back_to("https://shop.example/t?") == "https://shop.example/t?" + added);
  CHECK(back_to("https://shop.example/t?a=1&") == "https://shop.example/t?a=1&" + added);
  CHECK(back_to("https://shop.example/t?a=1#done") ==
        "https://shop.example/t?a=1&" + added + "#done");
  CHECK(back_to("https://shop.example/t#done?x") == "https://shop.example/t?" + added + "#done?x");
  CHECK(back_to("http://localhost:3000/t") == "http://localhost:3000/t?" + added);
}

TEST_CASE("nobody is sent to what is not a web page") {
  for (const char* url : {"", "javascript:alert(1)", "data:text/html,x", "//shop.example",
                          "https://user:pass@shop.example/", "ftp://shop.example"})
    CHECK(back_to(url).empty());
}
