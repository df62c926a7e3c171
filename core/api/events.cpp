// /v1/events: everything that happened, and sending one again.
#include <algorithm>

#include "api/api.hpp"
#include "api/fields.hpp"
#include "api/problem.hpp"
#include "api/write.hpp"
#include "base/limits.hpp"
#include "engine/view.hpp"

namespace wesel {

using std::string;
using std::string_view;

namespace {

string owner(const Call& call) {
  const Caller& caller = call.visitor.caller;
  return caller.merchant + '/' + string(name(caller.mode)) + '/';
}

// "pay_…" or "po_…" to the key.
Result<string> key_of(string_view id, const char* prefix) {
  if (!is_id(id, prefix)) return refuse("invalid_field", "not an id", prefix);
  return string(id.substr(id.size() - 26));
}

Result<EventFilter> read_filter(const Call& call) {
  const http::Query query = http::parse_query(call.request.query);
  if (!query.ok) return refuse("invalid_field", "the query is not well formed");
  EventFilter filter;
  filter.scope_prefix = owner(call);
  filter.payouts = call.visitor.may("payouts");
  filter.payments = call.visitor.may("payments");
  for (const auto& [key, value] : query.pairs) {
    if (key == "type") {
      filter.type = value;
    } else if (key == "payment" || key == "payout") {
      auto found = key_of(value, key == "payment" ? "pay" : "po");
      if (!found) return refuse("invalid_field", "not an id of this kind", key);
      filter.payment = std::move(*found);
    } else if (key == "starting_after") {
      if (!is_id(value, "evt")) return refuse("invalid_field", "an event's id", key);
      filter.starting_after = value.substr(4);
    } else if (key == "limit") {
      const auto limit = read_limit(value);
      if (!limit) return limit.error();
      filter.limit = *limit;
    } else {
      return refuse("unknown_field", "not a parameter here", pointer_segment(key));
    }
  }
  return filter;
}

Result<string> view_event(Context& context, const Call& call, const EventRow& event) {
  const auto payment = context.records.load(event.payment);
  if (!payment) return payment.error();
  return event_view(event, *payment ? view(**payment, *call.setup) : "null");
}

Result<http::Response> list_events(Context& context, const Call& call) {
  auto filter = read_filter(call);
  if (!filter) return filter.error();
  const std::size_t limit = filter->limit++;
  const auto events = context.ports.store.events(*filter);
  if (!events) return events.error();
  std::vector<string> data;
  for (std::size_t i = 0; i < events->size() && i < limit; ++i) {
    auto one = view_event(context, call, (*events)[i]);
    if (!one) return one.error();
    data.push_back(std::move(*one));
  }
  return list_response(data, events->size() > limit);
}

Result<http::Response> redeliver(Context& context, const Call& call) {
  if (!is_id(call.path[0], "evt")) return refuse("not_found", "there is no such event");
  auto found = context.ports.store.event(owner(call), string_view(call.path[0]).substr(4));
  if (!found) return found.error();
  if (!*found) return refuse("not_found", "there is no such event");
  EventRow event = std::move(**found);
  const string_view scope = event.type.starts_with("payout.") ? "payouts" : "payments";
  if (!call.visitor.may(scope)) return refuse("forbidden", "this key may not use " + string(scope));
  const auto payment = context.records.load(event.payment);
  if (!payment) return payment.error();
  if (*payment && !has_endpoint(call.setup->config, **payment))
    return refuse("not_supported", "no webhook is configured for this merchant");
  event.state = "pending";
  event.tries = EventRow::kAskedFor;
  event.next_ms = to_ms(context.ports.clock.now());
  Batch batch;
  batch.deliveries.push_back(event);
  if (auto committed = context.ports.store.commit(std::move(batch)); !committed)
    return committed.error();
  context.bells.outbox->set();
  auto body = view_event(context, call, event);
  if (!body) return body.error();
  return json_response(200, std::move(*body));
}

}  // namespace

void add_events(Routes& routes, Context& context) {
  routes.add("GET", "/v1/events", [&](const Call& c) { return list_events(context, c); });
  routes.add("POST", "/v1/events/{}/redeliver",
             [&](const Call& c) { return redeliver(context, c); });
}

}  // namespace wesel
