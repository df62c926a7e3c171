// What a token lets its bearer do: some operations of a closed list, and the one payment that they
// are about. A route that is not in the list is never given to a token, so that a new route must be
// decided on. Who the bearer is, and whether the token is genuine, is token.hpp's.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "domain/payment.hpp"
#include "engine/new_payment.hpp"

namespace wesel {

// What an operation is about, hence what a token that has it must name.
enum class About { nothing, new_payment, payment };

struct GrantedOperation {
  std::string_view name;   // as merchants write it: "GET /v1/payments/{id}"
  std::string_view scope;  // that its key needs; empty: any key's
  About about;
};

std::span<const GrantedOperation> granted_operations();
const GrantedOperation* find_operation(std::string_view name);

struct Grant {
  std::string id;                       // "tok_…"
  std::vector<std::string> operations;  // names
  // What the payment must have; empty: anything.
  std::string payment, reference;
  std::optional<Money> amount;

  // `pattern` as a route has it. HEAD is as GET.
  bool has(std::string_view method, std::string_view pattern) const;

  // Code forbidden, as the others. `body` may be any text: what is no JSON is refused elsewhere.
  static Result<void> may_say(std::string_view body);
  Result<void> may_create(const NewPayment& request) const;
  Result<void> may_touch(const Payment& payment) const;
};

}  // namespace wesel
