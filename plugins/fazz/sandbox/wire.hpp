// The shapes of Fazz's requests and answers: JSON:API-like objects, errors, and what a create may
// ask for.
#pragma once

#include "fazz.hpp"
#include "wesel/json.hpp"

namespace wesel::sandbox::fazz {

// errors[0] with the HTTP status that belongs to the code.
Response error(std::string_view code, std::string_view detail);
Response invalid(std::string_view detail);  // 005

// {"data": …} of an entry as it is now.
json::Object object(const Entry& entry);
// The same with what a callback is to tell otherwise.
json::Object object(Entry entry, const Twist& twist);
Response shown(int status, const Entry& entry);

struct Bank {
  std::string_view code, name;
};
const Bank* bank(std::string_view code);
json::Array banks();

// What is wrong with the attributes, or nothing.
std::string check_payment(const json::Value& attributes);
std::string check_method(std::string_view type, const json::Value& attributes);
std::string check_disbursement(const json::Value& attributes);
// Equal for two bodies that ask for the same.
std::string fingerprint(const json::Value& value);

}  // namespace wesel::sandbox::fazz
