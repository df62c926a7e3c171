// The page's style and script, from the files beside this one; they are embedded at build. Pages
// carry them inline, and the content security policy knows them by their hashes.
#pragma once

#include <string_view>

namespace wesel::checkout {

extern const std::string_view kStyle, kScript;

}  // namespace wesel::checkout
