// wesel as it runs: the engine and the providers' sandboxes as programs of their own on this
// machine, with a configuration of their own, and two merchants who call and are called. Each test
// has its own installation; nothing outlives it.
#pragma once

#include <string>

#include "journeys/caller.hpp"
#include "journeys/hooks.hpp"
#include "journeys/process.hpp"

namespace wesel::journeys {

// What differs from one test's configuration to another's: TOML.
struct Plan {
  std::string routes;                  // instead of the usual ones
  std::string komerce, komopay, fazz;  // further keys of the account
  std::string more;                    // further tables
  std::string recovery = "schedule = [\"200ms\", \"300ms\"]\npending_schedule = [\"5m\"]\n";
  std::string webhooks = "schedule = [\"50ms\", \"50ms\", \"100ms\"]\n";
  // How old lists of methods and balances may grow; by default nobody asks for them by itself.
  std::string lists = "0s";
  std::string server;      // further keys of [server]
  std::string shop_key;    // instead of kShop
  std::string shop;        // further keys of the merchant
  std::string shop_hooks;  // where "shop" is told; empty: hooks
};

// Which of a sandbox's ledgers.
inline constexpr const char* kPayments = "payments";
inline constexpr const char* kPayouts = "payouts";

// A provider's sandbox, from its control side.
class Provider {
 public:
  Provider(Caller& caller, std::string name) : caller_(&caller), name_(std::move(name)) {}

  const std::string& name() const { return name_; }
  Reply control(const std::string& method, const std::string& target, const std::string& body = {});
  // {"fault": …, …} without "operation": of every request or callback that it fits.
  void fault(const std::string& json);
  void heal();
  Reply entry(const std::string& reference, const char* ledger = kPayments);
  // pay, settle, expire, cancel … a payment; complete, fail, return a payout; or callback: tell of
  // it now.
  int act(const std::string& reference, const std::string& action, const std::string& body = "{}",
          const char* ledger = kPayments);
  // What somebody else who uses this provider does.
  Reply call_api(const std::string& method, const std::string& target, http::Fields fields,
                 const std::string& body);
  Reply ledger(const char* which = kPayments) {
    return control("GET", std::string("/_sandbox/") + which);
  }
  std::size_t payments() { return ledger()["data"].size(); }
  std::size_t payouts() { return ledger(kPayouts)["data"].size(); }
  std::int64_t requests(const std::string& operation);
  Reply callbacks() { return control("GET", "/_sandbox/callbacks"); }

 private:
  friend class Installation;
  Caller* caller_;
  std::string name_, url_, control_url_;
};

struct Order {
  std::string reference = "ORDER-1";
  std::string amount = "100000";
  std::string type = "virtual_account", channel = "BCA";
  std::string provider, callback_url;
  std::string text() const;
};

struct Payout {
  std::string reference = "OUT-1";
  std::string amount = "100000";
  std::string channel = "BCA";
  std::string provider, callback_url;
  std::string metadata;  // an object's text
  std::string text() const;
};

class Installation {
 public:
  explicit Installation(Plan plan = {});
  ~Installation();

  // For its next start.
  void configure(const Plan& plan);
  void start();   // returns when it is ready
  void launch();  // does not wait for it
  bool running() { return engine_.running(); }
  int status() const { return engine_.status(); }
  void kill() { engine_.kill_hard(); }
  int stop() { return engine_.stop(); }
  void restart() {
    kill();
    start();
  }

  // As the merchant "shop" in sandbox mode, unless `key` says otherwise.
  Reply call(const std::string& method, const std::string& target, const std::string& body = {},
             http::Fields fields = {}, const std::string& key = kShop);
  Reply get(const std::string& target) { return call("GET", target); }
  Reply post(const std::string& target, const std::string& body, http::Fields fields = {}) {
    return call("POST", target, body, std::move(fields));
  }
  Reply pay(const Order& order) { return post("/v1/payments", order.text()); }
  Reply pay_out(const Payout& payout) { return post("/v1/payouts", payout.text()); }
  // A payment or a payout.
  Reply payment(const std::string& id) { return get(path_of(id)); }
  static std::string path_of(const std::string& id) {
    return (id.starts_with("po_") ? "/v1/payouts/" : "/v1/payments/") + id;
  }
  // As soon as it has that status; as it is when it never gets there.
  Reply once(const std::string& id, const std::string& status);
  // As an operator, at the admin listener.
  Reply operate(const std::string& method, const std::string& target, const std::string& body = {});
  // Without any key: what providers and impostors call.
  Reply outside(const std::string& method, const std::string& target, const std::string& body,
                http::Fields fields = {});
  std::string log() const { return read_file(folder_ / "engine.log"); }
  Folder& folder() { return folder_; }
  // The engine's, from its next start on: NAME=value.
  void set_environment(std::vector<std::string> all) { environment_ = std::move(all); }
  std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }

  static constexpr const char* kShop = "wsk_sandbox_shop_0000000000000000000000";
  static constexpr const char* kShopLive = "wsk_live_shop_00000000000000000000000000";
  static constexpr const char* kOther = "wsk_sandbox_other_000000000000000000000";

 private:
  void start_sandboxes();
  std::string config(const Plan& plan) const;

  Folder folder_;
  std::vector<std::string> environment_;
  Caller caller_;
  std::uint16_t port_ = free_port(), admin_port_ = free_port();

 public:
  Hooks hooks;
  Provider komerce{caller_, "komerce"}, komopay{caller_, "komopay"}, fazz{caller_, "fazz"};
  Provider& at(const std::string& name);

 private:
  Process sandboxes_, engine_;
};

}  // namespace wesel::journeys
