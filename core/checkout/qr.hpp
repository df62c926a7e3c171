// A QR code as SVG, one path, sharp at any size. What is in it is for the caller to know.
#pragma once

#include <string_view>

#include "checkout/html.hpp"

namespace wesel::checkout {

// `label` is what it says to those who do not see it. Empty: the text does not fit a QR code.
Html qr_code(std::string_view text, std::string_view label);

}  // namespace wesel::checkout
