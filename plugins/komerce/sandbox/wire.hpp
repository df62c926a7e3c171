// What a create must look like, and the envelope around every answer.
#pragma once

#include <functional>

#include "wesel/json.hpp"
#include "wesel/sandbox.hpp"

namespace wesel::sandbox::komerce {

struct Bank {
  std::string_view code, name, va_prefix;
};

// Null if there is no such bank; codes are upper case.
const Bank* bank(std::string_view code);
// Of all that `off` does not name.
json::Array methods(const std::function<bool(std::string_view code)>& off);

struct Order {
  std::string order_id, payment_type, channel_code;
  std::string callback_url, callback_key;
  Amount amount;
  Millis expiry{0};
};

// Reads the body of a create into `order`; what is wrong with it, or nothing.
std::string read_order(const json::Document& body, Order& order);

Response success(std::string_view message, std::string_view data);
Response error(int status, std::string_view message);

}  // namespace wesel::sandbox::komerce
