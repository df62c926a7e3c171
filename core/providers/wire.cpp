#include "providers/wire.hpp"

#include <algorithm>

#include "base/limits.hpp"

namespace wesel {

using std::string;
using std::string_view;
using Fate = http::Sent::Fate;

void Wire::begin(const Secret& session) {
  step_ = 0;
  hide(session);
}

http::Outbound Wire::make_outbound(const PluginRequest& request) const {
  http::Outbound out;
  out.base = account_.endpoint(request.endpoint);
  out.method = request.method;
  out.target = request.path;
  out.body = request.body;
  out.deadline = deadline_;
  out.effect = request.effect;
  for (const PluginHeader& header : request.headers)
    out.fields.push_back({header.name, header.value});
  if (http::find(out.fields, "user-agent").empty())
    out.fields.push_back({"user-agent", "wesel/" WESEL_VERSION});
  return out;
}

Exchange Wire::send(const PluginRequest& request) {
  ++step_;
  for (const PluginHeader& header : request.headers)
    if (header.secret) hide(Secret(header.value));
  const http::Outbound out = make_outbound(request);
  const int tries = most_sends(request.effect, request.replay_safe);
  WireEnd end = WireEnd::late;
  http::Sent sent;
  sent.why = "the deadline passed before the request could be sent";
  for (int retry = 0; retry < tries; ++retry) {
    if (retry > 0 && !pause(retry, sent.fate == Fate::broken ? operation_.apart : Millis(0))) break;
    if (services_.clock.steady() >= deadline_) break;
    sent = try_once(out, request, retry);
    if (sent.fate == Fate::replied) return {std::move(sent), std::nullopt};
    if (sent.fate == Fate::broken)
      end = WireEnd::broken;
    else if (end == WireEnd::late)
      end = WireEnd::not_sent;
  }
  return {std::move(sent), end};
}

http::Sent Wire::try_once(const http::Outbound& out, const PluginRequest& request, int retry) {
  const Instant before = services_.clock.steady();
  http::Sent sent = services_.transport.send(out);
  ++requests_;
  if (sent.fate == Fate::replied && (sent.status < 200 || sent.status > 599)) {
    sent.fate = Fate::broken;
    sent.why = "an answer with no final status";
  }
  facts_.note(sent, request.effect);
  const string path = shown(request.path);
  RequestSeen seen;
  seen.account = account_.name();
  seen.operation = operation_.kind;
  seen.attempt_id = operation_.attempt_id;
  seen.step = step_;
  seen.retry = retry;
  seen.method = request.method;
  seen.path = path;
  seen.effect = request.effect;
  seen.fate = sent.fate;
  seen.status = sent.fate == Fate::replied ? sent.status : 0;
  seen.why = sent.why;
  seen.took = services_.clock.steady() - before;
  services_.observer.on_request(seen);
  return sent;
}

bool Wire::pause(int retry, Millis apart) {
  const Millis usual = limits::kWirePause * (1 << (retry - 1));
  const Instant until = services_.clock.steady() + std::max(usual, apart);
  if (until >= deadline_) return false;
  services_.tasks.sleep_until(until);
  return true;
}

string Wire::mask(string_view text) const {
  return account_.mask(http::Masker(hidden_).mask(text));
}

string Wire::shown(string_view path) const {
  const std::size_t query = path.find('?');
  string out = mask(path.substr(0, query));
  return query == path.npos ? out : out + "?***";
}

}  // namespace wesel
