#include "api/api.hpp"

#include "api/cors.hpp"
#include "api/problem.hpp"

namespace wesel {

using std::string;
using std::string_view;

namespace {

bool is_v1(string_view path) { return path.starts_with("/v1/"); }

// What a scope of a key opens; empty: any key.
string_view scope_of(string_view pattern) {
  if (pattern.starts_with("/v1/payouts")) return "payouts";
  if (pattern.starts_with("/v1/payments") || pattern.starts_with("/v1/refunds")) return "payments";
  return {};
}

// As the log may show it: what makes an address unguessable would let its readers call it.
string shown_path(string_view path) {
  const auto cut = [&](std::size_t slashes) {
    std::size_t at = 0;
    for (; at < path.size(); ++at)
      if (path[at] == '/' && slashes-- == 0) break;
    return at + 1 < path.size() ? string(path.substr(0, at + 1)) + "***" : string(path);
  };
  if (path.starts_with("/callbacks/")) return cut(3);
  if (path.starts_with("/pay/")) return cut(1);
  return string(path);
}

bool json_body(const http::Request& request) {
  const string_view type = http::find(request.fields, "content-type");
  const string_view media = type.substr(0, type.find(';'));
  return media == "application/json" || media == "application/json ";
}

}  // namespace

Api::Api(ApiParts parts)
    : parts_(parts),
      requests_(parts.metrics.counter("wesel_http_requests_total", "Requests answered",
                                      {"route", "method", "status"})),
      seconds_(parts.metrics.histogram("wesel_http_request_seconds", "From head to answer",
                                       {"route"}, latency_bounds())) {
  add_payments(merchant_, parts.context);
  add_payment_changes(merchant_, parts.context);
  add_payouts(merchant_, parts.context);
  add_methods(merchant_, parts.context);
  add_accounts(merchant_, parts.context);
  add_events(merchant_, parts.context);
  add_callbacks(merchant_, parts.context);
  add_routing(merchant_, parts.context);
  add_tokens(merchant_, parts.context);
  add_checkout(merchant_, parts.context);
  add_later(merchant_);
  add_health(merchant_, parts.context, parts.draining);
  add_health(admin_, parts.context, parts.draining);
  add_admin(admin_, parts.context, parts.metrics);
  add_review(admin_, parts.context);
}

http::Response Api::merchant(const http::Request& request) {
  return run(merchant_, request, false);
}

http::Response Api::admin(const http::Request& request) { return run(admin_, request, true); }

http::Response Api::refused(const http::Refusal& refusal) {
  const string id = make_id("req", parts_.context.ports.clock.now(), parts_.context.ports.entropy);
  parts_.log.info("request refused",
                  {{"request_id", id}, {"status", refusal.status}, {"code", refusal.code}});
  http::Response response = http::problem(refusal, id);
  return response;
}

Result<void> Api::admit(const Routes::Found& found, Call& call, bool operators) {
  if (operators) {
    if (found.pattern == "/livez" || found.pattern == "/readyz") return {};
    auto who = admit_operator(call.request, *call.setup, parts_.admin_on_loopback);
    if (!who) return who.error();
    call.visitor.key_id = *who;
    return {};
  }
  if (!is_v1(call.request.path)) return {};
  auto visitor = gate_.admit(call.request, *call.setup, parts_.context.ports.clock);
  if (!visitor) return visitor.error();
  call.visitor = std::move(*visitor);
  const auto& grant = call.visitor.grant;
  if (grant && found.action && !grant->has(call.request.method, found.pattern))
    return refuse("forbidden", "this token may not do that");
  if (!grant && from_known_page(call.request, *call.setup))
    return refuse("forbidden", "an API key has no place in a browser; give the page a token");
  const string_view scope = scope_of(found.pattern);
  if (!scope.empty() && !call.visitor.may(scope))
    return refuse("forbidden", "this key may not use " + string(scope));
  return {};
}

Result<http::Response> Api::answer(const Routes::Found& found, Call& call, bool operators) {
  const bool page_asks = !operators && is_v1(call.request.path);
  if (page_asks && is_preflight(call.request, *call.setup)) return preflight_response();
  if (found.action || is_v1(call.request.path))
    if (auto admitted = admit(found, call, operators); !admitted) return admitted.error();
  if (!found.path_known) return refuse("not_found", "there is nothing at this path");
  if (!found.action) {
    http::Response response =
        problem(refuse("method_not_allowed", "this path has " + found.allow), call.request_id);
    response.fields.push_back({"allow", found.allow});
    return response;
  }
  const bool v1_body = !call.request.body.empty() && (operators || is_v1(call.request.path));
  if (v1_body && !json_body(call.request))
    return refuse("unsupported_media_type", "the body must be application/json");
  return (*found.action)(call);
}

http::Response Api::run(const Routes& routes, const http::Request& request, bool operators) {
  Ports& ports = parts_.context.ports;
  const Instant start = ports.clock.steady();
  Call call{
      request, parts_.context.setup(), make_id("req", ports.clock.now(), ports.entropy), {}, {}};
  Routes::Found found = routes.find(request.method, request.path);
  call.path = std::move(found.path);
  http::Response response;
  try {
    auto answered = answer(found, call, operators);
    if (answered) {
      response = std::move(*answered);
    } else {
      if (status_of(answered.error().code) >= 500)
        parts_.log.error("request failed", {{"request_id", call.request_id},
                                            {"code", answered.error().code},
                                            {"message", answered.error().message}});
      response = problem(answered.error(), call.request_id);
    }
  } catch (const std::exception& bug) {
    parts_.log.error("bug", {{"request_id", call.request_id}, {"what", bug.what()}});
    response = problem({Fault::bug, "internal", {}, {}}, call.request_id);
  }
  response.fields.push_back({"x-request-id", call.request_id});
  if (!operators && is_v1(request.path)) tell_origin(request, *call.setup, response);
  log(call, found, response, ports.clock.steady() - start);
  return response;
}

void Api::log(const Call& call, const Routes::Found& found, const http::Response& response,
              Millis took) {
  const string_view route = found.path_known ? string_view(found.pattern) : "none";
  requests_.with({route, call.request.method, std::to_string(response.status)}).add();
  seconds_.with({route}).observe(static_cast<double>(took.count()) / 1000);
  parts_.log.info("request", {{"request_id", call.request_id},
                              {"method", call.request.method},
                              {"path", shown_path(call.request.path)},
                              {"status", response.status},
                              {"ms", took.count()},
                              {"merchant", call.visitor.caller.merchant},
                              {"key", call.visitor.key_id},
                              {"token", call.visitor.grant ? call.visitor.grant->id : ""},
                              {"peer", call.request.peer}});
}

}  // namespace wesel
