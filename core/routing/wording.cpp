#include "routing/wording.hpp"

#include <fmt/format.h>

namespace wesel {

using std::string;

namespace {

string words(const AnyOf& any_of) {
  if (any_of.values.size() == 1) return any_of.values[0];
  return fmt::format("[{}]", fmt::join(any_of.values, ", "));
}

string words(const Range& range) {
  if (!range.max) return fmt::format("{{ min = {} }}", range.min.value_or(""));
  if (!range.min) return fmt::format("{{ max = {} }}", *range.max);
  return fmt::format("{{ min = {}, max = {} }}", *range.min, *range.max);
}

string words(const Prefix& prefix) { return fmt::format("{{ prefix = {} }}", prefix.text); }

string words(const Exists& exists) { return fmt::format("{{ exists = {} }}", exists.wanted); }

}  // namespace

string text_of(const Condition& condition) {
  const string text =
      std::visit([](const auto& matcher) { return words(matcher); }, condition.matcher);
  return condition.negated ? fmt::format("{{ not = {} }}", text) : text;
}

string text_of(const When& when) {
  std::vector<string> parts;
  for (const Condition& condition : when.all)
    parts.push_back(fmt::format("{} = {}", condition.attribute, text_of(condition)));
  if (!when.any.empty()) parts.push_back("any = " + text_of(when.any));
  if (!when.none.empty()) parts.push_back("none = " + text_of(when.none));
  return parts.empty() ? "{}" : fmt::format("{{ {} }}", fmt::join(parts, ", "));
}

string text_of(const std::vector<When>& group) {
  std::vector<string> parts;
  for (const When& one : group) parts.push_back(text_of(one));
  return fmt::format("[{}]", fmt::join(parts, ", "));
}

}  // namespace wesel
