#include "api/cors.hpp"

#include <algorithm>

namespace wesel {

namespace {

constexpr const char* kMethods = "GET, POST";
constexpr const char* kAllowed = "authorization, content-type, idempotency-key";
constexpr const char* kExposed =
    "location, retry-after, wesel-refreshed, wesel-replayed, x-request-id";
constexpr const char* kPreflightSeconds = "600";  // browsers ask again at least as often

}  // namespace

bool from_known_page(const http::Request& request, const Setup& setup) {
  const std::string_view origin = http::find(request.fields, "origin");
  const auto& known = setup.config.server.cors_origins;
  return !origin.empty() &&
         std::any_of(known.begin(), known.end(), [&](const Text& one) { return *one == origin; });
}

bool is_preflight(const http::Request& request, const Setup& setup) {
  return request.method == "OPTIONS" && from_known_page(request, setup) &&
         !http::find(request.fields, "access-control-request-method").empty();
}

// The same for every path: what the real call may not do it is told in words, which its page can
// read.
http::Response preflight_response() {
  http::Response response;
  response.status = 204;
  response.content_type.clear();
  response.fields = {{"access-control-allow-methods", kMethods},
                     {"access-control-allow-headers", kAllowed},
                     {"access-control-max-age", kPreflightSeconds}};
  return response;
}

void tell_origin(const http::Request& request, const Setup& setup, http::Response& response) {
  if (setup.config.server.cors_origins.empty()) return;
  response.fields.push_back({"vary", "Origin"});  // also to others: caches must not mix them up
  if (!from_known_page(request, setup)) return;
  response.fields.push_back(
      {"access-control-allow-origin", std::string(http::find(request.fields, "origin"))});
  response.fields.push_back({"access-control-expose-headers", kExposed});
}

}  // namespace wesel
