// /livez says that the process runs; /readyz that it can take payments now.
#include "api/api.hpp"
#include "api/problem.hpp"
#include "api/write.hpp"

namespace wesel {

void add_health(Routes& routes, Context& context, const std::atomic<bool>& draining) {
  routes.add("GET", "/livez", [](const Call&) -> Result<http::Response> {
    return json_response(200, R"({"status":"live"})");
  });
  routes.add("GET", "/readyz", [&](const Call&) -> Result<http::Response> {
    if (draining) return refuse("draining", "it is being stopped");
    if (!context.ports.store.healthy())
      return Error{Fault::unavailable, "store_unavailable", "the store does not take writes", {}};
    return json_response(200, R"({"status":"ready"})");
  });
}

}  // namespace wesel
