#include "small_world.hpp"

#include <catch2/catch.hpp>

#include "engine/links.hpp"

#include "simulation/plugins.hpp"
#include "simulation/store_before.hpp"
#include "wesel/json.hpp"

namespace wesel::stories {

using std::string;

namespace {

class Flag final : public Signal {
 public:
  explicit Flag(SmallWorld& world) : world_(world) {}
  void set() override { set_ = true; }
  void reset() override { set_ = false; }
  bool wait_until(Instant deadline) override {
    if (!set_) world_.sleep_until(deadline);
    return set_;
  }

 private:
  SmallWorld& world_;
  bool set_ = false;
};

// A store whose disk may be full.
class FullStore final : public simulation::StoreBefore {
 public:
  FullStore(Store& disk, const bool& full) : StoreBefore(disk), full_(full) {}

  Result<Committed> commit(Batch batch) override {
    if (full_) return Error{Fault::unavailable, "store_unavailable", "the disk is full", {}};
    return StoreBefore::commit(std::move(batch));
  }

 private:
  const bool& full_;
};

Route route(const string& method, const std::vector<string>& accounts) {
  Route out;
  out.name = method;
  Condition condition;
  condition.attribute = "method";
  condition.matcher = AnyOf{{method}};
  out.when.all.push_back(condition);
  for (const string& account : accounts) out.use.push_back({account, {}});
  return out;
}

Config small_config() {
  Config config;
  config.recovery.schedule = {2s, 10s, 30s, 2min, 10min, 1h};
  config.recovery.pending_schedule = {5min, 30min, 1h};
  Merchant merchant;
  merchant.id = "acme";
  config.merchants.push_back(merchant);
  for (const char* name : {"alpha", "beta", "gamma"}) {
    AccountConfig account;
    account.name = name;
    account.plugin.value = name;
    account.mode = "sandbox";
    account.base_urls = {{"", "http://10.0.0.2/" + string(name), {}}};
    config.accounts.push_back(account);
  }
  config.routes = {route("virtual_account", {"alpha", "beta"}),
                   route("e_wallet", {"gamma", "beta"})};
  return config;
}

}  // namespace

SmallWorld::SmallWorld() : config_(small_config()) {
  disk_ = std::move(*open_sqlite_inline(":memory:"));
  store_ = std::make_unique<FullStore>(*disk_, refuse_commits);
  configure([](Config&) {});
  bells_ = std::make_unique<Bells>(*this);
  context_ = std::make_unique<Context>(
      Ports{*this, *this, *this, *store_, *this}, observer_, [this] { return setup_; }, *bells_);
  provider = [](const http::Outbound&) { return lost(); };
}

void SmallWorld::configure(const std::function<void(Config&)>& change) {
  change(config_);
  auto setup = std::make_shared<Setup>();
  setup->config = config_;
  for (const Merchant& merchant : setup->config.merchants)
    for (const ApiKey& key : merchant.keys) setup->keys[key.sha256] = {&merchant, &key};
  setup->public_url = "http://pay.example";
  setup->secret = Secret("0123456789abcdef0123456789abcdef");
  simulation::InsidePlugins plugins;
  std::vector<Problem> problems;
  setup->catalog = build_catalog(config_, plugins, problems);
  for (const Problem& problem : problems) UNSCOPED_INFO(problem.text());
  REQUIRE(setup->catalog);
  std::vector<AccountOffers> offers;
  for (const auto& account : setup->catalog->accounts()) offers.push_back(account->offers());
  setup->accounts = std::make_shared<AccountIndex>(std::move(offers));
  setup->rules = compile({config_.routes, "UTC", "v1", setup->accounts->names()}).rules;
  setup_ = std::move(setup);
}

void SmallWorld::fill(std::span<std::uint8_t> out) {
  for (std::uint8_t& byte : out) {
    random_ = random_ * 6364136223846793005u + 1442695040888963407u;
    byte = static_cast<std::uint8_t>(random_ >> 56);
  }
}

std::unique_ptr<Signal> SmallWorld::make_signal() { return std::make_unique<Flag>(*this); }

http::Sent SmallWorld::send(const http::Outbound& request) {
  const string call = request.target.substr(0, request.target.find('/', 1));
  sent.push_back(request.base.path.substr(1) + call);
  return provider(request);
}

int SmallWorld::sent_to(std::string_view target) const {
  return static_cast<int>(std::count(sent.begin(), sent.end(), target));
}

Payment SmallWorld::made(const NewPayment& request) { return post(request).value().payment; }

Payment SmallWorld::stored(const Payment& payment) {
  return context_->records.load(payment.key()).value().value();
}

std::vector<string> SmallWorld::told(const Payment& payment) {
  std::vector<string> types;
  for (const EventRow& event : store_->history(payment.key()).value()) types.push_back(event.type);
  return types;
}

void SmallWorld::work(const Payment& payment, int times) {
  for (int i = 0; i < times; ++i) {
    const auto due = stored(payment).due_at;
    if (!due) return;
    if (*due > now()) pass(*due - now());
    (void)recover(*context_, payment.key());
  }
}

Result<Ack> SmallWorld::call_back(const CallbackUrl& url, const string& body, const string& mac) {
  return receive_callback(*context_, url, {"POST", "", {{"x-signature", mac}}, body});
}

CallbackUrl SmallWorld::url_of(const Payment& payment, int attempt) {
  const string& account = payment.attempt(attempt)->account;
  const string id = payment.attempt_id(attempt);
  const string url = callback_url("", account, id, setup_->secret);
  return {account, id, url.substr(url.rfind('/') + 1)};
}

http::Sent replied(int status, string body) {
  http::Sent sent;
  sent.fate = http::Sent::Fate::replied;
  sent.status = status;
  sent.fields = {{"content-type", "application/json"}};
  sent.body = std::move(body);
  return sent;
}

http::Sent lost() {
  http::Sent sent;
  sent.fate = http::Sent::Fate::broken;
  sent.why = "reset";
  return sent;
}

http::Sent unsent() { return {}; }

string attempt_in(const http::Outbound& request) {
  const json::Document body = json::Document::parse(request.body);
  if (!body["id"].text().empty()) return string(body["id"].text());
  return request.target.substr(request.target.rfind('/') + 1);
}

http::Sent object(const http::Outbound& request, std::string_view state, std::int64_t amount,
                  std::string_view reference) {
  json::Object out;
  const string id = attempt_in(request);
  if (id.starts_with("att_")) out.set("id", id);
  return replied(200, out.set("ref", reference).set("amount", amount).set("state", state).text());
}

NewPayment an_order(string method) {
  NewPayment request;
  request.reference = "ORDER-1";
  request.amount = {100'000, *find_currency("IDR")};
  request.method = {method, method == "e_wallet" ? "OVO" : "BCA", {}};
  request.customer.phone = "+6281234567890";
  request.expires_in = 3600s;
  return request;
}

}  // namespace wesel::stories
