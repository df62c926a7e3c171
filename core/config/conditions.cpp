// `when`: a table is a conjunction of conditions; `any` and `none` hold lists of such tables.
#include <algorithm>

#include "base/limits.hpp"
#include "config/attributes.hpp"
#include "config/sections.hpp"
#include "domain/money.hpp"

namespace wesel::config {
namespace {

using toml_tree::Array;
using toml_tree::Entry;
using toml_tree::Node;
using toml_tree::Table;

// Reads one `when` with everything below it.
class Conditions {
 public:
  Conditions(std::string path, Reading& reading) : path_(std::move(path)), reading_(reading) {}

  When conjunction(const Node& node, std::string currency, int depth);

 private:
  void wrong(const Place& place, std::string_view what) {
    reading_.wrong(place, fmt::format("{} {}", path_, what));
  }
  void wrong(const Condition& condition, const Place& place, std::string_view what) {
    wrong(place, fmt::format("{} {}", condition.attribute, what));
  }
  void entry(const Entry& entry, const std::string& prefix, const std::string& currency, When& when,
             int depth);
  void group(const Entry& entry, const std::string& currency, std::vector<When>& into, int depth);
  void condition(const Entry& entry, const std::string& name, const std::string& currency,
                 When& when);
  bool matcher(const Node& node, const Attribute& attribute, Condition& out);
  bool matcher_table(const Node& node, const Attribute& attribute, Condition& out);
  bool range(const Node& node, const Attribute& attribute, Condition& out);
  bool values(const Node& node, const Attribute& attribute, Condition& out);
  bool weekdays(const Node& node, Condition& out);
  std::optional<std::string> value(const Node& node, const Attribute& attribute,
                                   const Condition& condition);
  std::optional<std::string> amount(const Node& node, const Condition& condition);

  std::string path_;
  Reading& reading_;
};

// The single currency that the table asks for: that of its amounts.
std::string currency_beside(const Table& table) {
  const Entry* entry = toml_tree::find(table, "currency");
  const auto* list = entry == nullptr ? nullptr : entry->node.as<Array>();
  const bool single = list != nullptr && list->size() == 1;
  const auto* text = single             ? list->front().as<std::string>()
                     : entry == nullptr ? nullptr
                                        : entry->node.as<std::string>();
  return text != nullptr && find_currency(*text) ? *text : std::string();
}

When Conditions::conjunction(const Node& node, std::string currency, int depth) {
  When when;
  when.place = node.place;
  const auto* table = node.as<Table>();
  if (table == nullptr) {
    wrong(node.place, fmt::format("has {}; a table of conditions is wanted", node.what()));
    return when;
  }
  if (depth > limits::kConditionDepth) {
    wrong(node.place, fmt::format("nests any and none more than {} deep; write more routes",
                                  limits::kConditionDepth));
    return when;
  }
  if (auto own = currency_beside(*table); !own.empty()) currency = std::move(own);
  for (const Entry& inner : *table) entry(inner, {}, currency, when, depth);
  return when;
}

void Conditions::entry(const Entry& entry, const std::string& prefix, const std::string& currency,
                       When& when, int depth) {
  const std::string name = prefix + entry.key;
  const auto* table = entry.node.as<Table>();
  if (name == "any") return group(entry, currency, when.any, depth);
  if (name == "none") return group(entry, currency, when.none, depth);
  // customer.email_domain = …, with or without quotes around the whole key.
  const bool holds_attributes = name == "customer" || name == "metadata";
  if (!holds_attributes || table == nullptr) return condition(entry, name, currency, when);
  for (const Entry& inner : *table) this->entry(inner, name + '.', currency, when, depth);
}

void Conditions::group(const Entry& entry, const std::string& currency, std::vector<When>& into,
                       int depth) {
  const auto* list = entry.node.as<Array>();
  if (list == nullptr || list->empty()) {
    wrong(entry.node.place, fmt::format("{0} is {1}; write {0} = [{{ … }}, {{ … }}]", entry.key,
                                        list == nullptr ? entry.node.what() : "empty"));
    return;
  }
  for (const Node& element : *list) into.push_back(conjunction(element, currency, depth + 1));
}

void Conditions::condition(const Entry& entry, const std::string& name, const std::string& currency,
                           When& when) {
  const Attribute* attribute = find_attribute(name);
  if (attribute == nullptr) {
    wrong(entry.place, fmt::format("{} is not known; known are {}", name, attribute_names()));
    return;
  }
  Condition condition;
  condition.attribute = name;
  condition.place = entry.place;
  if (name == "amount") {
    condition.currency = currency;
    if (currency.empty()) {
      wrong(condition, entry.place, R"(lacks a currency beside it; write currency = "IDR")");
    }
  }
  if (matcher(entry.node, *attribute, condition)) when.all.push_back(std::move(condition));
}

bool Conditions::matcher(const Node& node, const Attribute& attribute, Condition& out) {
  if (node.as<Table>() != nullptr) return matcher_table(node, attribute, out);
  if (attribute.name == "weekday") return weekdays(node, out);
  return values(node, attribute, out);
}

bool Conditions::matcher_table(const Node& node, const Attribute& attribute, Condition& out) {
  const Table& table = *node.as<Table>();
  const Entry* first = table.empty() ? nullptr : &table.front();
  const bool one = table.size() == 1;
  if (one && first->key == "not" && !out.negated) {
    out.negated = true;
    return matcher(first->node, attribute, out);
  }
  if (one && first->key == "exists" && first->node.as<bool>() != nullptr && !out.negated) {
    out.matcher = Exists{*first->node.as<bool>()};
    return true;
  }
  if (one && first->key == "prefix" && attribute.has_prefix) {
    const auto* text = first->node.as<std::string>();
    if (text != nullptr && !text->empty()) {
      out.matcher = Prefix{*text};
      return true;
    }
  }
  const bool ranged = std::all_of(table.begin(), table.end(),
                                  [](const Entry& e) { return e.key == "min" || e.key == "max"; });
  if (first != nullptr && ranged && attribute.is_number) return range(node, attribute, out);
  wrong(
      out, node.place,
      fmt::format("is no condition; write a value, a list, {}{{ not = … }} or {{ exists = true }}",
                  attribute.is_number    ? "{ min = …, max = … }, "
                  : attribute.has_prefix ? "{ prefix = \"…\" }, "
                                         : ""));
  return false;
}

bool Conditions::range(const Node& node, const Attribute& attribute, Condition& out) {
  Range range;
  bool fine = true;
  for (const Entry& end : *node.as<Table>()) {
    auto text = value(end.node, attribute, out);
    fine = fine && text.has_value();
    (end.key == "min" ? range.min : range.max) = std::move(text);
  }
  if (fine && range.min && range.max && decimal_less(*range.max, *range.min)) {
    wrong(out, node.place,
          fmt::format("never holds: max = {} is below min = {}", *range.max, *range.min));
    fine = false;
  }
  out.matcher = std::move(range);
  return fine;
}

bool Conditions::values(const Node& node, const Attribute& attribute, Condition& out) {
  AnyOf any;
  const auto* list = node.as<Array>();
  bool fine = list == nullptr || !list->empty();
  if (!fine) wrong(out, node.place, "has an empty list and never holds; leave it out");
  const auto add = [&](const Node& element) {
    auto text = value(element, attribute, out);
    fine = fine && text.has_value();
    if (text) any.values.push_back(std::move(*text));
  };
  if (list == nullptr) {
    add(node);
  } else {
    std::for_each(list->begin(), list->end(), add);
  }
  out.matcher = std::move(any);
  return fine;
}

bool Conditions::weekdays(const Node& node, Condition& out) {
  const auto* list = node.as<Array>();
  unsigned days = 0;
  bool fine = true;
  const auto add = [&](const Node& element) {
    const auto* text = element.as<std::string>();
    const auto parsed = text == nullptr ? std::nullopt : parse_days(*text);
    if (!parsed) wrong(out, element.place, R"(has what is no day; write "mon" or "mon-fri")");
    fine = fine && parsed.has_value();
    days |= parsed.value_or(0);
  };
  if (list == nullptr) {
    add(node);
  } else {
    std::for_each(list->begin(), list->end(), add);
  }
  if (days == 0 && fine) wrong(out, node.place, "has an empty list and never holds; leave it out");
  AnyOf any;
  for (int day = 0; day < 7; ++day) {
    if ((days >> day & 1u) != 0) any.values.emplace_back(day_name(day));
  }
  out.matcher = std::move(any);
  return fine && days != 0;
}

std::optional<std::string> Conditions::value(const Node& node, const Attribute& attribute,
                                             const Condition& condition) {
  if (attribute.name == "amount") return amount(node, condition);
  const auto* number = node.as<std::int64_t>();
  const auto* text = node.as<std::string>();
  if (attribute.is_number ? number == nullptr : text == nullptr) {
    wrong(condition, node.place,
          fmt::format("has {}; {} is wanted", node.what(),
                      attribute.is_number ? "an integer" : "a text"));
    return std::nullopt;
  }
  std::string value = attribute.is_number ? std::to_string(*number) : *text;
  const std::string complaint = attribute.check == nullptr ? "" : attribute.check(value);
  if (complaint.empty()) return value;
  wrong(condition, node.place, fmt::format("= {:?} {}", value, complaint));
  return std::nullopt;
}

std::optional<std::string> Conditions::amount(const Node& node, const Condition& condition) {
  auto text = amount_text(node, path_ + ".amount", reading_);
  const auto currency = find_currency(condition.currency);
  if (!text || !currency || parse_money(*text, *currency)) return text;
  wrong(condition, node.place,
        fmt::format("= {} is no amount of {}; it is above zero and has {} decimals", *text,
                    condition.currency, currency->decimals));
  return std::nullopt;
}

}  // namespace

When read_when(const Node& node, const std::string& path, Reading& reading) {
  return Conditions(path, reading).conjunction(node, {}, 0);
}

}  // namespace wesel::config
