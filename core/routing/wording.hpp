// Conditions in words, close to how they were written, for explain and check.
#pragma once

#include <string>
#include <vector>

#include "config/routes.hpp"

namespace wesel {

// The matcher alone: "qris", "[BCA, BNI]", "{ max = 10000000 }", "{ not = { prefix = V } }".
std::string text_of(const Condition& condition);
// "{ method = qris, country = ID }".
std::string text_of(const When& when);
// "[{ … }, { … }]".
std::string text_of(const std::vector<When>& group);

}  // namespace wesel
