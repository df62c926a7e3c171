#include "api/objects.hpp"

#include <algorithm>
#include <charconv>

#include "api/fields.hpp"
#include "api/problem.hpp"
#include "api/repeats.hpp"
#include "api/write.hpp"
#include "base/limits.hpp"
#include "engine/view.hpp"

namespace wesel {

using std::string;
using std::string_view;

namespace {

string path_of(Kind kind) { return kind == Kind::payment ? "/v1/payments" : "/v1/payouts"; }

// A payout is processing for as long as the money is on its way; that its provider has it is known
// when the current attempt is pending.
bool nobody_knows(const Payment& p) {
  if (p.status != Status::processing) return false;
  const Attempt* a = p.current_attempt();
  return !a || a->status != AttemptStatus::pending;
}

// Pages ask in loops; a merchant knows what it does.
bool asked_lately(const Payment& p, Time now) {
  const Attempt* a = p.current_attempt();
  return a && a->asked_at && now - *a->asked_at < limits::kWakeApart;
}

Result<http::Response> get_object(Context& context, const Call& call, Kind kind) {
  const http::Query query = http::parse_query(call.request.query);
  const string_view wanted = query.get("refresh");
  if (!query.ok || query.pairs.size() > (wanted.empty() ? 0u : 1u) ||
      (!wanted.empty() && wanted != "true" && wanted != "false"))
    return refuse("invalid_field", "only ?refresh=true is known here", "refresh");
  auto payment = object_at(context, call, kind);
  if (!payment) return payment.error();
  if (wanted != "true") return json_response(200, view(*payment, *call.setup));
  if (call.visitor.grant && asked_lately(*payment, context.ports.clock.now()))
    return problem(refuse("rate_limited", "the provider was asked just now"), call.request_id, 1);
  auto fresh = refresh(context, std::move(*payment));
  if (!fresh) return fresh.error();
  if (fresh->retry_after > Millis(0)) {
    const int seconds = static_cast<int>((fresh->retry_after.count() + 999) / 1000);
    return problem(refuse("rate_limited", "the provider may not be asked again so soon"),
                   call.request_id, seconds);
  }
  http::Response response = json_response(200, view(fresh->payment, *call.setup));
  response.fields.push_back({"wesel-refreshed", fresh->asked ? "true" : "false"});
  return response;
}

Result<std::int64_t> read_moment(string_view text, const char* where) {
  if (text.empty()) return std::int64_t{0};
  const auto time = parse_time(text);
  if (!time) return refuse("invalid_field", time.error().message, where);
  return to_ms(*time);
}

bool has_status(Kind kind, Status status) {
  return kind == Kind::payment || status == Status::processing || status == Status::completed ||
         status == Status::failed;
}

Result<PaymentFilter> read_filter(const Call& call, Kind kind) {
  const http::Query query = http::parse_query(call.request.query);
  if (!query.ok) return refuse("invalid_field", "the query is not well formed");
  for (const auto& [key, value] : query.pairs) {
    static constexpr string_view kKnown[] = {"reference",     "status",         "provider",
                                             "created_after", "created_before", "limit",
                                             "starting_after"};
    if (std::find(std::begin(kKnown), std::end(kKnown), key) == std::end(kKnown))
      return refuse("unknown_field", "not a parameter here", pointer_segment(key));
  }
  PaymentFilter filter;
  filter.scope = make_scope(call.visitor.caller.merchant, call.visitor.caller.mode, kind);
  filter.reference = query.get("reference");
  filter.status = query.get("status");
  filter.provider = query.get("provider");
  const auto status = find_status(filter.status);
  if (!filter.status.empty() && !(status && has_status(kind, *status)))
    return refuse("invalid_field", "not a status", "status");
  const auto limit = read_limit(query.get("limit"));
  if (!limit) return limit.error();
  filter.limit = *limit;
  const auto after = read_moment(query.get("created_after"), "created_after");
  if (!after) return after.error();
  const auto before = read_moment(query.get("created_before"), "created_before");
  if (!before) return before.error();
  filter.created_after_ms = *after;
  filter.created_before_ms = *before;
  const string_view from = query.get("starting_after");
  if (!from.empty() && !is_id(from, prefix_of(kind)))
    return refuse("invalid_field", "a " + string(name(kind)) + "'s id", "starting_after");
  filter.starting_after = from.substr(from.empty() ? 0 : prefix_of(kind).size() + 1);
  return filter;
}

Result<http::Response> list_objects(Context& context, const Call& call, Kind kind) {
  auto filter = read_filter(call, kind);
  if (!filter) return filter.error();
  const std::size_t limit = filter->limit++;
  const auto rows = context.ports.store.payments(*filter);
  if (!rows) return rows.error();
  std::vector<string> data;
  for (std::size_t i = 0; i < rows->size() && i < limit; ++i) {
    const auto payment = payment_of((*rows)[i]);
    if (!payment) return payment.error();
    data.push_back(view(*payment, *call.setup));
  }
  return list_response(data, rows->size() > limit);
}

Result<http::Response> events_of_object(Context& context, const Call& call, Kind kind) {
  const auto payment = object_at(context, call, kind);
  if (!payment) return payment.error();
  const auto events = context.ports.store.history(payment->key());
  if (!events) return events.error();
  const string now = view(*payment, *call.setup);
  std::vector<string> data;
  for (auto event = events->rbegin(); event != events->rend(); ++event)
    data.push_back(event_view(*event, now));
  return list_response(data, false);
}

}  // namespace

ReadContext read_context(Context& context, const Call& call) {
  ReadContext out;
  out.now = context.ports.clock.now();
  const Merchant* merchant = find_merchant(call.setup->config, call.visitor.caller.merchant);
  const bool sandbox = call.visitor.caller.mode == Mode::sandbox;
  out.can_sign = merchant && (merchant->webhook || (sandbox && merchant->sandbox_webhook));
  for (const Text& text : call.setup->config.webhooks.allow_networks)
    out.allow_networks.push_back(*text);
  return out;
}

Result<http::Response> post_object(Context& context, const Call& call, const NewPayment& request) {
  const auto key = idempotency_key(call);
  if (!key) return key.error();
  std::optional<Repeat> repeat;
  if (*key) repeat = Repeat{repeat_key(call, **key), fingerprint(request)};
  auto created = create(context, call.visitor.caller, request, repeat);
  if (!created) return created.error();
  const Payment& p = created->payment;
  const int status = nobody_knows(p) ? 202 : created->replayed ? 200 : 201;
  http::Response response = json_response(status, view(p, *call.setup));
  response.fields.push_back({"location", path_of(p.kind) + "/" + p.id});
  if (created->replayed) response.fields.push_back({"wesel-replayed", "true"});
  return response;
}

void add_reading(Routes& routes, Context& context, Kind kind) {
  const auto add = [&](const string& pattern, auto handler) {
    routes.add("GET", pattern, [&context, handler, kind](const Call& call) {
      return handler(context, call, kind);
    });
  };
  add(path_of(kind), list_objects);
  add(path_of(kind) + "/{}", get_object);
  add(path_of(kind) + "/{}/events", events_of_object);
}

}  // namespace wesel
