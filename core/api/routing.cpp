// POST /v1/routing/explain: what would happen to a payment, and why; nothing is created.
#include "api/api.hpp"
#include "api/read_payment.hpp"
#include "api/write.hpp"
#include "routing/explain.hpp"

namespace wesel {

namespace {

Result<http::Response> explain_payment(Context& context, const Call& call) {
  const Time now = context.ports.clock.now();
  ReadContext read;
  read.now = now;
  read.can_sign = true;
  const auto request = read_payment(call.request.body, read);
  if (!request) return request.error();
  const Payment payment = make_payment(*request, call.visitor.caller, now, context.ports.entropy);
  const Explanation explanation =
      explain(*call.setup->rules, *call.setup->accounts, facts_of(payment, now));
  return json_response(200, to_json(explanation));
}

}  // namespace

void add_routing(Routes& routes, Context& context) {
  routes.add("POST", "/v1/routing/explain",
             [&context](const Call& call) { return explain_payment(context, call); });
}

}  // namespace wesel
