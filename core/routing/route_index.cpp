#include "routing/route_index.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <bit>
#include <limits>
#include <map>

#include "base/limits.hpp"

namespace wesel {

using std::optional;
using std::size_t;
using std::string_view;
using Type = Predicate::Type;

namespace {

using limits::kRouteShared;
using limits::kRouteTables;
constexpr std::int64_t kMaxAmount = std::numeric_limits<std::int64_t>::max();

// The same text for the same clause, another for another.
std::string key_of(const Clause& clause) {
  std::string out = "(";
  const auto add = [&](std::string_view text) {
    out += std::to_string(text.size()) + ':';
    out += text;
  };
  for (const Predicate& p : clause.all) {
    out += fmt::format("[{} {} {} {} ", static_cast<int>(p.attribute.name),
                       static_cast<int>(p.type), p.negated, p.wanted);
    add(p.attribute.key);
    add(p.prefix);
    add(p.currency.text());
    for (const std::string& value : p.values) add(value);
    for (const AmountRange& range : p.amounts) out += fmt::format("{}-{} ", range.min, range.max);
    out += ']';
  }
  for (const Clause& one : clause.any) out += '|' + key_of(one);
  for (const Clause& one : clause.none) out += '!' + key_of(one);
  return out + ')';
}

}  // namespace

std::vector<size_t> RouteIndex::routes_of(const std::vector<Entry>& entries) {
  std::vector<size_t> routes;
  for (const Entry& entry : entries) routes.push_back(entry.route);
  return routes;
}

RouteIndex::RouteIndex(std::vector<Clause> clauses)
    : words_((clauses.size() + 63) / 64), routes_(clauses.size()) {
  std::vector<Clause> rest = std::move(clauses);
  std::map<Attribute, std::vector<Entry>> texts;
  std::map<std::string, std::vector<Entry>, std::less<>> amounts;
  std::vector<Entry> left;  // a second condition on the same attribute, or of another type
  for (size_t route = 0; route < routes_; ++route) {
    rest[route] = flatten(std::move(rest[route]));
    for (Predicate& predicate : std::exchange(rest[route].all, {})) {
      const bool amount = predicate.type == Type::amount;
      const bool text =
          predicate.attribute.name != Attribute::Name::amount && predicate.type != Type::prefix;
      std::vector<Entry>& entries = amount ? amounts[std::string(predicate.currency.text())]
                                    : text ? texts[predicate.attribute]
                                           : left;
      const bool first = entries.empty() || entries.back().route != route;
      const bool indexable = first && (text || (amount && !predicate.negated));
      (indexable ? entries : left).push_back({route, std::move(predicate)});
    }
  }
  const auto keep = [&](std::vector<Entry>& entries) {
    std::move(entries.begin(), entries.end(), std::back_inserter(left));
  };
  // The attributes that most routes ask about come first, in case there are too many.
  std::vector<std::map<Attribute, std::vector<Entry>>::value_type*> by_use;
  for (auto& table : texts) by_use.push_back(&table);
  std::stable_sort(by_use.begin(), by_use.end(), [](const auto* a, const auto* b) {
    return a->second.size() > b->second.size();
  });
  for (auto* table : by_use)
    if (!index_texts(table->first, table->second)) keep(table->second);
  for (auto& [currency, entries] : amounts)
    if (entries.empty() || !index_amounts(entries.front().predicate.currency, entries))
      keep(entries);
  for (Entry& entry : left) rest[entry.route].all.push_back(std::move(entry.predicate));
  index_rest(std::move(rest));
}

bool RouteIndex::has_room(size_t rows) const {
  return (bits_.size() + rows * words_) * sizeof(bits_[0]) <= limits::kRouteRows;
}

bool RouteIndex::fits(size_t rows) const {
  return texts_.size() + amounts_.size() < kRouteTables && has_room(rows);
}

// Every route's bit is set, except that of these routes.
size_t RouteIndex::add_rows(size_t rows, const std::vector<size_t>& except) {
  const size_t base = bits_.size();
  bits_.resize(base + rows * words_, ~std::uint64_t{0});
  for (const size_t route : except)
    for (size_t row = 0; row < rows; ++row) set(base, row, route, false);
  return base;
}

void RouteIndex::set(size_t base, size_t row, size_t route, bool value) {
  std::uint64_t& word = bits_[base + row * words_ + route / 64];
  const std::uint64_t bit = std::uint64_t{1} << (route % 64);
  word = value ? word | bit : word & ~bit;
}

bool RouteIndex::index_texts(const Attribute& attribute, const std::vector<Entry>& entries) {
  TextTable table{attribute, 0, {}};
  for (const Entry& entry : entries)
    for (const std::string& value : entry.predicate.values)
      table.rows.try_emplace(value, table.rows.size() + 2);
  const size_t rows = table.rows.size() + 2;
  if (!fits(rows)) return false;
  table.base = add_rows(rows, routes_of(entries));
  for (const Entry& entry : entries) {
    const Predicate& predicate = entry.predicate;
    set(table.base, 0, entry.route, predicate.holds(std::nullopt));
    // A value that is not named: an exists condition sees that there is one, a list does not
    // contain it.
    const bool unnamed =
        predicate.type == Type::exists ? predicate.wanted != predicate.negated : predicate.negated;
    for (size_t row = 1; unnamed && row < rows; ++row) set(table.base, row, entry.route, true);
    for (const std::string& value : predicate.values)
      set(table.base, table.rows.at(value), entry.route, !predicate.negated);
  }
  texts_.push_back(std::move(table));
  return true;
}

bool RouteIndex::index_amounts(Currency currency, const std::vector<Entry>& entries) {
  AmountTable table{currency, 0, {0}};
  for (const Entry& entry : entries) {
    for (const AmountRange& range : entry.predicate.amounts) {
      table.starts.push_back(range.min);
      if (range.max < kMaxAmount) table.starts.push_back(range.max + 1);
    }
  }
  std::sort(table.starts.begin(), table.starts.end());
  table.starts.erase(std::unique(table.starts.begin(), table.starts.end()), table.starts.end());
  const size_t rows = table.starts.size() + 1;
  if (!fits(rows)) return false;
  table.base = add_rows(rows, routes_of(entries));
  for (const Entry& entry : entries) {
    for (const AmountRange& range : entry.predicate.amounts) {
      const auto from = std::lower_bound(table.starts.begin(), table.starts.end(), range.min);
      for (auto start = from; start != table.starts.end() && *start <= range.max; ++start)
        set(table.base, static_cast<size_t>(start - table.starts.begin()) + 1, entry.route, true);
    }
  }
  amounts_.push_back(std::move(table));
  return true;
}

const std::uint64_t* RouteIndex::row(const TextTable& table, const Subject& subject) const {
  size_t row = 0;
  if (const optional<string_view> value = seen(table.attribute, subject)) {
    const auto found = table.rows.find(*value);
    row = found == table.rows.end() ? 1 : found->second;
  }
  return &bits_[table.base + row * words_];
}

const std::uint64_t* RouteIndex::row(const AmountTable& table, const Subject& subject) const {
  const Money& amount = subject.facts.amount;
  size_t row = 0;
  if (amount.currency == table.currency)
    row = static_cast<size_t>(
        std::upper_bound(table.starts.begin(), table.starts.end(), amount.minor) -
        table.starts.begin());
  return &bits_[table.base + row * words_];
}

// Every part of a conjunction, by a text that is equal for equal parts.
void RouteIndex::index_rest(std::vector<Clause> rest) {
  struct Part {
    Clause clause;
    std::vector<size_t> routes;
  };
  std::map<std::string, Part> parts;
  const auto add = [&](size_t route, Clause clause) {
    Part& part = parts[key_of(clause)];
    part.clause = std::move(clause);
    if (part.routes.empty() || part.routes.back() != route) part.routes.push_back(route);
  };
  for (size_t route = 0; route < rest.size(); ++route) {
    for (Predicate& predicate : rest[route].all) add(route, {{std::move(predicate)}, {}, {}});
    if (!rest[route].any.empty()) add(route, {{}, std::move(rest[route].any), {}});
    for (Clause& none : rest[route].none) add(route, {{}, {}, {std::move(none)}});
  }
  std::vector<Part*> by_use;
  for (auto& [key, part] : parts) by_use.push_back(&part);
  std::stable_sort(by_use.begin(), by_use.end(), [](const Part* a, const Part* b) {
    return a->routes.size() > b->routes.size();
  });
  rest_.resize(routes_);
  for (Part* part : by_use) {
    for (const size_t route : part->routes)
      rest_[route].push_back(static_cast<std::uint32_t>(items_.size()));
    items_.push_back(std::move(part->clause));
    if (part->routes.size() < 2 || shared_.size() == kRouteShared || !has_room(1)) continue;
    shared_.push_back(add_rows(1, part->routes));
  }
}

// One look for a route: the rows that still count, and what is known of shared items.
struct RouteIndex::Search {
  const RouteIndex& index;
  const Subject& subject;
  std::array<const std::uint64_t*, kRouteTables + kRouteShared> rows;
  size_t count = 0;
  std::array<bool, kRouteShared> held{};

  // Whether the rest of the route holds. A shared item that does not rules out all that need it.
  bool rest_holds(size_t route) {
    for (const std::uint32_t item : index.rest_[route]) {
      const bool shared = item < index.shared_.size();
      if (shared && held[item]) continue;
      const bool holds = index.items_[item].holds(subject);
      if (shared && holds) held[item] = true;
      if (shared && !holds) rows[count++] = &index.bits_[index.shared_[item]];
      if (!holds) return false;
    }
    return true;
  }

  optional<size_t> run() {
    for (const TextTable& table : index.texts_) rows[count++] = index.row(table, subject);
    for (const AmountTable& table : index.amounts_) rows[count++] = index.row(table, subject);
    for (size_t word = 0; word < index.words_; ++word) {
      std::uint64_t open = ~std::uint64_t{0};
      for (size_t i = 0; i < count; ++i) open &= rows[i][word];
      while (open != 0) {
        const size_t route = word * 64 + static_cast<size_t>(std::countr_zero(open));
        if (route >= index.routes_) return std::nullopt;
        const size_t before = count;
        if (rest_holds(route)) return route;
        open &= open - 1;
        if (count > before) open &= rows[before][word];
      }
    }
    return std::nullopt;
  }
};

optional<size_t> RouteIndex::first(const Subject& subject) const {
  return Search{*this, subject, {}}.run();
}

}  // namespace wesel
