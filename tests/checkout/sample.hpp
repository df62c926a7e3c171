// Payments as the page meets them.
#pragma once

#include "checkout/page.hpp"

namespace wesel::checkout {

inline const Time kNow = from_ms(1'767'250'800'000);  // 2026-01-01 07:00:00 UTC

// Rp100.000 at "Toko Budi", pending by BCA virtual account, for a day.
Payment sample();
// The same, to be paid as these say.
Payment shown(Instructions instructions);
Instructions instructions(std::string type, Pairs fields);

Visit visit(Language language = Language::indonesian);
std::string page(const Payment& payment, Language language = Language::indonesian,
                 const std::vector<Method>& offered = {});
bool has(std::string_view text, std::string_view part);

}  // namespace wesel::checkout
