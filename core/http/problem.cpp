// The names of statuses are Poco's; the document is ours.
#include "http/problem.hpp"

#include <Poco/Net/HTTPResponse.h>

#include <array>
#include <cstdint>
#include <string>
#include <wesel/json.hpp>

#include "base/bytes.hpp"
#include "base/entropy.hpp"

namespace wesel::http {

std::string_view reason_phrase(int status) {
  using Poco::Net::HTTPResponse;
  return HTTPResponse::getReasonForStatus(static_cast<HTTPResponse::HTTPStatus>(status));
}

Response problem(const Refusal& refusal, std::string_view request_id) {
  json::Object body;
  body.set("type", "about:blank")
      .set("title", reason_phrase(refusal.status))
      .set("status", refusal.status)
      .set("detail", refusal.detail)
      .set("code", refusal.code)
      .set("request_id", request_id);
  Response response;
  response.status = refusal.status;
  response.content_type = "application/problem+json";
  response.fields.push_back({"X-Request-Id", std::string(request_id)});
  if (refusal.status == 503) response.fields.push_back({"Retry-After", "1"});
  response.body = body.text();
  return response;
}

Response refuse_plainly(const Refusal& refusal) {
  std::array<std::uint8_t, 12> random{};
  SystemEntropy().fill(random);
  const std::string_view bytes(reinterpret_cast<const char*>(random.data()), random.size());
  return problem(refusal, "req_" + to_hex(bytes));
}

}  // namespace wesel::http
