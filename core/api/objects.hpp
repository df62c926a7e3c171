// What /v1/payments and /v1/payouts have in common: an object as it is, the list of them, the
// history of one, and the answer to a create. Each resource says its kind.
#pragma once

#include "api/read_parts.hpp"
#include "api/routes.hpp"
#include "engine/engine.hpp"

namespace wesel {

// What reading a create needs to know of the caller and the installation.
ReadContext read_context(Context& context, const Call& call);

// Creates it, or finds that it was. The answer is 201; 202 while nobody knows what becomes of it;
// 200 when it is not the first of its reference or key.
Result<http::Response> post_object(Context& context, const Call& call, const NewPayment& request);

// GET of one, of the list, and of one's events.
void add_reading(Routes& routes, Context& context, Kind kind);

}  // namespace wesel
