// [providers.NAME]: one account at a provider.
#include "config/sections.hpp"

namespace wesel::config {
namespace {

using toml_tree::Entry;
using toml_tree::Node;
using toml_tree::Table;

void read_plugin(Reader& table, AccountConfig& account) {
  const bool by_name = table.find("plugin") != nullptr;
  const bool by_path = table.find("path") != nullptr;
  table.read("plugin", account.plugin, check_name);
  table.read("path", account.path, check_filled);
  table.read("sha256", account.sha256, check_sha256);
  if (!by_name && !by_path) table.need("plugin", R"("komerce", or path = "/…/libwesel_….so")");
  if (by_name && by_path) {
    table.wrong("path", account.path.place, "stands beside plugin; keep one of the two");
  }
}

void add_base_url(const std::string& endpoint, const Node& node, const std::string& name,
                  AccountConfig& account, Reading& reading) {
  const auto* url = node.as<std::string>();
  if (url == nullptr) {
    reading.wrong(node.place, fmt::format("{} is {}; a text is wanted", name, node.what()));
    return;
  }
  std::string complaint = check_url(*url);
  if (complaint.empty() && account.mode == "live" && url->starts_with("http:") &&
      !is_loopback(url_host(*url))) {
    complaint = "is not encrypted; a live account needs https";
  }
  if (!complaint.empty()) {
    reading.wrong(node.place, fmt::format("{} = {} {}", name, quoted(*url), complaint));
  }
  account.base_urls.push_back({endpoint, *url, node.place});
}

void read_base_urls(Reader& table, AccountConfig& account, Reading& reading) {
  const Node* node = table.find("base_url");
  if (node == nullptr) return;
  const std::string name = table.name("base_url");
  const auto* urls = node->as<Table>();
  if (urls == nullptr) return add_base_url({}, *node, name, account, reading);
  for (const Entry& entry : *urls) {
    add_base_url(entry.key, entry.node, fmt::format("{}.{}", name, entry.key), account, reading);
  }
}

void read_setting(const Entry& entry, const std::string& name, AccountConfig& account,
                  Reading& reading) {
  Setting setting{entry.key, {}, true, entry.node.place};
  if (const auto* number = entry.node.as<std::int64_t>()) {
    setting.value = Secret(std::to_string(*number));
  } else if (const auto* truth = entry.node.as<bool>()) {
    setting.value = Secret(*truth ? "true" : "false");
  } else if (const auto* text = entry.node.as<std::string>()) {
    const auto resolved = resolve_secret(*text);
    if (!resolved) {
      reading.wrong(setting.place,
                    fmt::format("{} is not to be had: {}", name, resolved.error().message));
      return;
    }
    setting.value = resolved->value;
    setting.inline_value = resolved->inline_value;
  } else {
    reading.wrong(setting.place, fmt::format("{} is {}; a text, integer or boolean is wanted", name,
                                             entry.node.what()));
    return;
  }
  account.settings.push_back(std::move(setting));
}

void read_settings(Reader& table, AccountConfig& account, Reading& reading) {
  const Node* node = table.find("settings");
  if (node == nullptr) return;
  const Reader settings(*node, table.name("settings"), reading);
  for (const Entry& entry : settings.entries()) {
    read_setting(entry, settings.name(entry.key), account, reading);
  }
}

void read_breaker(Reader& table, AccountConfig& account, Reading& reading) {
  const Node* node = table.find("breaker");
  if (node == nullptr) return;
  Reader breaker(*node, table.name("breaker"), reading);
  breaker.read("failures", account.breaker.failures, 1, 1'000'000);
  breaker.read("window", account.breaker.window);
  breaker.read("open_for", account.breaker.open_for);
  breaker.read("probes", account.breaker.probes, 1, 1000);
  breaker.finish();
}

void read_limits(Reader& table, AccountConfig& account, Reading& reading) {
  const Node* node = table.find("limits");
  if (node == nullptr) return;
  Reader limits(*node, table.name("limits"), reading);
  limits.read_amount("daily_amount", account.daily_amount);
  std::int64_t count = 0;
  if (limits.read("daily_count", count, std::int64_t{1}, std::int64_t{1'000'000'000})) {
    account.daily_count = count;
  }
  limits.finish();
}

// "0s" is never.
void read_refresh(Reader& table, const std::string& key, Millis& out) {
  const Node* node = table.find(key);
  const auto* text = node == nullptr ? nullptr : node->as<std::string>();
  if (text != nullptr && *text == "0s")
    out = Millis(0);
  else
    table.read(key, out);
}

}  // namespace

AccountConfig read_account(const Entry& entry, Reading& reading) {
  Reader table(entry.node, "providers." + entry.key, reading);
  AccountConfig account;
  account.name = entry.key;
  account.place = entry.place;
  if (const auto complaint = check_name(entry.key); !complaint.empty()) {
    reading.wrong(entry.place, fmt::format("providers: {:?} {}", entry.key, complaint));
  }
  read_plugin(table, account);
  if (table.need("mode", R"("sandbox" or "live")") != nullptr) {
    table.choose("mode", account.mode, {"live", "sandbox"});
  }
  std::string isolation = "none";
  table.choose("isolation", isolation, {"none", "process"});
  account.isolated = isolation == "process";
  read_base_urls(table, account, reading);
  read_settings(table, account, reading);
  table.read("timeout", account.timeout);
  if (int most = 0; table.read("max_in_flight", most, 1, 1'000'000)) account.max_in_flight = most;
  if (std::vector<Text> merchants; table.read("merchants", merchants)) {
    account.merchants = std::move(merchants);
  }
  table.read("enabled", account.enabled);
  read_refresh(table, "methods_refresh", account.methods_refresh);
  read_refresh(table, "balance_refresh", account.balance_refresh);
  read_breaker(table, account, reading);
  read_limits(table, account, reading);
  for (const Node& method : table.list("methods")) {
    account.methods.push_back(read_method(method, table.name("methods"), reading));
  }
  table.finish();
  return account;
}

}  // namespace wesel::config
