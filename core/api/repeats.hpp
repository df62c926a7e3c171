// Idempotency-Key on any POST: the same key again answers the object as it is now, and another body
// under it is refused. Creates claim their key with the payment itself; here is what others need.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "api/routes.hpp"
#include "engine/engine.hpp"

namespace wesel {

// Quoted or bare; 1 to 255 visible characters.
Result<std::optional<std::string>> idempotency_key(const Call& call);

// As the store knows it: merchant/mode/method path/key, a token's with its id before the method.
std::string repeat_key(const Call& call, const std::string& key);

// The payment that the path's first "{}" names, if it is the caller's and its token's.
Result<Payment> payment_at(Context& context, const Call& call);
// The same for either kind.
Result<Payment> object_at(Context& context, const Call& call, Kind kind);

// Does `action` with the payment of the path, unless this key already did it. Refusals are not
// remembered.
using PaymentAction = std::function<Result<http::Response>(Payment)>;
Result<http::Response> once(Context& context, const Call& call, const PaymentAction& action);

}  // namespace wesel
