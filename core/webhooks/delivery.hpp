// One delivery of one event to its merchant: the message, where it goes, what the answer means.
// The state of the payment is read when the message is made, never when the event happened.
#pragma once

#include <optional>
#include <string>

#include "engine/setup.hpp"
#include "http/address.hpp"

namespace wesel {

struct Endpoint {
  std::string url;
  std::vector<Secret> secrets;
};

// Where a payment's events go: the payment's own callback_url, else its merchant's endpoint.
// Nothing: nobody wants them.
std::optional<Endpoint> endpoint_of(const Config& config, const EventRow& event);

// {"type", "id", "timestamp", "sequence", "mode", "data"}
std::string message_of(const EventRow& event, const Payment& payment, const Setup& setup);

// Whether an address may be called for this URL: outward only, unless the operator allowed the
// network; plain http only into allowed networks.
bool may_call(const http::Networks& allowed, std::string_view scheme, std::string_view address);

enum class Delivered {
  yes,
  gone,    // 410: this endpoint wants no more
  later,   // anything else
  silent,  // no answer in time: later, and it counts as slow
};

struct Delivery {
  Delivered how = Delivered::later;
  int status = 0;
  Millis retry_after{0};  // as it asked
};

// How long an answer asks us to wait, in seconds or until a date; at most a day.
Millis retry_after(const http::Fields& fields, Time now);

Delivery deliver(const Ports& ports, const Setup& setup, const http::Networks& allowed,
                 const Endpoint& endpoint, const EventRow& event, const Payment& payment);

}  // namespace wesel
