#include "app/app.hpp"

#include <unistd.h>

#include <atomic>
#include <iostream>

#include "api/api.hpp"
#include "app/assemble.hpp"
#include "app/observer.hpp"
#include "base/bytes.hpp"
#include "engine/fetching.hpp"
#include "http/address.hpp"
#include "http/client.hpp"
#include "http/redact.hpp"
#include "http/server.hpp"
#include "store/sqlite.hpp"
#include "webhooks/outbox.hpp"

namespace wesel {

using std::string;

namespace {

constexpr int kRecoveryWorkers = 16;  // questions to providers under way at once
constexpr int kFatal = 70;            // EX_SOFTWARE: a supervisor starts it again

// What is configured as a secret, to be starred in every line of the log.
std::vector<Secret> secrets_of(const Config& config) {
  std::vector<Secret> all;
  for (const AccountConfig& account : config.accounts)
    for (const Setting& setting : account.settings)
      if (setting.value.reveal().size() >= 12) all.push_back(setting.value);
  for (const Merchant& merchant : config.merchants)
    for (const auto* webhook : {&merchant.webhook, &merchant.sandbox_webhook})
      if (*webhook) all.insert(all.end(), (*webhook)->secrets.begin(), (*webhook)->secrets.end());
  return all;
}

Result<std::unique_ptr<Store>> open_store(const string& url, Log& log) {
  constexpr std::string_view kSqlite = "sqlite:";
  if (!url.starts_with(kSqlite))
    return Error{Fault::config,
                 "unsupported_store",
                 "only sqlite: stores are supported in this version",
                 {}};
  const std::filesystem::path path = url.substr(kSqlite.size());
  if (path.has_parent_path()) {
    std::error_code ignored;  // opening tells what is wrong
    std::filesystem::create_directories(path.parent_path(), ignored);
  }
  SqliteOptions options;
  options.on_fatal = [&log](const string& reason) {
    log.error("the store cannot be trusted any more", {{"reason", reason}});
    ::_exit(kFatal);
  };
  return open_sqlite(path.string(), std::move(options));
}

// The installation's own secret: configured, or made once and kept in the store.
Result<Secret> installation_secret(const ServerConfig& server, Store& store, Entropy& entropy) {
  if (server.secret) return *server.secret;
  std::array<std::uint8_t, 32> fresh;
  entropy.fill(fresh);
  const std::string_view bytes(reinterpret_cast<const char*>(fresh.data()), fresh.size());
  auto kept = store.put_meta_once("installation_secret", to_hex(bytes));
  if (!kept) return kept.error();
  return Secret(std::move(*kept));
}

string host_port(const Address& address) {
  const bool v6 = address.host.find(':') != string::npos;
  return (v6 ? "[" + address.host + "]" : address.host) + ":" + std::to_string(address.port);
}

bool loopback(const Address& address) {
  return address.host == "localhost" || address.host == "::1" || address.host.starts_with("127.");
}

}  // namespace

struct App::Parts {
  SystemClock clock;
  SystemEntropy entropy;
  std::unique_ptr<Tasks> tasks = make_threads();
  PluginFiles plugins{plugin_folders()};
  std::atomic<bool> draining{false};
  std::shared_ptr<const Setup> setup;
  std::unique_ptr<Log> log;
  Metrics metrics;
  std::unique_ptr<Store> store;
  std::unique_ptr<http::Client> client;
  std::unique_ptr<http::Client> webhook_client;  // merchants' names must not hold up providers'
  std::unique_ptr<ProviderObserver> observer;
  std::unique_ptr<Bells> bells;
  std::unique_ptr<Context> context;
  std::unique_ptr<Recovery> recovery;
  std::unique_ptr<Fetching> fetching;
  std::unique_ptr<Outbox> outbox;
  std::unique_ptr<Api> api;
  std::unique_ptr<http::Server> merchants, operators;

  Result<void> open(std::shared_ptr<Setup> fresh);
  void build();
  Result<void> listen();
};

Result<void> App::Parts::open(std::shared_ptr<Setup> fresh) {
  const Config& config = fresh->config;
  auto masker = std::make_shared<http::Masker>(secrets_of(config));
  log = std::make_unique<Log>(clock, STDERR_FILENO,
                              find_level(config.log.level).value_or(Level::info),
                              [masker](string text) { return masker->mask(text); });
  auto opened = open_store(config.store.url.reveal(), *log);
  if (!opened) return opened.error();
  store = std::move(*opened);
  auto secret = installation_secret(config.server, *store, entropy);
  if (!secret) return secret.error();
  fresh->secret = std::move(*secret);
  auto made = http::Client::make({});
  if (!made) return made.error();
  client = std::move(*made);
  made = http::Client::make({.resolving = limits::kResolvingMerchants});
  if (!made) return made.error();
  webhook_client = std::move(*made);
  setup = std::move(fresh);
  return {};
}

void App::Parts::build() {
  observer = std::make_unique<ProviderObserver>(*log, metrics);
  bells = std::make_unique<Bells>(*tasks);
  const Ports ports{clock, entropy, *client, *store, *tasks};
  const auto setup_of = [this] { return setup; };
  context = std::make_unique<Context>(ports, *observer, setup_of, *bells);
  recovery = std::make_unique<Recovery>(*context, kRecoveryWorkers);
  fetching = std::make_unique<Fetching>(*context);
  outbox = std::make_unique<Outbox>(Ports{clock, entropy, *webhook_client, *store, *tasks}, *bells,
                                    setup_of);
  api = std::make_unique<Api>(
      ApiParts{*context, *log, metrics, draining, loopback(setup->config.server.admin_listen)});
}

Result<void> App::Parts::listen() {
  const ServerConfig& server = setup->config.server;
  http::ServerOptions options;
  options.listen = host_port(server.listen);
  options.max_connections = static_cast<std::size_t>(server.max_connections);
  if (server.tls) options.tls = {server.tls->certificate.value, server.tls->key};
  options.refuse = [this](const http::Refusal& refusal) { return api->refused(refusal); };
  auto started = http::Server::start(
      options, [this](const http::Request& request) { return api->merchant(request); });
  if (!started) return started.error();
  merchants = std::move(*started);
  options.listen = host_port(server.admin_listen);
  options.max_connections = 64;
  if (loopback(server.admin_listen)) options.tls.reset();
  started = http::Server::start(
      options, [this](const http::Request& request) { return api->admin(request); });
  if (!started) return started.error();
  operators = std::move(*started);
  return {};
}

App::App(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}

App::~App() { stop(); }

Result<std::unique_ptr<App>> App::start(const std::filesystem::path& config) {
  auto parts = std::make_unique<Parts>();
  Assembled assembled = assemble(config, parts->plugins);
  for (const Problem& problem : assembled.problems) std::cerr << problem.text() << '\n';
  if (!assembled.setup)
    return Error{Fault::config, "invalid_config", "the configuration was refused", {}};
  if (auto opened = parts->open(std::move(assembled.setup)); !opened) return opened.error();
  parts->build();
  if (auto listening = parts->listen(); !listening) return listening.error();
  parts->recovery->start();
  parts->fetching->start();
  parts->outbox->start();
  parts->log->info("started", {{"listen", host_port(parts->setup->config.server.listen)},
                               {"admin", host_port(parts->setup->config.server.admin_listen)},
                               {"rules", parts->setup->rules->version()}});
  return std::unique_ptr<App>(new App(std::move(parts)));
}

string App::banner() const {
  const ServerConfig& server = parts_->setup->config.server;
  return "wesel is ready: merchants at " + host_port(server.listen) + ", operators at " +
         host_port(server.admin_listen) + ", rules " + parts_->setup->rules->version();
}

void App::stop() {
  if (!parts_) return;
  Parts& p = *parts_;
  p.draining = true;
  const Instant deadline = p.clock.steady() + limits::kDrainTime;
  if (p.merchants) p.merchants->stop(deadline);
  if (p.operators) p.operators->stop(deadline);
  p.merchants.reset();
  p.operators.reset();
  if (p.recovery) p.recovery->stop();
  if (p.fetching) p.fetching->stop();
  if (p.outbox) p.outbox->stop();
  p.tasks->join();
  if (p.log) p.log->info("stopped");
  p.api.reset();
  p.store.reset();
  parts_.reset();
}

}  // namespace wesel
