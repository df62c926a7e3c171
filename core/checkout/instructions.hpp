// How the customer pays, by what the provider gave: a number, a code, a till's code, a transfer, a
// push to the phone, another page.
#pragma once

#include <string>

#include "checkout/html.hpp"
#include "checkout/words.hpp"
#include "domain/payment.hpp"

namespace wesel::checkout {

struct Instruction {
  std::string title;  // plain words
  Html html;
  bool picture = false;  // shows <token>/image
  std::string form_to;   // a form goes to this URL
};

// Of the current attempt, which has instructions. `here`: the page's own last path segment.
Instruction instruction_of(const Payment& payment, const std::string& merchant,
                           const std::string& here, Language language);

// What is to be paid as instructed: a transfer may have to be of an amount of its own, by which the
// provider knows it.
std::string due_of(const Payment& payment);

// The value of one of its fields; empty: it has none.
std::string_view field_of(const Instructions& instructions, std::string_view name);

}  // namespace wesel::checkout
