#include "journeys/caller.hpp"

#include <catch2/catch.hpp>

namespace wesel::journeys {

namespace {
constexpr std::chrono::seconds kLongest{15};
}

Caller::Caller() {
  auto made = http::Client::make({});
  REQUIRE(made.has_value());
  client_ = std::move(*made);
}

Reply Caller::call(const std::string& base, const std::string& method, const std::string& target,
                   http::Fields fields, std::string body) {
  http::Outbound request;
  request.base = *http::parse_url(base);
  request.method = method;
  request.target = target;
  request.fields = std::move(fields);
  request.body = std::move(body);
  request.deadline = SystemClock().steady() + kLongest;
  http::Sent sent = client_->send(request);
  Reply reply;
  reply.why = std::move(sent.why);
  if (sent.fate != http::Sent::Fate::replied) return reply;
  reply.status = sent.status;
  reply.fields = std::move(sent.fields);
  reply.body = std::move(sent.body);
  reply.json = json::Document::parse(reply.body);
  return reply;
}

}  // namespace wesel::journeys
