// The sandbox kit: what a faithful fake of a payment provider is made of. Derive from Sandbox, give
// it the provider's routes and rules, and it brings the server, a ledger, callbacks that are really
// sent, faults on demand and the control endpoints under /_sandbox/ (sdk/sandbox/README.md).
//
//   class Acme final : public Sandbox {
//    public:
//     explicit Acme(Options options) : Sandbox(Profile{"acme", {}}, options) {
//       route("POST", "/v1/charges", "create", [this](const Request& r) { return create(r); });
//       route("GET", "/v1/charges/{id}", "query", [this](const Request& r) { return query(r); });
//     }
//     ~Acme() override { stop(); }
//     …
//   };
//   Acme acme({.listen = "127.0.0.1:0"});
//   acme.start();
//
// Handlers run on many threads at once. The name of an operation is what faults are asked for by;
// use create, query, cancel, token, methods, balance, payout_create, payout_query where they fit.
#pragma once

#include "wesel/sandbox/callbacks.hpp"
#include "wesel/sandbox/faults.hpp"
#include "wesel/sandbox/ledger.hpp"

namespace wesel::sandbox {

class Listener;
class Exchange;

struct Options {
  std::string listen = "127.0.0.1:0";
  std::string control_listen;  // a second port that stays open while `refuse` closes the first
  double time_scale = 1;       // of the provider's intervals: retries of callbacks, rate limits
  double expiry_scale = 1;     // of how long payments last
  bool fast = false;           // for benchmarks: no log, no history of requests, a short ledger
  bool log = false;            // a line a request on stderr
  bool outcomes = false;       // some amounts force an outcome (sdk/sandbox/README.md)
  int callback_threads = 8;
};

// What the kit must know of the provider.
struct Profile {
  std::string name;
  Retries retries;
};

// What somebody does to a payment or payout from outside: the customer pays, a bank returns money.
struct Action {
  std::string name;  // pay, settle, expire, fail, cancel, refuse; complete, fail, return
  std::optional<Amount> amount;
  bool late = false;  // also from a state that is final: money that comes after the end
  Time at{};
};

// What became of an action: a problem when it cannot be, else whether a callback tells of it.
struct Change {
  std::string problem;
  bool tell = false;
};

// How a callback shall differ from the truth.
struct Twist {
  bool forged = false;  // a wrong signature, or whatever an impostor would send
  bool without_signature = false;
  std::optional<Amount> amount;
  std::string status;
};

class Sandbox {
 public:
  Sandbox(Profile profile, Options options);
  virtual ~Sandbox();
  Sandbox(const Sandbox&) = delete;
  Sandbox& operator=(const Sandbox&) = delete;

  void start();
  // Call it in the destructor of the derived class: threads of the kit call its functions.
  void stop();

  const std::string& name() const { return profile_.name; }
  std::string url() const;          // http://127.0.0.1:9101
  std::string control_url() const;  // the same, or the second port's

  // What /_sandbox/ does, for tests in the same process.
  Change act(Kind kind, std::string_view reference, Action action);
  void add_fault(Fault fault);
  void clear_faults();
  Faults& faults() { return faults_; }
  Ledger& ledger() { return ledger_; }
  Callbacks& callbacks() { return callbacks_; }
  void reset();

 protected:
  using Handler = std::function<Response(const Request&)>;
  // A {…} in the pattern matches one segment of the path.
  void route(std::string method, std::string_view pattern, std::string operation, Handler handler);

  // Whether a call of this method and path would find a handler.
  bool has_route(Request request) const;

  // The provider's rules.
  // What every call must bring; a response refuses it. Runs before the handler.
  virtual std::optional<Response> admit(const Request& request);
  // An error in the provider's words, for what the kit itself answers: 404, 405, 429, 5xx.
  virtual Response failure(int status, std::string_view text) const = 0;
  // Applies an action, under the ledger's lock; leaves the entry alone if there is a problem.
  virtual Change apply(Entry& entry, const Action& action) = 0;
  // The callback that tells how the entry is now; nothing if the merchant wants none.
  virtual std::optional<Callback> callback(const Entry& entry, const Twist& twist) const = 0;
  // After each create: the place for what the provider does then by itself.
  virtual void created(const Entry& entry);
  // POST /_sandbox/settings; false if there is no such setting.
  virtual bool set(std::string_view name, std::string_view value);
  // POST /_sandbox/reset: whatever the provider remembers beyond the ledger.
  virtual void forget() {}

  // Puts a new entry into the ledger and lets it expire in time.
  bool remember(Entry entry, bool unique_reference = true);
  void tell(const Entry& entry, Twist twist = {}, std::string note = {});
  Millis scaled(Millis interval) const;
  Millis lasting(Millis expiry) const;

 private:
  struct Route {
    std::string method, operation;
    std::vector<std::string> pattern;
    Handler handler;
  };
  struct Seen {
    Time at{};
    std::string method, target, operation, body, fault;
    int status = 0;
  };

  const Route* match(Request& request, bool& path_known) const;
  void serve(Request& request, Exchange& exchange);
  void serve_operation(Request& request, Exchange& exchange);
  Response work(const Request& request, const Route* route, bool path_known);
  void commit(const Fault& fault, const Request& request, Response response, Exchange& exchange);
  // True: nobody is to hear the answer.
  bool after_create(const Response& response, const Request& request);
  void see(const Request& request, int status, std::string fault);
  void pause(Millis time);
  void release(const std::string& key);
  void force_outcome(const Entry& entry);
  // Whether nobody is to hear of this entry, from its own create on; and whether this is about one.
  bool falls_silent(const Entry& entry);
  bool is_mute(const Request& request) const;
  void refuse_connections(const Fault& fault);
  void cut_connections(int turn);
  void accept_connections();

  Response control(const Request& request);
  Response control_entries(Kind kind, const Request& request, const std::vector<std::string>& path);
  Response control_entry(Kind kind, const Request& request, const std::vector<std::string>& path);
  Response control_faults(const Request& request);
  Response control_settings(const Request& request);
  Response list_requests(const Request& request) const;
  Response list_callbacks(const Request& request) const;
  void open_door_soon();

  const Profile profile_;
  const Options options_;
  std::atomic<double> time_scale_;
  std::vector<Route> routes_;
  Ledger ledger_;
  Faults faults_;
  Schedule schedule_;
  Callbacks callbacks_;
  mutable std::mutex mutex_;
  std::condition_variable stopped_;
  bool stopping_ = false;
  std::deque<Seen> seen_;
  std::deque<std::string> mute_;  // ids and references that are not spoken of
  std::map<std::string, std::uint64_t> counts_;
  std::map<std::string, Delivery> held_;  // out_of_order: waits for the next of the same entry
  std::mutex door_;                       // the listener's opening and closing
  std::atomic<bool> refusing_{false};
  std::atomic<int> refusals_{0};
  std::unique_ptr<Listener> listener_, control_listener_;
};

// Starts them, prints "NAME http://HOST:PORT" for each on stdout, and stops them on SIGTERM or
// SIGINT. Call it before any other thread is made.
int serve_until_signal(const std::vector<Sandbox*>& sandboxes);

}  // namespace wesel::sandbox
