#include "engine_host.hpp"

#include "store/sqlite.hpp"

namespace wesel::simulation {

namespace {

using namespace std::chrono_literals;
using std::string;

// Two worlds may live at once, and SQLite knows disks by name.
string disk_name() {
  static int disks = 0;
  return "simulated-" + std::to_string(++disks);
}

Condition is(const string& attribute, const string& value) {
  Condition condition;
  condition.attribute = attribute;
  condition.matcher = AnyOf{{value}};
  return condition;
}

Route route(const string& name, const string& method, const std::vector<string>& use) {
  Route out;
  out.name = name;
  out.when.all.push_back(is("method", method));
  for (const string& account : use) out.use.push_back({account, {}});
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
    merchant.webhook = Webhook{{"http://10.0.0.8/" + string(id), {}},
                               {Secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")},
                               {}};
    config.merchants.push_back(merchant);
  }
  for (const char* name : {"alpha", "beta", "gamma"}) {
    AccountConfig account;
    account.name = name;
    account.plugin.value = name;
    account.mode = "sandbox";
    account.base_urls = {{"", "http://10.0.0.2/" + string(name), {}}};
    config.accounts.push_back(account);
  }
  config.routes = {route("accounts", "virtual_account", {"alpha", "beta"}),
                   route("wallets", "e_wallet", {"gamma", "beta"}),
                   route("payouts", "bank_transfer", {"beta", "gamma"})};
  config.routes.back().when.all.push_back(is("kind", "payout"));
  return config;
}

EngineHost::EngineHost(World& world, http::Transport& transport, Watch* watch)
    : world_(world), transport_(transport), watch_(watch), power_(disk_name()) {
  auto setup = std::make_shared<Setup>();
  setup->config = simulated_config();
  setup->public_url = setup->config.server.public_url.value;
  setup->secret = Secret("0123456789abcdef0123456789abcdef");
  InsidePlugins plugins;
  std::vector<Problem> problems;
  setup->catalog = build_catalog(setup->config, plugins, problems);
  for (const Problem& problem : problems) world.note("", problem.text());
  std::vector<AccountOffers> offers;
  for (const auto& account : setup->catalog->accounts()) offers.push_back(account->offers());
  setup->accounts = std::make_shared<AccountIndex>(std::move(offers));
  setup->rules = compile({setup->config.routes, "UTC", "v1", setup->accounts->names()}).rules;
  setup_ = std::move(setup);
}

// The world's fibers outlive it, and would unwind into what is gone.
EngineHost::~EngineHost() {
  if (alive()) die(Death::of_process);
}

bool EngineHost::open_store() {
  power_.restore_power();
  SqliteOptions options;
  options.vfs = power_.vfs_name();
  auto opened = open_sqlite_inline("wesel.db", options);
  if (!opened) {
    if (!watch_) throw std::runtime_error(opened.error().message);
    watch_->broke("", "law 1", "after a death the store does not open: " + opened.error().message);
    return false;
  }
  disk_ = std::move(*opened);
  if (watch_) watch_->reopened(*disk_);
  store_ = std::make_unique<WatchedStore>(world_, *disk_, power_, store_faults, watch_);
  return true;
}

void EngineHost::start() {
  if (!open_store()) return;
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

void EngineHost::die(Death how) {
  world_.kill(life_);
  outbox_.reset();
  recovery_.reset();
  context_.reset();
  bells_.reset();
  store_.reset();
  if (how == Death::of_power && power_.has_power()) power_.cut(world_.dice(1'000'000));
  // Who is dead writes nothing more, not even what closing a store writes.
  power_.set_faults([](DiskAction) { return DiskAnswer::error; });
  disk_.reset();
  power_.set_faults({});
}

}  // namespace wesel::simulation
