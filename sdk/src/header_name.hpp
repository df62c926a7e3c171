// Names of HTTP fields are the same in any case (RFC 9110).
#pragma once

#include <string_view>

namespace wesel::sdk {

bool same_header(std::string_view a, std::string_view b);

}  // namespace wesel::sdk
