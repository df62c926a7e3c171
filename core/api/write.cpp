#include "api/write.hpp"

#include <algorithm>

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

}  // namespace wesel
