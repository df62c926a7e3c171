// Look-ups in a Config, and the name of its rule set: a hash of everything that a routing decision
// depends on, independent of layout, comments, files, secrets and time-outs.
#include <algorithm>

#include "base/bytes.hpp"
#include "config/config.hpp"
#include "wesel/json.hpp"

namespace wesel {
namespace {

using json::Array;
using json::Object;

template <class Items, class Write>
Array array_of(const Items& items, Write write) {
  Array array;
  for (const auto& item : items) array.add(write(item));
  return array;
}

std::string plain(const std::string& text) { return text; }
std::string text_of(const Text& text) { return *text; }

void set_text(Object& object, std::string_view key, const std::optional<Text>& text) {
  if (text) object.set(key, **text);
}

Object write(const Condition& condition) {
  Object object;
  object.set("attribute", condition.attribute).set("not", condition.negated);
  object.set_if("currency", condition.currency);
  if (const auto* any = std::get_if<AnyOf>(&condition.matcher)) {
    object.set("any", array_of(any->values, plain));
  } else if (const auto* range = std::get_if<Range>(&condition.matcher)) {
    if (range->min) object.set("min", *range->min);
    if (range->max) object.set("max", *range->max);
  } else if (const auto* prefix = std::get_if<Prefix>(&condition.matcher)) {
    object.set("prefix", prefix->text);
  } else {
    object.set("exists", std::get<Exists>(condition.matcher).wanted);
  }
  return object;
}

Object write(const When& when) {
  const auto group = [](const When& inner) { return write(inner); };
  Object object;
  object.set("all", array_of(when.all, [](const Condition& c) { return write(c); }));
  object.set("any", array_of(when.any, group)).set("none", array_of(when.none, group));
  return object;
}

Object write(const Route& route) {
  Object object;
  object.set("name", route.name).set("when", write(route.when));
  object.set("use", array_of(route.use, text_of)).set("pick", name_of(route.pick));
  object.set("split", array_of(route.split, [](const Weight& weight) {
               return Object{}.set("account", weight.account).set("weight", weight.weight);
             }));
  object.set("attempts", route.failover.attempts);
  object.set("within", std::int64_t{route.failover.within.count()});
  object.set("unknown", static_cast<int>(route.failover.unknown));
  return object;
}

Object write(const MethodConfig& method) {
  Object object;
  object.set("kind", method.kind).set("type", *method.type).set("enabled", method.enabled);
  object.set("channels", array_of(method.channels, [](const ChannelConfig& c) { return c.name; }));
  set_text(object, "currency", method.currency);
  set_text(object, "min", method.amount.min);
  set_text(object, "max", method.amount.max);
  set_text(object, "fixed", method.fee.fixed);
  set_text(object, "percent", method.fee.percent);
  if (const auto& open = method.available) {
    object.set("days", int{open->days}).set("from", open->from_minute).set("to", open->to_minute);
    object.set("timezone", open->timezone);
  }
  return object;
}

Object write(const AccountConfig& account) {
  Object object;
  object.set("name", account.name).set("plugin", *account.plugin).set("path", *account.path);
  object.set("sha256", account.sha256).set("mode", account.mode);
  object.set("enabled", account.enabled);
  if (account.merchants) object.set("merchants", array_of(*account.merchants, text_of));
  if (account.max_in_flight) object.set("max_in_flight", *account.max_in_flight);
  set_text(object, "daily_amount", account.daily_amount);
  if (account.daily_count) object.set("daily_count", *account.daily_count);
  object.set("methods", array_of(account.methods, [](const MethodConfig& m) { return write(m); }));
  return object;
}

}  // namespace

const AccountConfig* find_account(const Config& config, std::string_view name) {
  const auto found =
      std::find_if(config.accounts.begin(), config.accounts.end(),
                   [&](const AccountConfig& account) { return account.name == name; });
  return found == config.accounts.end() ? nullptr : &*found;
}

const Merchant* find_merchant(const Config& config, std::string_view id) {
  const auto found = std::find_if(config.merchants.begin(), config.merchants.end(),
                                  [&](const Merchant& merchant) { return merchant.id == id; });
  return found == config.merchants.end() ? nullptr : &*found;
}

std::string_view name_of(Pick pick) {
  static constexpr std::string_view names[] = {"listed", "split", "cheapest", "healthiest",
                                               "fastest"};
  return names[static_cast<std::size_t>(pick)];
}

std::string rules_version(const Config& config) {
  Object rules;
  rules.set("timezone", config.timezone);
  rules.set("accounts", array_of(config.accounts, [](const AccountConfig& a) { return write(a); }));
  rules.set("routes", array_of(config.routes, [](const Route& r) { return write(r); }));
  return to_hex(as_text(sha256(rules.text()))).substr(0, 16);
}

}  // namespace wesel
