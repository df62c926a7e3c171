#include "network.hpp"

namespace wesel::simulation {

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

}  // namespace

http::Sent Network::arrive(const http::Outbound& request) {
  http::Sent reply;
  reply.fate = http::Sent::Fate::replied;
  if (request.base.host == "10.0.0.8") {
    reply.status = on_webhook(request);
    return reply;
  }
  const auto ledger = ledgers_.find(request.base.path.substr(1));
  reply = ledger->second.answer(request);
  if (world_.chance(weather.error_500)) {
    reply.status = 500;
    reply.body = "<html>oops</html>";
  }
  return reply;
}

http::Sent Network::send(const http::Outbound& request) {
  world_.sleep(Millis(world_.dice(5)));
  if (world_.chance(weather.refused)) return {};
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
  if (!lost_there)
    world_.spawn_in(0, "wire", [this, exchange, there, back, lost_back] {
      world_.sleep(there);
      exchange->reply = arrive(exchange->request);
      world_.sleep(back);
      if (!lost_back) exchange->done->set();
    });
  if (exchange->done->wait_until(request.deadline)) return std::move(exchange->reply);
  return broken("timed out waiting for the answer");
}

}  // namespace wesel::simulation
