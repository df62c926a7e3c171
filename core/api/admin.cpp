// The operators' side: figures and how the providers are.
#include "api/api.hpp"
#include "api/write.hpp"
#include "wesel/json.hpp"

namespace wesel {

namespace {

using std::string;

string provider_view(const Account& account) {
  json::Array methods;
  for (const Offer& offer : account.offers().offers)
    methods.add(offer.method + (offer.channel.empty() ? "" : "/" + offer.channel));
  json::Object out;
  out.set("account", account.name()).set("plugin", account.description().id);
  out.set("version", account.description().version).set("mode", name(account.mode()));
  out.set("enabled", account.enabled()).set("quarantined", account.quarantined());
  out.set("in_flight", account.in_flight()).set("full", account.full());
  return out.set("methods", methods).text();
}

Result<http::Response> providers(const Call& call) {
  std::vector<string> data;
  for (const auto& account : call.setup->catalog->accounts())
    data.push_back(provider_view(*account));
  return list_response(data, false);
}

}  // namespace

void add_admin(Routes& routes, Context&, Metrics& metrics) {
  routes.add("GET", "/metrics", [&metrics](const Call&) -> Result<http::Response> {
    http::Response response;
    response.content_type = "text/plain; version=0.0.4; charset=utf-8";
    response.body = metrics.render();
    return response;
  });
  routes.add("GET", "/admin/providers", providers);
}

}  // namespace wesel
