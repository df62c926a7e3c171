// Tests of a provider without host and socket: the plugin's own function table is driven through
// scripted steps, each request compared byte for byte, each end read as JSON. Fits any test
// framework: a difference or a breach of the contract throws Mismatch. Link wesel_sdk_testing.
//
//   Account account(wesel_plugin_v1(), {{"api_key", "k"}});
//   Run run = account.begin(asked);               // or: play(wesel_plugin_v1(), load("x.json"));
//   run.sent().path == "/v1/charges";
//   run.reply({200, {}, R"({"id":"ch_1"})"});
//   run.end()["state"].text() == "pending";
#pragma once

#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "wesel/form.hpp"
#include "wesel/json.hpp"
#include "wesel/operation.hpp"

namespace wesel::sdk::testing {

struct Mismatch : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// A request as the plugin said it.
struct Sent {
  struct Header {
    std::string name, value;
    bool secret = false;
  };
  std::string endpoint, method, path;
  std::vector<Header> headers;
  std::string body;
  bool effect = false, replay_safe = false, reply_secret = false;
  std::string remember;  // a session that travels with it, and until when
  std::int64_t remember_until_ms = 0;

  std::string header(string_view name) const;
  // All of it, as one line of JSON.
  std::string text() const;
};

// What the provider answers.
struct Given {
  int status = 200;
  Fields headers;  // names in lower case
  std::string body;
};

// What the plugin is told to do.
struct Asked {
  struct Person {
    std::string name, email, phone, ip, country;
  };
  struct Line {
    std::string name;
    std::uint32_t quantity = 1;
    Amount price;
  };
  struct Message {
    std::string method = "POST", query;
    Fields headers;  // names in lower case
    std::string body;
  };
  std::uint32_t kind = WESEL_OP_NONE;
  Mode mode = Mode::sandbox;
  std::string attempt_id = "att_01", provider_reference;
  std::string method, channel, channel_code, display_name;  // an empty channel_code is the channel
  Amount amount;
  Person customer;
  std::vector<Line> items;
  std::string description;
  std::int64_t now_ms = 1'767'225'600'000;  // 2026-01-01T00:00:00Z
  std::int64_t expires_at_ms = 0;
  std::string return_url = "https://shop.example/thanks", callback_url;
  std::string callback_key = std::string(32, 'k');
  std::string entropy = std::string(16, 'e');
  std::string session;
  Message message;
  BankAccount account;
  std::string email, remark, reason;
  State wanted_state = State::none;
};

// How a flow ended (or what a plugin described), as JSON with the contract's names; what is zero or
// empty is left out: {"result":"accepted","state":"pending",...} or {"failure":"unknown",...}.
class End {
 public:
  explicit End(std::string text)
      : text_(std::move(text)),
        document_(std::make_shared<json::Document>(json::Document::parse(text_))) {}
  const std::string& text() const { return text_; }
  json::Value operator[](string_view key) const { return (*document_)[key]; }

 private:
  std::string text_;
  std::shared_ptr<json::Document> document_;
};

// One flow under way. Whatever a plugin must not keep is freed as soon as the contract allows, so
// a sanitizer sees what is kept too long.
class Run {
 public:
  Run(const wesel_plugin* plugin, wesel_provider* provider, const Asked& asked);
  Run(Run&&) noexcept;
  ~Run();

  bool ended() const;
  // The request that waits for its answer; Mismatch if there is none.
  const Sent& sent() const;
  void reply(const Given& given);
  // Mismatch while a request waits.
  const End& end() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// One configured account. Settings that are refused throw Mismatch with the plugin's reason.
class Account {
 public:
  Account(const wesel_plugin* plugin, const Fields& settings, Mode mode = Mode::sandbox);
  Account(const Account&) = delete;
  Account& operator=(const Account&) = delete;
  ~Account();

  Run begin(const Asked& asked) const { return Run(plugin_, provider_, asked); }

 private:
  const wesel_plugin* plugin_;
  wesel_provider* provider_;
};

struct Step {
  Sent sent;
  Given given;
};

// A recorded flow: plugins/<name>/exchanges/*.json.
struct Recording {
  Fields settings;
  Asked asked;
  std::vector<Step> steps;
  std::string end;  // as End::text() gives it
};

// Reads a recording; throws Mismatch where it is not one. sdk/README.md has the format.
Recording load(const std::string& path);
Recording parse_recording(string_view text);

// Runs it; throws Mismatch at the first difference.
void play(const wesel_plugin* plugin, const Recording& recording);

// Runs it with other answers, without comparing: `change` sees each step's number and the recorded
// answer. Past the recorded steps the answer is 500. Gives the end.
using Change = std::function<Given(std::size_t step, const Given& recorded)>;
End play_changed(const wesel_plugin* plugin, const Recording& recording, const Change& change);

// Loads a plugin's library for the life of the program; throws Mismatch if that fails.
const wesel_plugin* load_plugin(const std::string& path);

}  // namespace wesel::sdk::testing
