#include "app/assemble.hpp"

#include "config/load.hpp"

namespace wesel {

std::string default_public_url(const ServerConfig& server) {
  const bool v6 = server.listen.host.find(':') != std::string::npos;
  const std::string host = v6 ? "[" + server.listen.host + "]" : server.listen.host;
  return (server.tls ? "https://" : "http://") + host + ":" + std::to_string(server.listen.port);
}

Assembled assemble(const std::filesystem::path& file, PluginSource& plugins) {
  Assembled out;
  LoadResult loaded = load(file);
  out.problems = std::move(loaded.problems);
  if (!loaded.config) return out;

  auto setup = std::make_shared<Setup>();
  setup->config = std::move(*loaded.config);
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
