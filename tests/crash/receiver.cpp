#include "crash/receiver.hpp"

#include <catch2/catch.hpp>

#include "journeys/hooks.hpp"
#include "wesel/json.hpp"

namespace wesel::crash {

using std::string;

namespace {

constexpr int kRefused = 8;  // percent, in a storm

// Whether it is fresh is not asked: the engine's clock is set ahead now and then.
bool genuine(const http::Request& request, const string& id) {
  const auto field = [&](const char* name) { return string(http::find(request.fields, name)); };
  return field("webhook-id") == id &&
         journeys::signed_by(journeys::kHookSecret, id, field("webhook-timestamp"), request.body,
                             field("webhook-signature"));
}

}  // namespace

Receiver::Receiver(std::uint64_t seed) : chance_(seed, 1) {
  auto started = http::Server::start({}, [this](const http::Request& r) { return receive(r); });
  REQUIRE(started.has_value());
  server_ = std::move(*started);
}

string Receiver::url() const { return "http://127.0.0.1:" + std::to_string(server_->port()); }

http::Response Receiver::receive(const http::Request& request) {
  const json::Document body = json::Document::parse(request.body);
  Told told;
  told.event = body["id"].text();
  told.payment = body["data"]["id"].text();
  told.sequence = body["sequence"].integer().value_or(0);
  told.genuine = genuine(request, told.event);
  const std::lock_guard lock(mutex_);
  told.taken = !(storm_ && chance_.percent(kRefused));
  http::Response response;
  response.status = told.taken ? 200 : 503;
  book_.push_back(std::move(told));
  return response;
}

std::vector<Told> Receiver::book() const {
  const std::lock_guard lock(mutex_);
  return book_;
}

}  // namespace wesel::crash
