// One condition of a route, compiled: its values parsed, typed and sorted once, so that a decision
// only compares. A missing attribute holds for { exists = false } and for what is negated.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/timezone.hpp"
#include "config/problem.hpp"
#include "config/routes.hpp"
#include "routing/facts.hpp"

namespace wesel {

struct Attribute {
  enum class Name {
    kind,
    merchant,
    mode,
    method,
    channel,
    currency,
    amount,
    country,
    email_domain,
    metadata,
    hour,
    weekday,
  };
  Name name = Name::kind;
  std::string key;  // of metadata

  friend auto operator<=>(const Attribute&, const Attribute&) = default;
};

// As rules name it: "customer.email_domain", "metadata.tier".
std::optional<Attribute> find_attribute(std::string_view text);
// Whether a payment can be without it.
bool may_be_missing(const Attribute& attribute);
// Every value there is, where the set is closed (kind, mode, hour, weekday); else empty.
std::vector<std::string> domain_of(const Attribute& attribute);

// Facts with the wall clock of the rule set's timezone.
struct Subject {
  const Facts& facts;
  LocalTime local;
};

// The attribute's value as rules write it; nothing where it is missing. Not for amounts.
std::optional<std::string_view> seen(const Attribute& attribute, const Subject& subject);

// Minor units, inclusive.
struct AmountRange {
  std::int64_t min = 0;
  std::int64_t max = 0;
};

struct Predicate {
  enum class Type { any_of, prefix, exists, amount };
  Attribute attribute;
  Type type = Type::any_of;
  bool negated = false;
  std::vector<std::string> values;  // any_of: sorted, each once
  std::string prefix;
  bool wanted = true;  // exists
  Currency currency;   // amount
  std::vector<AmountRange> amounts;

  // Of a text attribute; nothing: it is missing.
  bool holds(std::optional<std::string_view> value) const;
  bool holds(const Subject& subject) const;
};

// A conjunction, as config's When.
struct Clause {
  std::vector<Predicate> all;
  std::vector<Clause> any;
  std::vector<Clause> none;

  bool holds(const Subject& subject) const;
};

// What says the same with fewer groups, so that more can be looked up or reasoned about: none of
// one condition is its negation, any of one alternative is that alternative.
Clause flatten(Clause clause);

// What cannot be compiled is told in `problems` and left out.
Clause compile(const When& when, std::vector<Problem>& problems);
std::optional<Predicate> compile(const Condition& condition, std::vector<Problem>& problems);

}  // namespace wesel
