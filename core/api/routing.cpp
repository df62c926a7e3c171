// POST /v1/routing/explain: what would happen to a payment or payout, and why; nothing is created.
#include "api/api.hpp"
#include "api/read_payment.hpp"
#include "api/read_payout.hpp"
#include "api/write.hpp"
#include "engine/choice.hpp"
#include "routing/explain.hpp"

namespace wesel {

namespace {

// Only the body of a payout says which account the money goes to.
Result<NewPayment> read_either(std::string_view body, const ReadContext& context) {
  const json::Document document = json::Document::parse(body);
  return document["account"] ? read_payout(body, context) : read_payment(body, context);
}

Result<http::Response> explain_request(Context& context, const Call& call) {
  const Time now = context.ports.clock.now();
  ReadContext read;
  read.now = now;
  read.can_sign = true;
  const auto request = read_either(call.request.body, read);
  if (!request) return request.error();
  const Payment payment = make_payment(*request, call.visitor.caller, now, context.ports.entropy);
  const Explanation explanation =
      explain(*call.setup->rules, *call.setup->accounts, facts_of(payment, now),
              health_of(*call.setup, payment, now));
  return json_response(200, to_json(explanation));
}

}  // namespace

void add_routing(Routes& routes, Context& context) {
  routes.add("POST", "/v1/routing/explain",
             [&context](const Call& call) { return explain_request(context, call); });
}

}  // namespace wesel
