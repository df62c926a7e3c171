// Where a merchant may have its events sent, as far as the URL itself tells.
#include <catch2/catch.hpp>

#include "api/read_payment.hpp"

using namespace wesel;
using std::string;

namespace {

string where_at_fault(const string& url, const ReadContext& context) {
  const auto read = read_payment(
      R"({"reference":"R","amount":"1","currency":"IDR","callback_url":")" + url + "\"}", context);
  return read ? "" : read.error().where;
}

}  // namespace

TEST_CASE("a callback URL leads outward") {
  ReadContext context;
  context.can_sign = true;
  CHECK(where_at_fault("https://shop.example/hooks?a=1", context).empty());
  CHECK(where_at_fault("https://93.184.216.34/hooks", context).empty());
  for (const char* url :
       {"http://shop.example/hooks", "https://127.0.0.1/h", "https://10.0.0.1/h",
        "https://169.254.169.254/latest/meta-data", "https://[::1]/h",
        "https://[::ffff:127.0.0.1]/h", "https://user:pass@shop.example/h", "ftp://shop.example/h",
        "//shop.example/h", "https://", "https://shop.example/h h", "file:///etc/passwd",
        "https://0.0.0.0/h", "https://[fe80::1]/h"}) {
    INFO(url);
    CHECK(where_at_fault(url, context) == "/callback_url");
  }
  context.can_sign = false;
  CHECK(where_at_fault("https://shop.example/hooks", context) == "/callback_url");
}

TEST_CASE("an allowed network may be called over http, and only it") {
  ReadContext context;
  context.can_sign = true;
  context.allow_networks = {"127.0.0.0/8"};
  CHECK(where_at_fault("http://127.0.0.1:9/h", context).empty());
  CHECK(where_at_fault("http://10.0.0.1/h", context) == "/callback_url");
  CHECK(where_at_fault("https://10.0.0.1/h", context) == "/callback_url");
}
