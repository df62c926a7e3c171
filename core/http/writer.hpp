// Messages into bytes: answers of the listener and requests of the client, each as one buffer so
// that one send carries it. What would break the framing is refused, not escaped.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "http/message.hpp"
#include "http/transport.hpp"

namespace wesel::http {

enum class After { keep_alive, close };

// Appends the answer; `head_only` leaves the body out but tells its length. False when a field
// cannot be written, and then nothing is appended.
bool write_response(std::string& out, const Response& response, After after, bool head_only);

// Nothing when method, target or a field cannot be written.
std::optional<std::string> write_request(const Outbound& request);

}  // namespace wesel::http
