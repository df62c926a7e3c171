// A Code 128 barcode as SVG: what the tills of Indonesian shops read. A library for it would be
// eight times this room's size.
#pragma once

#include <string_view>

#include "checkout/html.hpp"

namespace wesel::checkout {

// Printable ASCII, at most 32 characters; empty for anything else.
Html barcode(std::string_view text, std::string_view label);

}  // namespace wesel::checkout
