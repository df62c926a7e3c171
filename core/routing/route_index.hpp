// Finds the first matching route among thousands without looking at each: for every value of an
// attribute a row of bits says which routes it does not exclude. The rows of a payment's values are
// ANDed and only what a row cannot express is evaluated, for the routes that are left, and once
// where several routes share it.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "routing/predicate.hpp"

namespace wesel {

class RouteIndex {
 public:
  RouteIndex() = default;
  // One clause a route, in the order of the routes.
  explicit RouteIndex(std::vector<Clause> clauses);

  std::optional<std::size_t> first(const Subject& subject) const;

 private:
  struct TextHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const {
      return std::hash<std::string_view>{}(text);
    }
  };
  // Rows lie in bits_, `words_` words each, from `base` on.
  struct TextTable {
    Attribute attribute;
    std::size_t base = 0;  // row 0: missing; row 1: a value that no route names
    std::unordered_map<std::string, std::size_t, TextHash, std::equal_to<>> rows;
  };
  // Amounts in one currency, cut where some route's range begins or ends.
  struct AmountTable {
    Currency currency;
    std::size_t base = 0;  // row 0: another currency; row 1 + n: at or after n starts
    std::vector<std::int64_t> starts;
  };
  struct Entry {
    std::size_t route;
    Predicate predicate;
  };

  static std::vector<std::size_t> routes_of(const std::vector<Entry>& entries);
  bool has_room(std::size_t rows) const;
  bool fits(std::size_t rows) const;
  std::size_t add_rows(std::size_t rows, const std::vector<std::size_t>& except);
  void set(std::size_t base, std::size_t row, std::size_t route, bool value);
  bool index_texts(const Attribute& attribute, const std::vector<Entry>& entries);
  bool index_amounts(Currency currency, const std::vector<Entry>& entries);
  void index_rest(std::vector<Clause> rest);
  const std::uint64_t* row(const TextTable& table, const Subject& subject) const;
  const std::uint64_t* row(const AmountTable& table, const Subject& subject) const;
  struct Search;

  std::size_t words_ = 0;
  std::size_t routes_ = 0;
  std::vector<std::uint64_t> bits_;
  std::vector<TextTable> texts_;
  std::vector<AmountTable> amounts_;
  // What the tables do not express: every such condition or group once, those that routes share
  // first, and for each route which of them it needs. A shared one has a row of the routes that
  // do without it, for when it does not hold.
  std::vector<Clause> items_;
  std::vector<std::size_t> shared_;  // where the row of each shared item is
  std::vector<std::vector<std::uint32_t>> rest_;
};

}  // namespace wesel
