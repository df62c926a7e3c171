// [[providers.NAME.methods]]: what the contract with a provider says about one method.
#include <algorithm>

#include "config/sections.hpp"
#include "domain/money.hpp"

namespace wesel::config {
namespace {

using toml_tree::Entry;
using toml_tree::Node;

void add_channel(Reader& table, ChannelConfig channel, MethodConfig& method) {
  const auto same = [&](const ChannelConfig& c) { return c.name == channel.name; };
  if (channel.name.empty()) {
    table.wrong("channels", channel.place, R"(has an empty name; write one such as "BCA")");
  } else if (std::any_of(method.channels.begin(), method.channels.end(), same)) {
    table.wrong("channels", channel.place, fmt::format("has {:?} twice; keep one", channel.name));
  } else {
    method.channels.push_back(std::move(channel));
  }
}

// A list of our names, or a table from our names to the provider's.
void read_channels(Reader& table, MethodConfig& method) {
  const Node* node = table.find("channels");
  if (node == nullptr) return;
  if (const auto* names = node->as<toml_tree::Table>()) {
    for (const Entry& entry : *names) {
      const auto* code = entry.node.as<std::string>();
      if (code == nullptr || code->empty()) {
        table.wrong("channels", entry.node.place,
                    fmt::format(R"(has {} without a code; write {} = "the provider's code")",
                                entry.key, entry.key));
        continue;
      }
      add_channel(table, {entry.key, *code, entry.place}, method);
    }
  } else {
    std::vector<Text> listed;
    table.read("channels", listed);
    for (const Text& name : listed) add_channel(table, {*name, {}, name.place}, method);
  }
  const auto* list = node->as<toml_tree::Array>();
  if (list != nullptr && list->empty()) {
    table.wrong("channels", node->place, "is empty; leave it out to offer every channel");
  }
}

void check_in_currency(Reading& reading, const std::string& name, const std::optional<Text>& amount,
                       const std::optional<Text>& currency) {
  if (!amount || !currency) return;
  const auto known = find_currency(**currency);
  if (!known || parse_money(**amount, *known)) return;
  reading.wrong(amount->place,
                fmt::format("{} = {} is no amount of {}; it is above zero and has {} decimals",
                            name, **amount, **currency, known->decimals));
}

void read_amount_limits(Reader& table, MethodConfig& method, Reading& reading) {
  const Node* node = table.find("amount");
  if (node == nullptr) return;
  Reader amount(*node, table.name("amount"), reading);
  amount.read_amount("min", method.amount.min);
  amount.read_amount("max", method.amount.max);
  check_in_currency(reading, amount.name("min"), method.amount.min, method.currency);
  check_in_currency(reading, amount.name("max"), method.amount.max, method.currency);
  amount.finish();
  const auto& [least, most] = method.amount;
  if (least && most && decimal_less(**most, **least)) {
    amount.wrong("max", most->place, fmt::format("= {} is below min = {}", **most, **least));
  }
}

void read_fee(Reader& table, MethodConfig& method, Reading& reading) {
  const Node* node = table.find("fee");
  if (node == nullptr) return;
  Reader fee(*node, table.name("fee"), reading);
  fee.read_amount("fixed", method.fee.fixed);
  const Node* percent = fee.find("percent");
  if (percent != nullptr && percent->as<std::string>() == nullptr) {
    fee.wrong("percent", percent->place,
              fmt::format(R"(is {}; write a text such as "0.99")", percent->what()));
  } else if (Text text; fee.read("percent", text, check_percent)) {
    method.fee.percent = text;
  }
  fee.finish();
}

std::uint8_t read_days(Reader& table) {
  const Node* node = table.find("days");
  if (node == nullptr) return 0x7f;
  std::uint8_t days = 0;
  const auto add = [&](const Node& element) {
    const auto* text = element.as<std::string>();
    const auto parsed = text == nullptr ? std::nullopt : parse_days(*text);
    if (!parsed) {
      table.wrong("days", element.place, R"(has what is no day; write "mon" or "mon-fri")");
    }
    days = static_cast<std::uint8_t>(days | parsed.value_or(0));
  };
  if (const auto* list = node->as<toml_tree::Array>()) {
    std::for_each(list->begin(), list->end(), add);
    if (list->empty()) table.wrong("days", node->place, "is empty; leave it out for every day");
  } else {
    add(*node);
  }
  return days;
}

void read_available(Reader& table, MethodConfig& method, Reading& reading) {
  const Node* node = table.find("available");
  if (node == nullptr) return;
  Reader reader(*node, table.name("available"), reading);
  Available available;
  available.place = reader.place();
  available.days = read_days(reader);
  if (Text hours; reader.read("hours", hours)) {
    if (const auto parsed = parse_hours(*hours)) {
      std::tie(available.from_minute, available.to_minute) = *parsed;
    } else {
      reader.wrong("hours", hours.place,
                   fmt::format(R"(= {:?} is no time of day; write "06:00-22:00")", *hours));
    }
  }
  reader.read("timezone", available.timezone, check_timezone);
  reader.finish();
  method.available = std::move(available);
}

}  // namespace

MethodConfig read_method(const Node& node, const std::string& path, Reading& reading) {
  Reader table(node, path, reading);
  MethodConfig method;
  method.place = table.place();
  method.kind = "payment";
  table.choose("kind", method.kind, {"payment", "payout"});
  if (table.need("type", R"("virtual_account")") != nullptr) {
    table.read("type", method.type, check_filled);
  }
  read_channels(table, method);
  if (Text currency; table.read("currency", currency, check_currency)) method.currency = currency;
  read_amount_limits(table, method, reading);
  read_fee(table, method, reading);
  read_available(table, method, reading);
  table.read("enabled", method.enabled);
  table.finish();
  return method;
}

}  // namespace wesel::config
