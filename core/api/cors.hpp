// Cross-origin calls (the Fetch standard's CORS protocol): pages of the configured origins may call
// /v1 with tokens and read the answers. No wildcard, no cookies; other origins are told nothing.
#pragma once

#include <string_view>

#include "engine/setup.hpp"
#include "http/message.hpp"

namespace wesel {

// Whether a page of a configured origin calls.
bool from_known_page(const http::Request& request, const Setup& setup);

// Whether its browser asks beforehand if it may call.
bool is_preflight(const http::Request& request, const Setup& setup);
http::Response preflight_response();

// Lets the page read the answer.
void tell_origin(const http::Request& request, const Setup& setup, http::Response& response);

}  // namespace wesel
