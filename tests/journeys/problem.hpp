// What every refusal must look like (RFC 9457), checked in one place.
#pragma once

#include <string>

#include "journeys/caller.hpp"

namespace wesel::journeys {

// An empty `param`: the refusal names no field.
void check_problem(const Reply& reply, int status, const std::string& code,
                   const std::string& param);

}  // namespace wesel::journeys
