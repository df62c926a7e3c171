#include "api/write.hpp"

#include <algorithm>
#include <map>

#include "wesel/json.hpp"

namespace wesel {

using json::Array;
using json::Object;
using std::string;

http::Response json_response(int status, string body) {
  http::Response response;
  response.status = status;
  response.body = std::move(body);
  return response;
}

http::Response list_response(const std::vector<string>& data, bool has_more) {
  Array all;
  for (const string& one : data) all.add_raw(one);
  return json_response(200, Object{}.set("data", all).set("has_more", has_more).text());
}

string event_view(const EventRow& event, const string& payment) {
  const bool sandbox = event.scope.find("/sandbox/") != string::npos;
  Object delivery;
  delivery.set("state", event.state).set("tries", std::max(event.tries, 0));
  if (event.next_ms > 0) delivery.set("next_at", format_time(from_ms(event.next_ms)));
  if (event.last_status > 0) delivery.set("last_status", event.last_status);
  Object out;
  out.set("id", "evt_" + event.id).set("object", "event").set("type", event.type);
  out.set("timestamp", format_time(from_ms(event.created_ms))).set("sequence", event.sequence);
  out.set("mode", sandbox ? "sandbox" : "live").set_raw("data", payment);
  if (!event.detail.empty()) out.set_raw("detail", event.detail);
  return out.set("delivery", delivery).text();
}

namespace {

// What several accounts offer under one name.
struct Merged {
  string display_name;
  std::optional<Money> minimum, maximum;
  bool no_minimum = false, no_maximum = false;
  std::vector<string> accounts;

  void add(const string& account, const Offer& offer) {
    if (display_name.empty()) display_name = offer.display_name;
    if (!offer.minimum) no_minimum = true;
    if (!offer.maximum) no_maximum = true;
    if (offer.minimum && (!minimum || offer.minimum->minor < minimum->minor))
      minimum = offer.minimum;
    if (offer.maximum && (!maximum || offer.maximum->minor > maximum->minor))
      maximum = offer.maximum;
    accounts.push_back(account);
  }
};

bool takes(const AccountOffers& account, const Caller& caller) {
  if (!account.enabled || account.mode != caller.mode) return false;
  return account.merchants.empty() || std::find(account.merchants.begin(), account.merchants.end(),
                                                caller.merchant) != account.merchants.end();
}

bool fits(const Offer& offer, Kind kind, Currency currency, const std::optional<Money>& amount) {
  if (offer.kind != kind || offer.currency != currency) return false;
  if (!amount) return true;
  return (!offer.minimum || amount->minor >= offer.minimum->minor) &&
         (!offer.maximum || amount->minor <= offer.maximum->minor);
}

}  // namespace

std::vector<string> method_views(const Setup& setup, const Caller& caller, Kind kind,
                                 Currency currency, const std::optional<Money>& amount) {
  std::map<std::pair<string, string>, Merged> merged;
  for (const AccountOffers& account : setup.accounts->accounts()) {
    if (!takes(account, caller)) continue;
    for (const Offer& offer : account.offers)
      if (fits(offer, kind, currency, amount))
        merged[{offer.method, offer.channel}].add(account.account, offer);
  }
  std::vector<string> out;
  for (const auto& [key, one] : merged) {
    Object method;
    method.set("type", key.first);
    key.second.empty() ? method.set_null("channel") : method.set("channel", key.second);
    method.set("display_name", one.display_name.empty() ? key.second : one.display_name);
    method.set_null("logo_url");
    one.minimum && !one.no_minimum ? method.set("min_amount", one.minimum->text())
                                   : method.set_null("min_amount");
    one.maximum && !one.no_maximum ? method.set("max_amount", one.maximum->text())
                                   : method.set_null("max_amount");
    method.set("currency", currency.text());
    Array accounts;
    for (const string& account : one.accounts) accounts.add(account);
    out.push_back(method.set("providers", accounts).text());
  }
  return out;
}

}  // namespace wesel
