// The HTTP API: one handler for what merchants, providers and customers call and one for operators.
// Each resource adds its own routes; here requests are named, admitted, timed and logged.
#pragma once

#include <atomic>
#include <memory>

#include "api/gate.hpp"
#include "api/routes.hpp"
#include "engine/engine.hpp"
#include "http/problem.hpp"
#include "observe/log.hpp"
#include "observe/metrics.hpp"

namespace wesel {

// All outlive the Api.
struct ApiParts {
  Context& context;
  Log& log;
  Metrics& metrics;
  std::atomic<bool>& draining;
  bool admin_on_loopback = true;
};

// Any thread.
class Api {
 public:
  explicit Api(ApiParts parts);

  http::Response merchant(const http::Request& request);
  http::Response admin(const http::Request& request);
  // For what never reached a handler.
  http::Response refused(const http::Refusal& refusal);

  const Routes& merchant_routes() const { return merchant_; }

 private:
  http::Response run(const Routes& routes, const http::Request& request, bool operators);
  Result<http::Response> answer(const Routes::Found& found, Call& call, bool operators);
  Result<void> admit(const Routes::Found& found, Call& call, bool operators);
  void log(const Call& call, const Routes::Found& found, const http::Response& response,
           Millis took);

  ApiParts parts_;
  Gate gate_;
  Routes merchant_, admin_;
  Family<Counter>& requests_;
  Family<Histogram>& seconds_;
};

// Each resource's routes, in its own file.
void add_payments(Routes& routes, Context& context);
void add_payment_changes(Routes& routes, Context& context);
void add_payouts(Routes& routes, Context& context);
void add_methods(Routes& routes, Context& context);
void add_accounts(Routes& routes, Context& context);
void add_events(Routes& routes, Context& context);
void add_callbacks(Routes& routes, Context& context);
void add_routing(Routes& routes, Context& context);
void add_tokens(Routes& routes, Context& context);
void add_checkout(Routes& routes, Context& context);
void add_later(Routes& routes);
void add_health(Routes& routes, Context& context, const std::atomic<bool>& draining);
void add_admin(Routes& routes, Context& context, Metrics& metrics);
void add_review(Routes& routes, Context& context);

}  // namespace wesel
