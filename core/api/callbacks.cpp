// /callbacks: what providers call. The address may be made for one attempt, or be the plain one of
// a provider's dashboard.
#include "api/api.hpp"
#include "api/problem.hpp"
#include "api/write.hpp"

namespace wesel {

namespace {

Result<http::Response> receive(Context& context, const Call& call) {
  CallbackUrl url;
  url.account = call.path[0];
  if (call.path.size() == 3) {
    url.attempt_id = call.path[1];
    url.mac = call.path[2];
  }
  const http::Request& request = call.request;
  auto ack =
      receive_callback(context, url, {request.method, request.query, request.fields, request.body});
  if (!ack) return ack.error();
  http::Response response;
  response.status = ack->status;
  response.content_type = ack->body.empty() ? "" : "application/json";
  response.body = std::move(ack->body);
  return response;
}

}  // namespace

void add_callbacks(Routes& routes, Context& context) {
  for (const char* pattern : {"/callbacks/{}", "/callbacks/{}/{}/{}"})
    routes.add("POST", pattern, [&context](const Call& call) { return receive(context, call); });
}

}  // namespace wesel
