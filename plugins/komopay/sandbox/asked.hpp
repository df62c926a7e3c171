// What a create asks for, read and checked: BasicErrors for what has no right shape, lists of
// business errors for what may not be. Shared by payins and payouts.
#pragma once

#include <functional>

#include "komopay.hpp"
#include "wesel/json.hpp"

namespace wesel::sandbox::komopay {

struct Money {
  Amount amount;
  std::string currency;
  json::Object json() const;
  bool operator==(const Money&) const = default;
};

struct Operator {
  std::string_view code, name, bank_code;
};

struct Asked {
  Money money;
  std::string segment, method, operator_code;
  std::string account_name, account_number, account_type;
  std::string bank_code, bank_name, bank_branch, bank_city, bank_province;
  std::string email, phone, callback_url, return_url;
};

Response basic(int status, std::string_view description);
// 406 with one business error.
Response business(std::string_view code, std::string_view attribute);

bool good_id(std::string_view id);  // of a payin or payout
const Operator* operator_of(std::string_view code);
// {"data":[…]} of the methods and operators open for this currency that `off` does not name.
using Off = std::function<bool(std::string_view code)>;
std::string options(Kind kind, const std::string& currency, const Off& off);

// Each gives the answer that refuses, or nothing.
std::optional<Response> read_money(const json::Value& requested, Money& money);
std::optional<Response> check_limits(const Money& money, const KomopaySettings& settings);
std::optional<Response> read_payin(const json::Document& body, Asked& asked);
std::optional<Response> read_payout(const json::Document& body, Asked& asked);

// The answer to a query: paymentRequested, process, fee, paymentMethodResponse.
std::string detail(const Entry& entry, const json::Object& method_response);
json::Object requested(const Entry& entry);
std::string zulu(Time time);

}  // namespace wesel::sandbox::komopay
