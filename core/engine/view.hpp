// A payment as merchants see it, in answers and webhooks alike: the JSON of design/api.md.
#pragma once

#include <string>

#include "engine/setup.hpp"

namespace wesel {

std::string view(const Payment& payment, const Setup& setup);

}  // namespace wesel
