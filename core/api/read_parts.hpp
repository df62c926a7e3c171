// The parts that requests for payments and for payouts have in common, each read strictly and noted
// in the request's Mistake. What is particular to one of them is read_payment's or read_payout's.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "api/fields.hpp"
#include "engine/new_payment.hpp"
#include "wesel/json.hpp"

namespace wesel {

struct ReadContext {
  Time now;
  // Whether the merchant has a webhook secret, without which a callback_url is of no use.
  bool can_sign = false;
  // Networks that plain http and inner addresses may be used for.
  std::vector<std::string> allow_networks;
};

// The JSON of a body, or invalid_json.
Result<json::Document> read_json(std::string_view body);

std::string read_reference(Fields& in);
// Amount and currency; a currency that is not known leaves none.
Currency read_money(Fields& in, Money& amount);
// What is paid by: with a text for the payer to see, where there is one who pays.
Method read_method(json::Value part, Mistake& mistake);
// The same for what is paid out: a type and a channel.
Method read_payout_method(json::Value part, Mistake& mistake);
std::string read_email(Fields& in);
std::string read_callback_url(Fields& in, const ReadContext& context);
Pairs read_metadata(json::Value part, Mistake& mistake);

inline constexpr std::string_view kUpperLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
inline constexpr std::string_view kDigits = "0123456789";
inline bool only(std::string_view text, std::string_view allowed) {
  return text.find_first_not_of(allowed) == text.npos;
}

}  // namespace wesel
