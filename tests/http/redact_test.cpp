// Nothing that opens a door is written out.
#include "http/redact.hpp"

#include <catch2/catch.hpp>

using namespace wesel;
using namespace wesel::http;

TEST_CASE("credentials in fields become stars") {
  const Fields masked = mask_fields({{"authorization", "Bearer abc"},
                                     {"x-api-key", "abc"},
                                     {"set-cookie", "abc"},
                                     {"xfers-signature", "abc"},
                                     {"content-type", "application/json"},
                                     {"idempotency-key", "order-1"}});
  for (const char* name : {"authorization", "x-api-key", "set-cookie", "xfers-signature"}) {
    CHECK(find(masked, name) == "***");
  }
  CHECK(find(masked, "content-type") == "application/json");
  CHECK(find(masked, "idempotency-key") == "order-1");
}

TEST_CASE("known secrets are masked wherever they turn up") {
  const Masker masker(
      {Secret("hunter22"), Secret("hunter22-longer"), Secret("a/b+c d"), Secret("no")});
  CHECK(masker.mask("x=hunter22&y=hunter22-longer") == "x=***&y=***");
  CHECK(masker.mask("key=a%2Fb%2Bc%20d, a/b+c d") == "key=***, ***");
  CHECK(masker.mask("no secret here") == "no secret here");
  CHECK(masker.mask("hunter22hunter22") == "******");
  CHECK(Masker().mask("hunter22") == "hunter22");
}
