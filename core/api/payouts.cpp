// /v1/payouts: money out. The engine makes, asks and recovers them by the same path as payments;
// nothing is done to one afterwards but by its provider or an operator.
#include "api/api.hpp"
#include "api/objects.hpp"
#include "api/read_payout.hpp"

namespace wesel {

namespace {

Result<http::Response> post_payout(Context& context, const Call& call) {
  const auto request = read_payout(call.request.body, read_context(context, call));
  if (!request) return request.error();
  return post_object(context, call, *request);
}

}  // namespace

void add_payouts(Routes& routes, Context& context) {
  routes.add("POST", "/v1/payouts",
             [&context](const Call& call) { return post_payout(context, call); });
  add_reading(routes, context, Kind::payout);
}

}  // namespace wesel
