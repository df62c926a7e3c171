// What a provider is told to do: views of the contract's blocks, cheap to copy. An Operation and
// all texts in it live until its flow ends; Settings live while the provider is constructed.
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "wesel/money.hpp"

namespace wesel::sdk {

using std::string_view;

struct Customer {
  string_view name, email, phone, ip, country;
};

struct Item {
  string_view name;
  std::uint32_t quantity = 1;
  Amount price;  // of one
};

// Where a payout goes, or where money came from.
struct BankAccount {
  std::string name, number, type, bank_code, bank_name, branch, city, province;
};

class Operation {
 public:
  explicit Operation(const wesel_operation* block) : block_(block) {}

  Mode mode() const { return static_cast<Mode>(block_->mode); }
  bool is_live() const { return mode() == Mode::live; }
  // Our reference at the provider, the only one it may see.
  string_view attempt_id() const { return view(block_->attempt_id); }
  string_view provider_reference() const { return view(block_->provider_reference); }
  string_view method() const { return view(block_->method); }
  // Our name of it, and the provider's.
  string_view channel() const { return view(block_->channel); }
  string_view channel_code() const { return view(block_->channel_code); }
  string_view display_name() const { return view(block_->display_name); }
  Amount amount() const { return amount_of(block_->amount); }
  Customer customer() const;
  std::vector<Item> items() const;
  string_view description() const { return view(block_->description); }
  std::int64_t now_ms() const { return block_->now_ms; }
  std::int64_t expires_at_ms() const { return block_->expires_at_ms; }
  // Whole seconds left until then, rounded down; 0: no end, or past.
  std::int64_t expires_in_s() const;
  string_view return_url() const { return view(block_->return_url); }
  string_view callback_url() const { return view(block_->callback_url); }
  // 32 raw bytes, the same at create and at callback of one attempt.
  string_view callback_key() const { return view(block_->callback_key); }
  // The remembered session; empty: none.
  string_view session() const { return view(block_->session); }
  // 16 raw bytes, the only randomness there is.
  string_view entropy() const { return view(block_->entropy); }

  // Payouts.
  BankAccount account() const;
  string_view email() const { return view(block_->email); }
  string_view remark() const { return view(block_->remark); }
  // Cancels.
  string_view reason() const { return view(block_->reason); }
  // Simulations.
  State wanted_state() const { return static_cast<State>(block_->wanted_state); }

  // Callbacks, as they came in; all empty elsewhere.
  string_view http_method() const;
  string_view query() const;
  string_view body() const;
  // The first of that name, in whatever case; empty: none.
  string_view header(string_view name) const;

  const wesel_operation* block() const { return block_; }

 private:
  const wesel_operation* block_;
};

// Thrown by a provider's constructor: a setting that cannot work.
struct BadSetting : std::invalid_argument {
  BadSetting(string_view name, const std::string& message)
      : std::invalid_argument(message), setting(name) {}
  std::string setting;
};

class Settings {
 public:
  Settings(const wesel_host* host, const wesel_settings* block) : host_(host), block_(block) {}

  Mode mode() const { return static_cast<Mode>(block_->mode); }
  bool is_live() const { return mode() == Mode::live; }
  // Empty if not configured and without a default. The engine fills in defaults and checks choices.
  std::string text(string_view name) const;
  // Throws BadSetting when it is empty.
  std::string required(string_view name) const;
  string_view engine_version() const { return host_ ? view(host_->version) : string_view(); }

 private:
  const wesel_host* host_;
  const wesel_settings* block_;
};

}  // namespace wesel::sdk
