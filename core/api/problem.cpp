#include "api/problem.hpp"

#include <algorithm>
#include <array>

#include "http/problem.hpp"
#include "wesel/json.hpp"

namespace wesel {

using std::string;
using std::string_view;

namespace {

struct Code {
  string_view code;
  int status;
};

constexpr auto kCodes = std::to_array<Code>({
    {"bad_request", 400},
    {"invalid_json", 400},
    {"invalid_field", 400},
    {"unknown_field", 400},
    {"missing_field", 400},
    {"invalid_amount", 400},
    {"unsupported_currency", 400},
    {"unauthorized", 401},
    {"forbidden", 403},
    {"not_found", 404},
    {"method_not_allowed", 405},
    {"request_timeout", 408},
    {"reference_conflict", 409},
    {"not_cancellable", 409},
    {"not_supported", 409},
    {"invalid_state", 409},
    {"length_required", 411},
    {"body_too_large", 413},
    {"uri_too_long", 414},
    {"unsupported_media_type", 415},
    {"expectation_failed", 417},
    {"no_route", 422},
    {"idempotency_key_reused", 422},
    {"rate_limited", 429},
    {"headers_too_large", 431},
    {"no_provider_available", 503},
    {"overloaded", 503},
    {"store_unavailable", 503},
    {"draining", 503},
});

constexpr int kRetryAfterS = 5;  // when nothing better is known

string title_of(string_view code) {
  string title(code);
  std::replace(title.begin(), title.end(), '_', ' ');
  if (!title.empty()) title[0] = static_cast<char>(title[0] - 'a' + 'A');
  return title;
}

}  // namespace

int status_of(string_view code) {
  for (const Code& known : kCodes)
    if (known.code == code) return known.status;
  return 500;
}

http::Response problem(const Error& error, string_view request_id, int retry_after_s) {
  http::Response response;
  response.status = status_of(error.code);
  const bool bug = response.status == 500;
  const string code = bug ? "internal" : error.code;
  json::Object body;
  body.set("type", "about:blank").set("title", title_of(code)).set("status", response.status);
  body.set("detail",
           bug ? "something went wrong here; the request id finds it in the log" : error.message);
  body.set("code", code).set_if("param", error.where).set("request_id", request_id);
  response.content_type = "application/problem+json";
  response.body = body.text();
  if (response.status == 429 || response.status == 503)
    response.fields.push_back(
        {"retry-after", std::to_string(retry_after_s > 0 ? retry_after_s : kRetryAfterS)});
  if (response.status == 401) response.fields.push_back({"www-authenticate", "Bearer"});
  return response;
}

Error refuse(string_view code, string message, string where) {
  return {Fault::caller, string(code), std::move(message), std::move(where)};
}

}  // namespace wesel
