// Errors as RFC 9457 problem details: the stable codes of design/api.md and their HTTP statuses.
#pragma once

#include <string_view>

#include "base/result.hpp"
#include "http/message.hpp"

namespace wesel {

// Every code has one status; one that is not known is a bug, 500.
int status_of(std::string_view code);

// Adds Retry-After to 429 and 503. The detail of a bug is not told.
http::Response problem(const Error& error, std::string_view request_id, int retry_after_s = 0);

// Short for handlers.
Error refuse(std::string_view code, std::string message, std::string where = {});

}  // namespace wesel
