#include "app/assemble.hpp"

#include "config/load.hpp"
#include "http/address.hpp"
#include "webhooks/delivery.hpp"

namespace wesel {

std::string default_public_url(const ServerConfig& server) {
  const bool v6 = server.listen.host.find(':') != std::string::npos;
  const std::string host = v6 ? "[" + server.listen.host + "]" : server.listen.host;
  return (server.tls ? "https://" : "http://") + host + ":" + std::to_string(server.listen.port);
}

namespace {

// An endpoint that no delivery would ever be allowed to call is a mistake of the file, not of the
// merchant. Names are judged when they are resolved.
void check_webhooks(const Config& config, std::vector<Problem>& problems) {
  std::vector<std::string> networks;
  for (const Text& text : config.webhooks.allow_networks) networks.push_back(*text);
  const auto allowed = http::Networks::parse(networks);
  if (!allowed) return;  // told already
  for (const Merchant& merchant : config.merchants)
    for (const auto* webhook : {&merchant.webhook, &merchant.sandbox_webhook}) {
      if (!*webhook) continue;
      const auto url = http::parse_url(*(*webhook)->url);
      if (!url || !http::is_address(url->host) || may_call(*allowed, url->scheme, url->host))
        continue;
      problems.push_back({Severity::error, (*webhook)->url.place,
                          "this address may not be called; put its network into "
                          "webhooks.allow_networks, or use https and a public address"});
    }
}

// The configuration must already be where it stays.
void index_keys(Setup& setup) {
  for (const Merchant& merchant : setup.config.merchants)
    for (const ApiKey& key : merchant.keys) setup.keys[key.sha256] = {&merchant, &key};
}

}  // namespace

Assembled assemble(const std::filesystem::path& file, PluginSource& plugins) {
  Assembled out;
  LoadResult loaded = load(file);
  out.problems = std::move(loaded.problems);
  if (!loaded.config) return out;

  auto setup = std::make_shared<Setup>();
  setup->config = std::move(*loaded.config);
  index_keys(*setup);
  check_webhooks(setup->config, out.problems);
  setup->catalog = build_catalog(setup->config, plugins, out.problems);
  std::vector<AccountOffers> offers;
  if (setup->catalog)
    for (const auto& account : setup->catalog->accounts()) offers.push_back(account->offers());
  setup->accounts = std::make_shared<AccountIndex>(std::move(offers));
  if (!setup->catalog) return out;

  CompiledRules compiled = compile({setup->config.routes, setup->config.timezone,
                                    rules_version(setup->config), setup->accounts->names()});
  for (Problem& problem : compiled.problems) out.problems.push_back(std::move(problem));
  setup->rules = compiled.rules;
  setup->public_url = setup->config.server.public_url.value;
  if (setup->public_url.empty()) setup->public_url = default_public_url(setup->config.server);
  if (setup->rules && !any_errors(out.problems)) out.setup = std::move(setup);
  return out;
}

}  // namespace wesel
