#include "routing/implication.hpp"

#include <algorithm>
#include <limits>
#include <set>

namespace wesel {

using std::optional;
using std::string;
using std::vector;
using Name = Attribute::Name;
using Type = Predicate::Type;

namespace {

constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();

// A value, or nothing for "missing".
using Values = vector<optional<string>>;
using Ranges = vector<AmountRange>;

bool positive(const Predicate& predicate, Type type) {
  return predicate.type == type && !predicate.negated;
}

bool wants_missing(const Predicate& predicate) {
  return predicate.type == Type::exists && predicate.wanted == predicate.negated;
}

// Every value the conjunction allows for a text attribute; nothing where they are endless.
optional<Values> values_of(const vector<Predicate>& all, const Attribute& attribute) {
  Values values;
  bool finite = false;
  for (const string& value : domain_of(attribute)) values.emplace_back(value), finite = true;
  for (const Predicate& predicate : all) {
    if (finite || predicate.attribute != attribute) continue;
    if (positive(predicate, Type::any_of)) {
      values.assign(predicate.values.begin(), predicate.values.end());
      finite = true;
    } else if (wants_missing(predicate)) {
      if (may_be_missing(attribute)) values.push_back(std::nullopt);
      finite = true;
    }
  }
  if (!finite) return std::nullopt;
  std::erase_if(values, [&](const optional<string>& value) {
    return std::any_of(all.begin(), all.end(), [&](const Predicate& predicate) {
      return predicate.attribute == attribute && !predicate.holds(value);
    });
  });
  return values;
}

Ranges complement(const Ranges& ranges) {
  Ranges sorted = ranges;
  std::sort(sorted.begin(), sorted.end(),
            [](const AmountRange& a, const AmountRange& b) { return a.min < b.min; });
  Ranges out;
  std::int64_t from = 1;
  for (const AmountRange& range : sorted) {
    if (range.min > from) out.push_back({from, range.min - 1});
    if (range.max == kMost) return out;
    from = std::max(from, range.max + 1);
  }
  out.push_back({from, kMost});
  return out;
}

Ranges intersect(const Ranges& a, const Ranges& b) {
  Ranges out;
  for (const AmountRange& x : a)
    for (const AmountRange& y : b)
      if (const AmountRange both{std::max(x.min, y.min), std::min(x.max, y.max)};
          both.min <= both.max)
        out.push_back(both);
  return out;
}

// The amounts in this currency that the conjunction allows; every amount is above zero.
Ranges amounts_of(const vector<Predicate>& all, Currency currency) {
  Ranges out{{1, kMost}};
  const auto currencies = values_of(all, {Name::currency, {}});
  if (currencies &&
      std::find(currencies->begin(), currencies->end(), currency.text()) == currencies->end())
    return {};
  for (const Predicate& predicate : all) {
    if (predicate.type != Type::amount) continue;
    const bool same = predicate.currency == currency;
    if (same)
      out = intersect(out, predicate.negated ? complement(predicate.amounts) : predicate.amounts);
    if (!same && !predicate.negated) return {};
  }
  return out;
}

// The one currency that the conjunction allows, if it is one.
optional<Currency> currency_of(const vector<Predicate>& all) {
  for (const Predicate& predicate : all)
    if (positive(predicate, Type::amount)) return predicate.currency;
  const auto values = values_of(all, {Name::currency, {}});
  if (!values || values->size() != 1 || !values->front()) return std::nullopt;
  const Result<Currency> currency = find_currency(*values->front());
  return currency ? optional<Currency>(*currency) : std::nullopt;
}

bool conjunction_empty(const vector<Predicate>& all) {
  if (const optional<Currency> currency = currency_of(all);
      currency && amounts_of(all, *currency).empty())
    return true;
  return std::any_of(all.begin(), all.end(), [&](const Predicate& predicate) {
    if (predicate.attribute.name == Name::amount) return wants_missing(predicate);
    const auto values = values_of(all, predicate.attribute);
    return values && values->empty();
  });
}

// Whether `known`, which holds, makes `asked` hold, for values that are endless.
bool follows(const Predicate& known, const Predicate& asked) {
  const bool known_prefix = positive(known, Type::prefix);
  switch (asked.type) {
    case Type::exists:
      if (asked.wanted == asked.negated) return wants_missing(known);
      return known.type == Type::exists ? !wants_missing(known) : !known.negated;
    case Type::any_of:
      if (!asked.negated) return false;
      if (known_prefix)
        return std::none_of(asked.values.begin(), asked.values.end(),
                            [&](const string& v) { return v.starts_with(known.prefix); });
      return known.type == Type::any_of && known.negated &&
             std::includes(known.values.begin(), known.values.end(), asked.values.begin(),
                           asked.values.end());
    case Type::prefix:
      if (known.type != Type::prefix) return false;
      if (!asked.negated) return known_prefix && known.prefix.starts_with(asked.prefix);
      if (known.negated) return asked.prefix.starts_with(known.prefix);
      return !known.prefix.starts_with(asked.prefix) && !asked.prefix.starts_with(known.prefix);
    case Type::amount: break;
  }
  return false;
}

bool implies_amount(const vector<Predicate>& all, const Predicate& asked) {
  if (asked.type == Type::exists) return !wants_missing(asked);
  const Ranges possible = amounts_of(all, asked.currency);
  if (asked.negated) return intersect(possible, asked.amounts).empty();
  const optional<Currency> currency = currency_of(all);
  return currency && *currency == asked.currency &&
         intersect(possible, complement(asked.amounts)).empty();
}

bool implies_one(const vector<Predicate>& all, const Predicate& asked) {
  if (asked.attribute.name == Name::amount) return implies_amount(all, asked);
  if (const auto values = values_of(all, asked.attribute))
    return std::all_of(values->begin(), values->end(),
                       [&](const optional<string>& value) { return asked.holds(value); });
  if (!may_be_missing(asked.attribute) && asked.type == Type::exists) return !wants_missing(asked);
  return std::any_of(all.begin(), all.end(), [&](const Predicate& known) {
    return known.attribute == asked.attribute && follows(known, asked);
  });
}

bool implies_groups(const Clause& narrow, const Clause& wide) {
  for (const Clause& none : wide.none)
    if (!never_holds(both(narrow, none))) return false;
  return wide.any.empty() || std::any_of(wide.any.begin(), wide.any.end(),
                                         [&](const Clause& one) { return implies(narrow, one); });
}

// The clause with one of its alternatives taken.
Clause taken(const Clause& clause, const Clause& alternative) {
  return both(Clause{clause.all, {}, clause.none}, alternative);
}

}  // namespace

Clause both(const Clause& a, const Clause& b) {
  Clause out = a;
  out.all.insert(out.all.end(), b.all.begin(), b.all.end());
  out.none.insert(out.none.end(), b.none.begin(), b.none.end());
  // Two lists of alternatives are one list of pairs.
  if (a.any.empty() || b.any.empty()) {
    out.any.insert(out.any.end(), b.any.begin(), b.any.end());
    return out;
  }
  out.any.clear();
  for (const Clause& x : a.any)
    for (const Clause& y : b.any) out.any.push_back(both(x, y));
  return out;
}

bool never_holds(const Clause& clause) {
  if (conjunction_empty(clause.all)) return true;
  for (std::size_t i = 0; i < clause.none.size(); ++i) {
    Clause rest = clause;
    rest.none.erase(rest.none.begin() + static_cast<std::ptrdiff_t>(i));
    if (implies(rest, clause.none[i])) return true;
  }
  return !clause.any.empty() &&
         std::all_of(clause.any.begin(), clause.any.end(),
                     [&](const Clause& one) { return never_holds(taken(clause, one)); });
}

bool implies(const Clause& narrow, const Clause& wide) {
  const auto left = not_implied(narrow, wide);
  if (left && left->empty()) return true;
  return !narrow.any.empty() &&
         std::all_of(narrow.any.begin(), narrow.any.end(),
                     [&](const Clause& one) { return implies(taken(narrow, one), wide); });
}

optional<vector<const Predicate*>> not_implied(const Clause& narrow, const Clause& wide) {
  vector<const Predicate*> left;
  for (const Predicate& predicate : wide.all)
    if (!implies_one(narrow.all, predicate)) left.push_back(&predicate);
  if (!implies_groups(narrow, wide)) return std::nullopt;
  return left;
}

vector<Clause> cases_of(const Clause& clause, const Attribute& attribute,
                        const vector<const Predicate*>& cuts) {
  vector<Clause> out;
  const auto add = [&](Predicate predicate) {
    predicate.attribute = attribute;
    out.push_back(clause);
    out.back().all.push_back(std::move(predicate));
  };
  if (attribute.name != Name::amount) {
    for (const optional<string>& value : values_of(clause.all, attribute).value_or(Values{}))
      if (value)
        add({.type = Type::any_of, .values = {*value}});
      else
        add({.type = Type::exists, .wanted = false});
    return out;
  }
  const optional<Currency> currency = currency_of(clause.all);
  if (!currency) return out;
  std::set<std::int64_t> starts{1};
  for (const Predicate* cut : cuts)
    for (const AmountRange& range : cut->amounts) {
      starts.insert(std::max<std::int64_t>(range.min, 1));
      if (range.max < kMost) starts.insert(range.max + 1);
    }
  for (auto start = starts.begin(); start != starts.end(); ++start) {
    const auto next = std::next(start);
    const AmountRange stretch{*start, next == starts.end() ? kMost : *next - 1};
    if (!intersect(amounts_of(clause.all, *currency), {stretch}).empty())
      add({.type = Type::amount, .currency = *currency, .amounts = {stretch}});
  }
  return out;
}

}  // namespace wesel
