// Conditions as written to predicates. Configuration refuses most nonsense before; what is left is
// told here with its place, and nothing is guessed.
#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "routing/predicate.hpp"

namespace wesel {

using std::optional;
using std::string;
using std::string_view;
using Name = Attribute::Name;

namespace {

using Problems = std::vector<Problem>;

void tell(Problems& problems, const Place& place, string message) {
  problems.push_back({Severity::error, place, std::move(message)});
}

// Compiles one condition; each step returns false after telling what is wrong.
struct ConditionCompiler {
  const Condition& from;
  Problems& problems;
  Predicate to{};

  bool refuse(string message) {
    tell(problems, from.place, from.attribute + ": " + std::move(message));
    return false;
  }

  bool known_value(const string& value) {
    const std::vector<string> domain = domain_of(to.attribute);
    if (!domain.empty() && std::find(domain.begin(), domain.end(), value) == domain.end())
      return refuse(fmt::format("\"{}\" is not one of {}", value, fmt::join(domain, ", ")));
    if (to.attribute.name == Name::currency && !find_currency(value))
      return refuse(fmt::format("\"{}\" is not a known currency", value));
    return true;
  }

  bool take(const AnyOf& any_of) {
    if (any_of.values.empty()) return refuse("an empty list matches nothing; name a value");
    to.type = Predicate::Type::any_of;
    to.values = any_of.values;
    for (string& value : to.values) {
      if (to.attribute.name == Name::email_domain)
        for (char& c : value)
          if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
      if (!known_value(value)) return false;
    }
    sort_values();
    return true;
  }

  // Hours and weekdays, as the list of what lies between.
  bool take(const Range& range) {
    if (to.attribute.name != Name::hour && to.attribute.name != Name::weekday)
      return refuse("min and max are for amount, hour and weekday");
    const std::vector<string> domain = domain_of(to.attribute);
    const string min = range.min.value_or(domain.front()), max = range.max.value_or(domain.back());
    if (!known_value(min) || !known_value(max)) return false;
    const auto first = std::find(domain.begin(), domain.end(), min);
    const auto last = std::find(domain.begin(), domain.end(), max);
    to.type = Predicate::Type::any_of;
    if (first <= last) to.values.assign(first, last + 1);
    sort_values();
    return true;
  }

  bool take(const Prefix& prefix) {
    const Name name = to.attribute.name;
    if (name == Name::hour || name == Name::weekday)
      return refuse("prefix has no meaning here; name the values or give min and max");
    to.type = Predicate::Type::prefix;
    to.prefix = prefix.text;
    return true;
  }

  bool take(const Exists& exists) {
    to.type = Predicate::Type::exists;
    to.wanted = exists.wanted;
    return true;
  }

  optional<std::int64_t> minor(const string& text) {
    // parse_money refuses zero, which is a fine lower end of a range.
    if (text.find_first_not_of("0.") == string::npos && text.starts_with('0')) return 0;
    const Result<Money> money = parse_money(text, to.currency);
    if (money) return money->minor;
    refuse(fmt::format("\"{}\" is not an amount of {}: {}", text, to.currency.text(),
                       money.error().message));
    return std::nullopt;
  }

  bool take_amount() {
    if (std::holds_alternative<Exists>(from.matcher)) return take(std::get<Exists>(from.matcher));
    if (from.currency.empty()) return refuse("needs a currency beside it");
    const Result<Currency> currency = find_currency(from.currency);
    if (!currency) return refuse(fmt::format("\"{}\" is not a known currency", from.currency));
    to.type = Predicate::Type::amount;
    to.currency = *currency;
    if (const auto* range = std::get_if<Range>(&from.matcher)) {
      const optional<std::int64_t> min = range->min ? minor(*range->min) : 0;
      const optional<std::int64_t> max =
          range->max ? minor(*range->max) : std::numeric_limits<std::int64_t>::max();
      if (min && max) to.amounts.push_back({*min, *max});
      return min && max;
    }
    const auto* any_of = std::get_if<AnyOf>(&from.matcher);
    if (!any_of) return refuse("takes a number, a list of them, or min and max");
    for (const string& value : any_of->values) {
      const optional<std::int64_t> exactly = minor(value);
      if (!exactly) return false;
      to.amounts.push_back({*exactly, *exactly});
    }
    return true;
  }

  void sort_values() {
    std::sort(to.values.begin(), to.values.end());
    to.values.erase(std::unique(to.values.begin(), to.values.end()), to.values.end());
  }
};

}  // namespace

optional<Predicate> compile(const Condition& condition, Problems& problems) {
  const optional<Attribute> attribute = find_attribute(condition.attribute);
  if (!attribute) {
    tell(problems, condition.place,
         fmt::format("\"{}\" is not an attribute of a payment", condition.attribute));
    return std::nullopt;
  }
  ConditionCompiler compiler{condition, problems};
  compiler.to.attribute = *attribute;
  compiler.to.negated = condition.negated;
  const bool fine = attribute->name == Name::amount
                        ? compiler.take_amount()
                        : std::visit([&](const auto& matcher) { return compiler.take(matcher); },
                                     condition.matcher);
  if (!fine) return std::nullopt;
  return std::move(compiler.to);
}

Clause compile(const When& when, Problems& problems) {
  Clause clause;
  for (const Condition& condition : when.all)
    if (optional<Predicate> predicate = compile(condition, problems))
      clause.all.push_back(std::move(*predicate));
  for (const When& one : when.any) clause.any.push_back(compile(one, problems));
  for (const When& one : when.none) clause.none.push_back(compile(one, problems));
  return clause;
}

}  // namespace wesel
