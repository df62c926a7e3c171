// Sends one flow's requests, again where outcome.hpp says that they may be, and notes what was
// seen. Tells the observer of every try, with secrets masked.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "providers/account.hpp"
#include "providers/flow.hpp"
#include "providers/outcome.hpp"

namespace wesel {

struct Exchange {
  http::Sent sent;
  std::optional<WireEnd> end;  // none: a complete answer came, for the plugin to read
};

// One thread.
class Wire {
 public:
  Wire(const FlowServices& services, Account& account, const Operation& operation, Instant deadline)
      : services_(services), account_(account), operation_(operation), deadline_(deadline) {}

  // A new conversation. What left in the last one stays known.
  void begin(const Secret& session);
  // A secret to mask from now on.
  void hide(const Secret& secret) {
    if (!secret.empty()) hidden_.push_back(secret);
  }

  // Known secrets as stars: the account's and those of this flow.
  std::string mask(std::string_view text) const;

  Exchange send(const PluginRequest& request);

  const WireFacts& facts() const { return facts_; }
  int requests() const { return requests_; }

 private:
  http::Outbound make_outbound(const PluginRequest& request) const;
  http::Sent try_once(const http::Outbound& out, const PluginRequest& request, int retry);
  // False when there is no time for another try.
  bool pause(int retry, Millis apart);
  std::string shown(std::string_view path) const;

  const FlowServices& services_;
  Account& account_;
  const Operation& operation_;
  const Instant deadline_;
  WireFacts facts_;
  std::vector<Secret> hidden_;
  int requests_ = 0;
  int step_ = 0;
};

}  // namespace wesel
