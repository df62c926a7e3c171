// /v1/payments: money in. What is done to one afterwards is payment_changes.cpp's.
#include "api/api.hpp"
#include "api/objects.hpp"
#include "api/read_payment.hpp"

namespace wesel {

namespace {

Result<http::Response> post_payment(Context& context, const Call& call) {
  const auto& grant = call.visitor.grant;
  if (grant)
    if (auto may = Grant::may_say(call.request.body); !may) return may.error();
  const auto request = read_payment(call.request.body, read_context(context, call));
  if (!request) return request.error();
  if (grant)
    if (auto may = grant->may_create(*request); !may) return may.error();
  return post_object(context, call, *request);
}

}  // namespace

void add_payments(Routes& routes, Context& context) {
  routes.add("POST", "/v1/payments",
             [&context](const Call& call) { return post_payment(context, call); });
  add_reading(routes, context, Kind::payment);
}

}  // namespace wesel
