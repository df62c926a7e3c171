#include "journeys/problem.hpp"

#include <catch2/catch.hpp>

namespace wesel::journeys {

using std::string;

void check_problem(const Reply& reply, int status, const string& code, const string& param) {
  INFO(reply.status << " " << reply.body.substr(0, 600) << reply.why);
  CHECK(reply.status == status);
  CHECK(reply.header("content-type") == "application/problem+json");
  CHECK(reply.text("code") == code);
  CHECK(reply.text("param") == param);
  CHECK(reply["status"].integer() == status);
  CHECK_FALSE(reply.text("title").empty());
  CHECK_FALSE(reply.text("detail").empty());
  CHECK(reply.text("request_id").starts_with("req_"));
  CHECK(reply.text("request_id") == reply.header("x-request-id"));
  CHECK(reply.body.size() < 4'000);  // nothing endless is thrown back
}

}  // namespace wesel::journeys
