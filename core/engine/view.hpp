// A payment as merchants see it, in answers and webhooks alike, and as operators do: the JSON of
// design/api.md.
#pragma once

#include <string>

#include "engine/setup.hpp"

namespace wesel {

std::string view(const Payment& payment, const Setup& setup);

// The same for operators: with its merchant, and with what was decided about its exceptions.
std::string operator_view(const Payment& payment, const Setup& setup);

}  // namespace wesel
