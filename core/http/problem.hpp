// What is answered when a request never reaches a handler: RFC 9457 problem details.
#pragma once

#include <functional>
#include <string_view>

#include "http/message.hpp"

namespace wesel::http {

// Why a request was not taken. All texts are constants.
struct Refusal {
  int status = 0;
  std::string_view code;
  std::string_view detail;
};

// "Not Found" for 404.
std::string_view reason_phrase(int status);

Response problem(const Refusal& refusal, std::string_view request_id);

// Makes the answer to a refusal; the default gives each one a random request id.
using Refuse = std::function<Response(const Refusal&)>;
Response refuse_plainly(const Refusal& refusal);

}  // namespace wesel::http
