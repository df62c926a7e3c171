// The operators' side: figures and how the providers are.
#include "api/api.hpp"
#include "api/problem.hpp"
#include "api/write.hpp"
#include "engine/balances.hpp"
#include "engine/lists.hpp"
#include "wesel/json.hpp"

namespace wesel {

namespace {

using std::string;

string label(const Offer& offer) {
  return offer.method + (offer.channel.empty() ? "" : "/" + offer.channel);
}

// What the provider's own list says, and since when.
json::Object list_view(const Account& account, Time now) {
  const MethodLists& lists = account.method_lists();
  const auto told = lists.usual().last();
  json::Object out;
  told ? out.set("fetched_at", format_time(told->at)) : out.set_null("fetched_at");
  out.set("failing", lists.usual().failing()).set("by_amount", lists.by_amount());
  json::Array off;
  for (const Offer& offer : account.offers().offers)
    if (switched_off(account, offer, {}, now)) off.add(label(offer));
  return out.set("switched_off", off);
}

string provider_view(const Account& account, Time now) {
  json::Array methods;
  for (const Offer& offer : account.offers().offers) methods.add(label(offer));
  json::Object out;
  out.set("account", account.name()).set("plugin", account.description().id);
  out.set("version", account.description().version).set("mode", name(account.mode()));
  out.set("enabled", account.enabled()).set("quarantined", account.quarantined());
  out.set("in_flight", account.in_flight()).set("full", account.full());
  if (account.can(OperationKind::methods) && account.methods_refresh() > Millis(0))
    out.set("method_list", list_view(account, now));
  return out.set("methods", methods).text();
}

Result<http::Response> providers(Context& context, const Call& call) {
  std::vector<string> data;
  for (const auto& account : call.setup->catalog->accounts())
    data.push_back(provider_view(*account, context.ports.clock.now()));
  return list_response(data, false);
}

Result<http::Response> get_balance(Context& context, const Call& call) {
  const auto account = call.setup->catalog->find(call.path.at(0));
  if (!account) return refuse("not_found", "there is no such account");
  const auto told = ask_balance(context, *account);
  if (!told) return told.error();
  json::Array balances;
  for (const ToldBalance& one : (*told)->value)
    balances.add(json::Object{}
                     .set("currency", one.currency)
                     .set_if("available", one.available)
                     .set_if("pending", one.pending)
                     .set_if("total", one.total));
  json::Object out;
  out.set("account", account->name()).set("balances", balances);
  return json_response(200, out.set("at", format_time((*told)->at)).text());
}

}  // namespace

void add_admin(Routes& routes, Context& context, Metrics& metrics) {
  routes.add("GET", "/metrics", [&metrics](const Call&) -> Result<http::Response> {
    http::Response response;
    response.content_type = "text/plain; version=0.0.4; charset=utf-8";
    response.body = metrics.render();
    return response;
  });
  const auto add = [&](const char* pattern, auto handler) {
    routes.add("GET", pattern, [&context, handler](const Call& c) { return handler(context, c); });
  };
  add("/admin/providers", providers);
  add("/admin/providers/{}/balance", get_balance);
}

}  // namespace wesel
