// The meaning of a compiled condition; compile.cpp makes them from what was written.
#include "routing/predicate.hpp"

#include <algorithm>
#include <array>

namespace wesel {

using std::optional;
using std::string_view;
using Name = Attribute::Name;

namespace {

constexpr auto kAttributes = std::to_array<std::pair<string_view, Name>>({
    {"kind", Name::kind},
    {"merchant", Name::merchant},
    {"mode", Name::mode},
    {"method", Name::method},
    {"channel", Name::channel},
    {"currency", Name::currency},
    {"amount", Name::amount},
    {"country", Name::country},
    {"customer.email_domain", Name::email_domain},
    {"hour", Name::hour},
    {"weekday", Name::weekday},
});
constexpr string_view kMetadata = "metadata.";

constexpr std::array<string_view, 24> kHours{"0",  "1",  "2",  "3",  "4",  "5",  "6",  "7",
                                             "8",  "9",  "10", "11", "12", "13", "14", "15",
                                             "16", "17", "18", "19", "20", "21", "22", "23"};
constexpr std::array<string_view, 7> kWeekdays{"mon", "tue", "wed", "thu", "fri", "sat", "sun"};

optional<string_view> filled(string_view text) {
  if (text.empty()) return std::nullopt;
  return text;
}

}  // namespace

optional<Attribute> find_attribute(string_view text) {
  for (const auto& [word, attribute] : kAttributes)
    if (word == text) return Attribute{attribute, {}};
  if (text.size() > kMetadata.size() && text.starts_with(kMetadata))
    return Attribute{Name::metadata, std::string(text.substr(kMetadata.size()))};
  return std::nullopt;
}

bool may_be_missing(const Attribute& attribute) {
  switch (attribute.name) {
    case Name::method:
    case Name::channel:
    case Name::country:
    case Name::email_domain:
    case Name::metadata: return true;
    default: return false;
  }
}

std::vector<std::string> domain_of(const Attribute& attribute) {
  switch (attribute.name) {
    case Name::kind: return {"payment", "payout"};
    case Name::mode: return {"live", "sandbox"};
    case Name::hour: return {kHours.begin(), kHours.end()};
    case Name::weekday: return {kWeekdays.begin(), kWeekdays.end()};
    default: return {};
  }
}

optional<string_view> seen(const Attribute& attribute, const Subject& subject) {
  const Facts& facts = subject.facts;
  switch (attribute.name) {
    case Name::kind: return name(facts.kind);
    case Name::merchant: return filled(facts.merchant);
    case Name::mode: return name(facts.mode);
    case Name::method: return filled(facts.method);
    case Name::channel: return filled(facts.channel);
    case Name::currency: return filled(facts.amount.currency.text());
    case Name::country: return filled(facts.country);
    case Name::email_domain: return filled(facts.email_domain);
    case Name::metadata: return find_metadata(facts, attribute.key);
    case Name::hour: return kHours[static_cast<std::size_t>(subject.local.hour)];
    case Name::weekday: return kWeekdays[static_cast<std::size_t>(subject.local.weekday)];
    case Name::amount: break;
  }
  return std::nullopt;
}

bool Predicate::holds(optional<string_view> value) const {
  bool base = false;
  switch (type) {
    case Type::any_of:
      base = value && std::binary_search(values.begin(), values.end(), *value, std::less<>{});
      break;
    case Type::prefix: base = value && value->starts_with(prefix); break;
    case Type::exists: base = value.has_value() == wanted; break;
    case Type::amount: break;
  }
  return base != negated;
}

bool Predicate::holds(const Subject& subject) const {
  const Money& amount = subject.facts.amount;
  if (attribute.name != Name::amount) return holds(seen(attribute, subject));
  if (type == Type::exists) return (static_cast<bool>(amount.currency) == wanted) != negated;
  bool base = false;
  if (amount.currency && amount.currency == currency)
    for (const AmountRange& range : amounts)
      base = base || (range.min <= amount.minor && amount.minor <= range.max);
  return base != negated;
}

bool Clause::holds(const Subject& subject) const {
  for (const Predicate& predicate : all)
    if (!predicate.holds(subject)) return false;
  for (const Clause& clause : none)
    if (clause.holds(subject)) return false;
  if (any.empty()) return true;
  return std::any_of(any.begin(), any.end(),
                     [&](const Clause& clause) { return clause.holds(subject); });
}

Clause flatten(Clause clause) {
  std::vector<Clause> none;
  for (Clause& one : clause.none) {
    const bool single = one.all.size() == 1 && one.any.empty() && one.none.empty();
    if (!single) {
      none.push_back(std::move(one));
      continue;
    }
    one.all[0].negated = !one.all[0].negated;
    clause.all.push_back(std::move(one.all[0]));
  }
  clause.none = std::move(none);
  if (clause.any.size() == 1 && clause.any[0].any.empty()) {
    Clause only = std::move(clause.any[0]);
    clause.any.clear();
    std::move(only.all.begin(), only.all.end(), std::back_inserter(clause.all));
    std::move(only.none.begin(), only.none.end(), std::back_inserter(clause.none));
  }
  return clause;
}

}  // namespace wesel
