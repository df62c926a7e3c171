// The QR picture of a provider that gives no text: fetched by the engine and handed on, so that the
// customer's browser talks to nobody else.
#pragma once

#include "engine/setup.hpp"
#include "http/message.hpp"

namespace wesel {

// Outward or into networks that the operator allows, as webhooks are; no redirect is followed, no
// type but pictures and no more than limits::kPictureBytes passes. A provider that does not hand
// over such a picture is answered for with 502. Code not_found: the payment has none.
Result<http::Response> picture_of(const Ports& ports, const Setup& setup, const Payment& payment);

}  // namespace wesel
