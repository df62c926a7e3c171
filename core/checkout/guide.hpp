// How to pay, step by step: at a cash machine, in a bank's app, in its internet banking, with any
// QRIS app, at a shop's till. Menus are named as the banks name them.
#pragma once

#include <string>

#include "checkout/html.hpp"
#include "checkout/words.hpp"

namespace wesel::checkout {

// What the steps speak of.
struct Bill {
  std::string channel;  // "BCA"
  std::string number;   // to type
  std::string amount;   // "Rp100.000"
  std::string name;     // as the bank or till will show it; may be empty
};

Html virtual_account_guide(const Bill& bill, Language language);
Html qris_guide(const Bill& bill, Language language);
Html retail_guide(const Bill& bill, Language language);

}  // namespace wesel::checkout
