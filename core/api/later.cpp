// What design has and this version has not: answered plainly, so that nobody guesses.
#include "api/api.hpp"
#include "api/problem.hpp"

namespace wesel {

void add_later(Routes& routes) {
  const auto later = [](const Call&) -> Result<http::Response> {
    return refuse("not_supported", "this version of wesel does not have it yet");
  };
  routes.add("POST", "/v1/payments/{}/refunds", later);
  routes.add("GET", "/v1/refunds/{}", later);
}

}  // namespace wesel
