// Answers as JSON: objects, lists, events. Payments themselves are engine/view's.
#pragma once

#include <string>
#include <vector>

#include "engine/setup.hpp"
#include "http/message.hpp"

namespace wesel {

http::Response json_response(int status, std::string body);
// {"data": [...], "has_more": bool}
http::Response list_response(const std::vector<std::string>& data, bool has_more);

// An event; `payment` is its payment as it is now, as text.
std::string event_view(const EventRow& event, const std::string& payment);

}  // namespace wesel
