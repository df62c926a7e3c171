// Reads an object of a request strictly: every field has a type and a limit, none is unknown, and
// the first mistake is kept with a pointer to it. Reading goes on after a mistake, harmlessly.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "domain/money.hpp"
#include "wesel/json.hpp"

namespace wesel {

// The first mistake of one request, shared by the readers of its parts.
struct Mistake {
  std::optional<Error> first;
  void note(std::string_view code, std::string message, std::string where);
};

class Fields {
 public:
  // `pointer` is the object's own place, "" for the body. Not an object: a mistake.
  Fields(json::Value object, std::string pointer, Mistake& mistake);

  // Absent: empty. Texts have no control characters and at most `longest` code points.
  std::string text(std::string_view name, std::size_t longest);
  std::string required_text(std::string_view name, std::size_t longest);
  std::optional<std::int64_t> integer(std::string_view name, std::int64_t least, std::int64_t most);
  // A string, or an integer where the currency has no decimals.
  std::optional<Money> money(std::string_view name, Currency currency);
  // For parts; `missing` when absent. Any type.
  json::Value part(std::string_view name);
  bool has(std::string_view name) const { return static_cast<bool>(object_[name]); }
  void require(std::string_view name);

  // Notes the first field that nothing above asked for.
  void finish();

  std::string at(std::string_view name) const;
  void wrong(std::string_view name, std::string message) {
    refuse("invalid_field", std::move(message), name);
  }
  void refuse(std::string_view code, std::string message, std::string_view name) {
    mistake_.note(code, std::move(message), at(name));
  }

 private:
  json::Value take(std::string_view name);

  json::Value object_;
  std::string pointer_;
  Mistake& mistake_;
  std::set<std::string_view> known_;
};

// "~" and "/" in a name as RFC 6901 writes them.
std::string pointer_segment(std::string_view name);

// How many a list shall have at most: the query's "limit". Empty: as many as usual.
Result<std::size_t> read_limit(std::string_view text);

}  // namespace wesel
