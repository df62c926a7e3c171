// The sentence of every code that routing gives. A code without one is shown as it is.
#include "domain/decision.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace wesel {

using std::string;
using std::string_view;

namespace {

struct Sentence {
  string_view code;
  string_view text;  // {} is the detail
};

constexpr auto kSentences = std::to_array<Sentence>({
    {"account_disabled", "the account is disabled in the configuration"},
    {"amount_above_maximum", "the amount is above the maximum of {}"},
    {"amount_below_minimum", "the amount is below the minimum of {}"},
    {"balance_too_low", "its balance is too low: {} are there"},
    {"breaker_open", "its breaker is open after too many failures"},
    {"channel_not_offered", "it does not offer this channel: {}"},
    {"currency_not_offered", "it does not offer this currency: {}"},
    {"disabled_by_operator", "an operator has disabled the account"},
    {"excluded_by_pin", "the payment asks for the account {}"},
    {"expiry_too_short", "its shortest expiry of {} s is longer than the one asked for"},
    {"fee", "fee at {}"},
    {"fee_unknown", "the fee at {} is not known"},
    {"field_missing", "the payment lacks {}"},
    {"in_flight_limit", "it is at its limit of requests in flight"},
    {"instrument_outlives_expiry", "what it issues lives {} s, longer than the expiry asked for"},
    {"method_not_offered", "it does not offer this method: {}"},
    {"method_switched_off", "its provider's own list says that this is switched off"},
    {"no_figures_yet", "there are no figures yet to pick the {}; the listed order stands"},
    {"no_route", "no route matches this payment"},
    {"not_for_merchant", "the account does not take money for the merchant {}"},
    {"outside_hours", "outside its hours: {}"},
    {"pin_not_in_route", "the account asked for, {}, is not among those the route uses"},
    {"pinned", "narrowed to the account asked for, {}"},
    {"probed", "every breaker is open; {} is the least bad and is tried"},
    {"quarantined", "it is quarantined"},
    {"split_point", "the payment's id falls on {} of the split"},
    {"wrong_mode", "the account is for {} payments"},
});

}  // namespace

string render(const Reason& reason) {
  const auto found = std::find_if(kSentences.begin(), kSentences.end(),
                                  [&](const Sentence& one) { return one.code == reason.code; });
  if (found != kSentences.end()) return fmt::format(fmt::runtime(found->text), reason.detail);
  string words = reason.code;
  std::replace(words.begin(), words.end(), '_', ' ');
  return reason.detail.empty() ? words : words + ": " + reason.detail;
}

}  // namespace wesel
