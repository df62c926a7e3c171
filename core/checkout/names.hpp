// What banks, wallets and shops are called by the people who use them, and what a method is called.
#pragma once

#include <string>
#include <string_view>

#include "checkout/words.hpp"
#include "domain/payment.hpp"

namespace wesel::checkout {

// "Mandiri" for "MANDIRI"; what is not known here keeps its code.
std::string channel_name(std::string_view channel);
// "BCA Virtual Account", "QRIS", "DANA".
std::string method_name(const Method& method, Language language);

}  // namespace wesel::checkout
