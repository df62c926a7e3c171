#include "webhooks/delivery.hpp"

#include <algorithm>
#include <charconv>
#include <ctime>

#include "engine/view.hpp"
#include "webhooks/signature.hpp"
#include "wesel/json.hpp"

namespace wesel {

using std::string;
using std::string_view;

namespace {

constexpr std::chrono::hours kLongestRetryAfter{24};

// RFC 9110's preferred form; the others are obsolete.
std::optional<Time> read_date(string_view text) {
  std::tm parts{};
  const string copy(text);
  const char* end = ::strptime(copy.c_str(), "%a, %d %b %Y %H:%M:%S GMT", &parts);
  if (!end || *end != '\0') return {};
  return from_ms(std::int64_t{::timegm(&parts)} * 1000);
}

}  // namespace

Millis retry_after(const http::Fields& fields, Time now) {
  const string_view text = http::find(fields, "retry-after");
  std::int64_t seconds = 0;
  const auto [end, ec] = std::from_chars(text.data(), text.data() + text.size(), seconds);
  Millis wait{0};
  if (ec == std::errc() && end == text.data() + text.size())
    wait = std::chrono::seconds(std::clamp<std::int64_t>(seconds, 0, 1'000'000));
  else if (const auto then = read_date(text))
    wait = *then - read_date(http::find(fields, "date")).value_or(now);  // by the clock it goes by
  return std::clamp<Millis>(wait, Millis(0), kLongestRetryAfter);
}

std::optional<Endpoint> endpoint_of(const Config& config, const EventRow& event) {
  const string_view scope = event.scope;
  const string_view merchant_id = scope.substr(0, scope.find('/'));
  const bool sandbox = scope.find("/sandbox/") != scope.npos;
  const Merchant* merchant = find_merchant(config, merchant_id);
  if (!merchant) return {};
  const auto& webhook =
      sandbox && merchant->sandbox_webhook ? merchant->sandbox_webhook : merchant->webhook;
  if (!webhook) return {};
  return Endpoint{event.endpoint.empty() ? webhook->url.value : event.endpoint, webhook->secrets};
}

string message_of(const EventRow& event, const Payment& payment, const Setup& setup) {
  json::Object out;
  out.set("type", event.type).set("id", "evt_" + event.id);
  out.set("timestamp", format_time(from_ms(event.created_ms))).set("sequence", event.sequence);
  out.set("mode", name(payment.mode)).set_raw("data", view(payment, setup));
  return out.text();
}

bool may_call(const http::Networks& allowed, string_view scheme, string_view address) {
  if (allowed.contains(address)) return true;
  return scheme == "https" && !http::private_address(address);
}

Delivery deliver(const Ports& ports, const Setup& setup, const http::Networks& allowed,
                 const Endpoint& endpoint, const EventRow& event, const Payment& payment) {
  const auto url = http::parse_url(endpoint.url);
  if (!url || url->user_info) return {};
  const Time now = ports.clock.now();
  http::Outbound request;
  request.base = *url;
  request.method = "POST";
  request.body = message_of(event, payment, setup);
  const string id = "evt_" + event.id;
  request.fields = {{"content-type", "application/json"},
                    {"user-agent", "wesel-webhooks/1"},
                    {"webhook-id", id},
                    {"webhook-timestamp", std::to_string(to_ms(now) / 1000)},
                    {"webhook-signature", sign_webhook(endpoint.secrets, id, now, request.body)}};
  request.deadline = ports.clock.steady() + setup.config.webhooks.timeout;
  request.allow_address = [&](string_view address) {
    return may_call(allowed, url->scheme, address);
  };
  const http::Sent sent = ports.transport.send(request);
  if (sent.fate != http::Sent::Fate::replied)
    return {ports.clock.steady() >= request.deadline ? Delivered::silent : Delivered::later};
  if (sent.status >= 200 && sent.status < 300) return {Delivered::yes, sent.status};
  if (sent.status == 410) return {Delivered::gone, sent.status};
  return {Delivered::later, sent.status, retry_after(sent.fields, now)};
}

}  // namespace wesel
