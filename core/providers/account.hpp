// One [providers.NAME]: a plugin with its settings, where it talks to, what it offers and what is
// remembered for it while the program runs. It decides nothing; routing and engine do.
#pragma once

#include <atomic>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "base/secret.hpp"
#include "domain/offer.hpp"
#include "http/redact.hpp"
#include "http/transport.hpp"
#include "providers/method_lists.hpp"
#include "providers/operation.hpp"
#include "providers/plugin.hpp"
#include "providers/sessions.hpp"

namespace wesel {

// What an account is made of; checked by whoever made it.
struct AccountParts {
  std::shared_ptr<Plugin> plugin;
  std::unique_ptr<Adapter> adapter;
  AccountOffers offers;
  std::vector<http::Url> endpoints;  // one for each of the description's
  std::vector<Secret> secrets;       // its secret settings, to be masked
  Millis timeout{4000};              // per attempt, whole conversation
  std::optional<int> max_in_flight;
  Millis methods_refresh{0};  // how old the provider's list may grow; 0: it is never asked for
  Millis balance_refresh{0};  // the same of the balance
};

// Any thread.
class Account {
 public:
  explicit Account(AccountParts parts);

  const std::string& name() const { return parts_.offers.account; }
  Mode mode() const { return parts_.offers.mode; }
  bool enabled() const { return parts_.offers.enabled; }
  const AccountOffers& offers() const { return parts_.offers; }
  const Description& description() const { return parts_.plugin->description(); }
  bool can(OperationKind kind) const;
  Millis timeout() const { return parts_.timeout; }
  Millis methods_refresh() const { return parts_.methods_refresh; }
  Millis balance_refresh() const { return parts_.balance_refresh; }
  const http::Url& endpoint(std::size_t index) const { return parts_.endpoints[index]; }

  // The provider's own name for a channel; the channel itself where nothing is known.
  std::string channel_code(Kind kind, std::string_view method, std::string_view channel) const;

  // Known secret values as stars.
  std::string mask(std::string_view text) const { return masker_.mask(text); }

  // Conversations under way.
  int in_flight() const { return in_flight_; }
  bool full() const { return parts_.max_in_flight && in_flight_ >= *parts_.max_in_flight; }

  // Held by the plugin, so it holds for all its accounts and over reloads.
  bool quarantined() const { return parts_.plugin->quarantined(); }
  void clear_quarantine() { parts_.plugin->clear_quarantine(); }

  // What the provider told of itself.
  using Balance = Fetched<std::vector<ToldBalance>>;
  MethodLists& method_lists() { return method_lists_; }
  const MethodLists& method_lists() const { return method_lists_; }
  Balance& balance() { return balance_; }
  const Balance& balance() const { return balance_; }

  // For the flow loop.
  Adapter& adapter() { return *parts_.adapter; }
  Plugin& plugin() { return *parts_.plugin; }
  Sessions& sessions() { return sessions_; }

  // A place among the conversations under way, given back by its destructor.
  class Seat {
   public:
    Seat(Account& account, bool limited);
    ~Seat() { --account_.in_flight_; }
    Seat(const Seat&) = delete;
    Seat& operator=(const Seat&) = delete;
    bool taken() const { return taken_; }  // false: the limit is reached

   private:
    Account& account_;
    bool taken_;
  };

 private:
  AccountParts parts_;
  http::Masker masker_;
  Sessions sessions_;
  MethodLists method_lists_;
  Balance balance_;
  std::atomic<int> in_flight_ = 0;
};

}  // namespace wesel
