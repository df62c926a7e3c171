#include "engine_host.hpp"

#include "store/sqlite.hpp"
#include "store_before.hpp"

namespace wesel::simulation {

namespace {

using namespace std::chrono_literals;

// A store where somebody else may go on, or the engine may die, before and after each commit; and
// which refuses some.
class PausingStore final : public StoreBefore {
 public:
  PausingStore(World& world, Store& disk, const int& refuses_percent)
      : StoreBefore(disk), world_(world), refuses_percent_(refuses_percent) {}

  Result<Committed> commit(Batch batch) override {
    world_.pause();
    if (world_.chance(refuses_percent_))
      return Error{Fault::unavailable, "store_unavailable", "the disk is full", {}};
    auto committed = StoreBefore::commit(std::move(batch));
    world_.pause();
    return committed;
  }
  Result<std::optional<PaymentRow>> payment(std::string_view key) override {
    world_.pause();
    return StoreBefore::payment(key);
  }

 private:
  World& world_;
  const int& refuses_percent_;
};

Condition is(const std::string& attribute, const std::string& value) {
  Condition condition;
  condition.attribute = attribute;
  condition.matcher = AnyOf{{value}};
  return condition;
}

Route route(const std::string& name, const std::string& method,
            const std::vector<std::string>& use) {
  Route out;
  out.name = name;
  out.when.all.push_back(is("method", method));
  for (const std::string& account : use) out.use.push_back({account, {}});
  return out;
}

}  // namespace

Config simulated_config() {
  Config config;
  config.server.public_url.value = "http://10.0.0.9";
  config.webhooks.schedule = {5s, 5min, 30min, 2h, 5h, 10h};
  config.webhooks.allow_networks = {{"10.0.0.0/8", {}}};
  config.recovery.schedule = {2s, 10s, 30s, 2min, 10min, 1h};
  config.recovery.pending_schedule = {5min, 30min, 1h};
  for (const char* id : {"acme", "bolt"}) {
    Merchant merchant;
    merchant.id = id;
    merchant.webhook = Webhook{{"http://10.0.0.8/" + std::string(id), {}},
                               {Secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")},
                               {}};
    config.merchants.push_back(merchant);
  }
  for (const char* name : {"alpha", "beta", "gamma"}) {
    AccountConfig account;
    account.name = name;
    account.plugin.value = name;
    account.mode = "sandbox";
    account.base_urls = {{"", "http://10.0.0.2/" + std::string(name), {}}};
    config.accounts.push_back(account);
  }
  config.routes = {route("accounts", "virtual_account", {"alpha", "beta"}),
                   route("wallets", "e_wallet", {"gamma", "beta"})};
  return config;
}

EngineHost::EngineHost(World& world, http::Transport& transport)
    : world_(world), transport_(transport) {
  disk_ = std::move(*open_sqlite_inline(":memory:"));
  store_ = std::make_unique<PausingStore>(world, *disk_, store_refuses_percent);
  auto setup = std::make_shared<Setup>();
  setup->config = simulated_config();
  setup->public_url = setup->config.server.public_url.value;
  setup->secret = Secret("0123456789abcdef0123456789abcdef");
  InsidePlugins plugins;
  std::vector<Problem> problems;
  setup->catalog = build_catalog(setup->config, plugins, problems);
  for (const Problem& problem : problems) world.note(problem.text());
  std::vector<AccountOffers> offers;
  for (const auto& account : setup->catalog->accounts()) offers.push_back(account->offers());
  setup->accounts = std::make_shared<AccountIndex>(std::move(offers));
  setup->rules = compile({setup->config.routes, "UTC", "v1", setup->accounts->names()}).rules;
  setup_ = std::move(setup);
}

void EngineHost::start() {
  ++life_;
  bells_ = std::make_unique<Bells>(world_);
  const Ports ports{world_, world_, transport_, *store_, world_};
  const auto setup_of = [this] { return setup_; };
  context_ = std::make_unique<Context>(ports, observer_, setup_of, *bells_);
  recovery_ = std::make_unique<Recovery>(*context_, 3, std::chrono::minutes(10));
  outbox_ = std::make_unique<Outbox>(ports, *bells_, setup_of, std::chrono::minutes(10));
  world_.spawn_in(life_, "start", [this] {
    recovery_->start();
    outbox_->start();
  });
}

void EngineHost::die() {
  world_.kill(life_);
  outbox_.reset();
  recovery_.reset();
  context_.reset();
  bells_.reset();
}

}  // namespace wesel::simulation
