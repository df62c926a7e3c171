// /v1/payments/{id}/…: what a merchant does to a payment: choose its method, cancel it, simulate
// its end.
#include "api/api.hpp"
#include "api/fields.hpp"
#include "api/problem.hpp"
#include "api/read_payment.hpp"
#include "api/repeats.hpp"
#include "api/write.hpp"
#include "base/limits.hpp"
#include "engine/view.hpp"

namespace wesel {

using std::string;

namespace {

http::Response payment_response(int status, const Payment& payment, const Call& call) {
  return json_response(status, view(payment, *call.setup));
}

Result<string> read_reason(const Call& call) {
  if (call.request.body.empty()) return string();
  const auto document = read_json(call.request.body);
  if (!document) return document.error();
  Mistake mistake;
  Fields in(document->root(), "", mistake);
  string reason = in.text("reason", limits::kDescription);
  in.finish();
  if (mistake.first) return *mistake.first;
  return reason;
}

Result<http::Response> cancel_payment(Context& context, const Call& call) {
  const auto reason = read_reason(call);
  if (!reason) return reason.error();
  return once(context, call, [&](Payment payment) -> Result<http::Response> {
    auto cancelled = cancel(context, std::move(payment), *reason);
    if (!cancelled) return cancelled.error();
    return payment_response(cancelled->in_doubt ? 202 : 200, cancelled->payment, call);
  });
}

Result<http::Response> put_method(Context& context, const Call& call) {
  const auto method = read_method_body(call.request.body);
  if (!method) return method.error();
  return once(context, call, [&](Payment payment) -> Result<http::Response> {
    auto chosen = choose_method(context, std::move(payment), *method);
    if (!chosen) return chosen.error();
    return payment_response(chosen->status == Status::processing ? 202 : 200, *chosen, call);
  });
}

Result<Status> read_wanted(const Call& call) {
  const auto document = read_json(call.request.body);
  if (!document) return document.error();
  Mistake mistake;
  Fields in(document->root(), "", mistake);
  const string text = in.required_text("status", 20);
  in.finish();
  if (mistake.first) return *mistake.first;
  const auto status = find_status(text);
  if (!status)
    return refuse("invalid_field", "one of \"paid\", \"completed\", \"expired\", \"failed\"",
                  "/status");
  return *status;
}

Result<http::Response> simulate_payment(Context& context, const Call& call) {
  const auto wanted = read_wanted(call);
  if (!wanted) return wanted.error();
  return once(context, call, [&](Payment payment) -> Result<http::Response> {
    auto simulated = simulate(context, std::move(payment), *wanted);
    if (!simulated) return simulated.error();
    return payment_response(200, *simulated, call);
  });
}

}  // namespace

void add_payment_changes(Routes& routes, Context& context) {
  const auto add = [&](const char* pattern, auto handler) {
    routes.add("POST", pattern, [&context, handler](const Call& c) { return handler(context, c); });
  };
  add("/v1/payments/{}/method", put_method);
  add("/v1/payments/{}/cancel", cancel_payment);
  add("/v1/payments/{}/simulate", simulate_payment);
}

}  // namespace wesel
