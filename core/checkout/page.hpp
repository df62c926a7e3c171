// The checkout page: a payment, and what may be done with it now, as HTML. Pure functions of what
// they are given; the routes are api's.
#pragma once

#include <string>
#include <vector>

#include "checkout/words.hpp"
#include "domain/payment.hpp"

namespace wesel::checkout {

struct Page {
  std::string html;
  std::string policy;  // its Content-Security-Policy
};

struct Visit {
  std::string token;
  Language language = Language::indonesian;
  bool language_chosen = false;  // by ?lang=, so that links keep it
  bool choosing = false;         // the customer wants another method
  bool sorry = false;            // the method just chosen is not to be had
  Time now;
};

// `offered` matters where the customer may choose.
Page payment_page(const Payment& payment, const std::string& merchant,
                  const std::vector<Method>& offered, const Visit& visit);

// {"status", "state", "message"}: what the page's script looks at.
std::string status_body(const Payment& payment, const Visit& visit);

// No payment is behind this token.
Page unknown_page(Language language);
// We cannot say anything just now.
Page trouble_page(Language language);

}  // namespace wesel::checkout
