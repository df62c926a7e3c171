// What a flow needs of the world, under the test's control: time that moves only when told (or when
// somebody sleeps), a transport that answers from a script, and an observer that remembers.
#pragma once

#include <dlfcn.h>

#include <catch2/catch.hpp>
#include <deque>
#include <filesystem>
#include <functional>

#include "config/config.hpp"
#include "providers/assemble.hpp"
#include "providers/catalog.hpp"
#include "providers/flow.hpp"

namespace wesel::test {

struct StillClock final : Clock {
  Time wall = from_ms(1'767'323'045'678);
  Instant instant{Millis(1'000'000)};
  Time now() override { return wall; }
  Instant steady() override { return instant; }
  void pass(Millis time) {
    wall += time;
    instant += time;
  }
};

struct PlainEntropy final : Entropy {
  void fill(std::span<std::uint8_t> out) override {
    for (auto& byte : out) byte = 7;
  }
};

// Sleeping passes the time at once; nobody else runs.
struct LoneTasks final : Tasks {
  explicit LoneTasks(StillClock& clock) : clock_(clock) {}
  void spawn(std::string, std::function<void()> work) override { work(); }
  void sleep_until(Instant when) override {
    if (when > clock_.instant) clock_.pass(when - clock_.instant);
  }
  std::unique_ptr<Signal> make_signal() override {
    struct Flag final : Signal {
      bool on = false;
      void set() override { on = true; }
      void reset() override { on = false; }
      bool wait_until(Instant) override { return on; }
    };
    return std::make_unique<Flag>();
  }
  void join() override {}

 private:
  StillClock& clock_;
};

inline http::Sent reply(int status, std::string body = {}) {
  http::Sent sent;
  sent.fate = http::Sent::Fate::replied;
  sent.status = status;
  sent.body = std::move(body);
  return sent;
}
inline http::Sent broken() {
  http::Sent sent;
  sent.fate = http::Sent::Fate::broken;
  sent.why = "reset by peer";
  return sent;
}
inline http::Sent not_sent() {
  http::Sent sent;
  sent.fate = http::Sent::Fate::not_sent;
  sent.why = "connection refused";
  return sent;
}

struct ScriptedTransport final : http::Transport {
  std::deque<http::Sent> script;  // when it is empty, `otherwise`
  http::Sent otherwise = not_sent();
  std::vector<http::Outbound> seen;
  std::function<void()> during = [] {};

  http::Sent send(const http::Outbound& request) override {
    seen.push_back(request);
    during();
    if (script.empty()) return otherwise;
    http::Sent next = script.front();
    script.pop_front();
    return next;
  }
};

struct Memory final : FlowObserver {
  std::vector<std::string> paths;
  std::vector<int> retries;
  std::vector<std::string> breaches;
  int quarantines = 0;
  void on_request(const RequestSeen& seen) override {
    paths.emplace_back(seen.path);
    retries.push_back(seen.retry);
  }
  void on_breach(const BreachSeen& seen) override {
    breaches.emplace_back(seen.breach);
    quarantines += seen.quarantined ? 1 : 0;
  }
};

struct World {
  StillClock clock;
  PlainEntropy entropy;
  LoneTasks tasks{clock};
  ScriptedTransport wire;
  Memory memory;
  FlowServices services{clock, entropy, wire, tasks, memory};

  FlowResult run(Account& account, const Operation& operation, Millis within = Millis(4000)) {
    return run_flow(services, account, operation, clock.steady() + within);
  }
};

inline std::filesystem::path plugin_file(const std::string& name) {
  return std::filesystem::path(WESEL_BUILD_DIR) / "tests" / "plugins" /
         ("libwesel_" + name + ".so");
}

// Flows that a loaded plugin began and did not end.
inline int live_flows(const std::string& plugin) {
  void* const library = dlopen(plugin_file(plugin).c_str(), RTLD_NOW | RTLD_NOLOAD);
  REQUIRE(library != nullptr);
  void* const count = dlsym(library, (plugin + "_live_flows").c_str());
  dlclose(library);
  REQUIRE(count != nullptr);
  return reinterpret_cast<int (*)()>(count)();
}

// The plugins are loaded once a program, as in production.
inline PluginFiles& plugins() {
  static PluginFiles files({plugin_file("x").parent_path()});
  return files;
}

inline Setting setting(std::string name, std::string value) {
  return {std::move(name), Secret(std::move(value)), false, {"wesel.toml", 9, 3}};
}

inline AccountConfig account_config(const std::string& plugin, std::vector<Setting> settings) {
  AccountConfig out;
  out.name = "one";
  out.plugin = {plugin, {"wesel.toml", 7, 1}};
  out.mode = "sandbox";
  out.settings = std::move(settings);
  out.place = {"wesel.toml", 6, 1};
  return out;
}

inline std::shared_ptr<Account> make_account(const AccountConfig& config) {
  const auto plugin = plugins().find(*config.plugin, {});
  std::vector<Problem> problems;
  auto account = assemble(Config{}, config, *plugin, problems);
  for (const Problem& problem : problems) UNSCOPED_INFO(problem.text());
  REQUIRE(account != nullptr);
  return account;
}

inline Money rupiah(std::int64_t amount) { return {amount, *find_currency("IDR")}; }

inline Operation operation(OperationKind kind) {
  Operation out;
  out.kind = kind;
  out.attempt_id = "att_01ARZ3NDEKTSV4RRFFQ69G5FAV01";
  out.method = "qris";
  out.amount = rupiah(100'000);
  out.return_url = "https://pay.example/checkout";
  return out;
}

}  // namespace wesel::test
