// Amounts and times as people in Indonesia write them.
#pragma once

#include <string>

#include "base/clock.hpp"
#include "checkout/words.hpp"
#include "domain/money.hpp"

namespace wesel::checkout {

// "Rp100.000"; other currencies by their code: "USD 1,042.05", in Indonesian "USD 1.042,05".
std::string amount_text(const Money& money, Language language);
// The same of a decimal text, with exactly the decimals that it has; "100000.42" of IDR is
// "Rp100.000,42".
std::string amount_text(std::string_view decimal, std::string_view currency, Language language);

// "21 November 2026, 18.30 WIB": western Indonesian time, which has no summer time.
std::string time_text(Time time, Language language);

}  // namespace wesel::checkout
