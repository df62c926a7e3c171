#include "network.hpp"

#include <fmt/format.h>

#include "domain/ids.hpp"
#include "wesel/json.hpp"

namespace wesel::simulation {

using std::string;

namespace {

struct Exchange {
  http::Outbound request;
  http::Sent reply;
  std::unique_ptr<Signal> done;
};

http::Sent broken(const char* why) {
  http::Sent sent;
  sent.fate = http::Sent::Fate::broken;
  sent.why = why;
  return sent;
}

bool is_webhook(const http::Outbound& request) { return request.base.host == "10.0.0.8"; }

string account_of(const http::Outbound& request) { return request.base.path.substr(1); }

}  // namespace

void Network::tell(const http::Outbound& request, const string& what) {
  if (is_webhook(request)) {
    const json::Document body = json::Document::parse(request.body);
    const string id(body["data"]["id"].text());
    world_.note(id.size() > 26 ? id.substr(id.size() - 26) : id,
                fmt::format("webhook {} of {} {}", body["type"].text(), id, what));
    return;
  }
  const string attempt = ledgers_.at(account_of(request)).attempt_in(request);
  const string action = request.target.substr(1, request.target.find('/', 1) - 1);
  world_.note(attempt_body(attempt),
              fmt::format("{} of {} at {} {}", action, attempt, account_of(request), what));
}

http::Sent Network::arrive(const http::Outbound& request) {
  http::Sent reply;
  reply.fate = http::Sent::Fate::replied;
  if (is_webhook(request)) {
    reply.status = on_webhook(request);
    return reply;
  }
  reply = ledgers_.at(account_of(request)).answer(request);
  if (world_.chance(weather.error_500)) {
    reply.status = 500;
    reply.body = "<html>oops</html>";
  }
  const json::Document body = json::Document::parse(reply.body);
  tell(request, fmt::format("arrives, is answered {} {}", reply.status, body["state"].text()));
  return reply;
}

http::Sent Network::send(const http::Outbound& request) {
  world_.sleep(Millis(world_.dice(5)));
  world_.point("just before it sends");
  if (world_.chance(weather.refused)) {
    tell(request, "does not leave");
    return {};
  }
  if (on_request && !is_webhook(request)) on_request(account_of(request), request);
  auto exchange = std::make_shared<Exchange>();
  exchange->request = request;
  exchange->request.allow_address = nullptr;
  exchange->done = world_.make_signal();
  const bool lost_there = world_.chance(weather.lost_there);
  const bool lost_back = world_.chance(weather.lost_back);
  const bool slow = world_.chance(weather.slow);
  const bool queued = world_.chance(weather.queued);
  const Millis there(queued ? world_.dice(400'000) : slow ? world_.dice(20'000) : world_.dice(300));
  const Millis back(slow ? world_.dice(10'000) : world_.dice(300));
  if (lost_there)
    tell(request, "is lost on the way");
  else
    world_.spawn_in(0, "wire", [this, exchange, there, back, lost_back] {
      world_.sleep(there);
      exchange->reply = arrive(exchange->request);
      world_.point("after a request arrived, before its answer is heard");
      world_.sleep(back);
      if (lost_back)
        tell(exchange->request, "was answered, and the answer is lost");
      else
        exchange->done->set();
    });
  const bool heard = exchange->done->wait_until(request.deadline);
  world_.point("just after an answer, or the end of waiting for it");
  if (heard) return std::move(exchange->reply);
  tell(request, "is waited for no longer");
  return broken("timed out waiting for the answer");
}

}  // namespace wesel::simulation
