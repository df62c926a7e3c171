// [[routes]]: which accounts, in which order, and what happens when one fails.
#include <algorithm>
#include <array>

#include "base/limits.hpp"
#include "config/sections.hpp"

namespace wesel::config {
namespace {

using toml_tree::Entry;
using toml_tree::Node;

constexpr std::array<std::string_view, 5> kPicks{"listed", "split", "cheapest", "healthiest",
                                                 "fastest"};

void read_use(Reader& table, Route& route) {
  const Node* node = table.need("use", R"(["account", …])");
  if (node == nullptr) return;
  table.read("use", route.use, check_filled);
  const auto* list = node->as<toml_tree::Array>();
  if (list != nullptr && list->empty()) {
    table.wrong("use", node->place, R"(is empty; write ["account", …])");
  }
  for (auto it = route.use.begin(); it != route.use.end();) {
    const auto same = [&](const Text& other) { return *other == **it; };
    if (std::any_of(route.use.begin(), it, same)) {
      table.wrong("use", it->place, fmt::format("has {:?} twice; keep one", **it));
      it = route.use.erase(it);
    } else {
      ++it;
    }
  }
}

void read_split(Reader& table, Route& route, Reading& reading) {
  const Node* node = table.find("split");
  if (node == nullptr) {
    if (route.pick == Pick::split) table.need("split", "{ account = 70, another = 30 }");
    return;
  }
  if (route.pick != Pick::split) {
    table.wrong("split", node->place, R"(is used by pick = "split" alone; write that, or drop it)");
  }
  Reader weights(*node, table.name("split"), reading);
  for (const Entry& entry : weights.entries()) {
    const auto used = [&](const Text& account) { return *account == entry.key; };
    if (std::none_of(route.use.begin(), route.use.end(), used)) {
      weights.wrong(entry.key, entry.place, "is not in use of this route; add it there or drop it");
    }
    Weight weight{entry.key, 0, entry.place};
    weights.read(entry.key, weight.weight, std::int64_t{1}, std::int64_t{1'000'000});
    route.split.push_back(std::move(weight));
  }
  if (weights.entries().empty() && node->as<toml_tree::Table>() != nullptr) {
    table.wrong("split", node->place, "is empty; write { account = 70, another = 30 }");
  }
}

void read_failover(Reader& table, Route& route, Reading& reading) {
  const Node* node = table.find("failover");
  if (node == nullptr) return;
  Reader failover(*node, table.name("failover"), reading);
  failover.read("attempts", route.failover.attempts, 1, limits::kAttempts);
  failover.read("within", route.failover.within);
  // Less is not worth beginning a conversation for: nothing would ever be sent again.
  if (const Node* within = failover.find("within");
      within != nullptr && route.failover.within < std::chrono::seconds(1))
    failover.wrong("within", within->place, "is too short; write at least \"1s\"");
  std::string unknown = "when_unseen";
  failover.choose("unknown", unknown, {"when_unseen", "never"});
  if (unknown == "never") route.failover.unknown = UnknownPolicy::never;
  failover.finish();
}

}  // namespace

Route read_route(const Node& node, Reading& reading) {
  Reader table(node, "routes", reading);
  Route route;
  route.place = table.place();
  if (table.need("name", R"("a name that explain shows")") != nullptr) {
    table.read("name", route.name, check_filled);
  }
  route.when.place = route.place;
  if (const Node* when = table.find("when")) {
    route.when = read_when(*when, table.name("when"), reading);
  }
  read_use(table, route);
  std::string pick = "listed";
  table.choose("pick", pick, {kPicks[0], kPicks[1], kPicks[2], kPicks[3], kPicks[4]});
  route.pick = static_cast<Pick>(std::find(kPicks.begin(), kPicks.end(), pick) - kPicks.begin());
  read_split(table, route, reading);
  read_failover(table, route, reading);
  table.finish();
  return route;
}

}  // namespace wesel::config
