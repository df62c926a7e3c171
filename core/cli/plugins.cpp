// wesel plugins: what is installed, what one of them offers and needs, and a sample of its
// configuration. It opens plugins, and never talks to a provider.
#include <iostream>

#include "cli/arguments.hpp"
#include "cli/commands.hpp"
#include "providers/plugin.hpp"

namespace wesel {

namespace {

using std::string;

string modes_of(const Capability& capability) {
  if (capability.sandbox && capability.live) return "sandbox, live";
  return capability.sandbox ? "sandbox" : "live";
}

string limits_of(const Offer& offer) {
  string text;
  if (offer.minimum) text += " from " + offer.minimum->text();
  if (offer.maximum) text += " to " + offer.maximum->text();
  return text;
}

int list(PluginFiles& files) {
  for (const auto& [name, path] : files.list()) {
    const auto plugin = files.find(name, {});
    if (plugin)
      std::cout << name << "  " << (*plugin)->description().name << ' '
                << (*plugin)->description().version << "  " << path.string() << '\n';
    else
      std::cout << name << "  refused: " << plugin.error().message << "  " << path.string() << '\n';
  }
  return 0;
}

void show_settings(const Description& d) {
  std::cout << "\nSettings\n";
  for (const SettingInfo& setting : d.settings)
    std::cout << "  " << setting.name << (setting.required ? " (required)" : "")
              << (setting.secret ? " (secret)" : "") << "  " << setting.help << '\n';
}

void show(const Description& d) {
  std::cout << d.name << " (" << d.id << ") " << d.version << ", " << d.licence << '\n';
  if (!d.home_page.empty()) std::cout << d.home_page << '\n';
  if (!d.documentation.empty()) std::cout << d.documentation << '\n';
  std::cout << "\nOperations\n ";
  for (int i = 1; i <= kOperationKinds; ++i)
    if (d.offers(static_cast<OperationKind>(i)))
      std::cout << ' ' << name(static_cast<OperationKind>(i));
  std::cout << "\n\nEndpoints\n";
  for (const EndpointInfo& endpoint : d.endpoints)
    std::cout << "  " << endpoint.name << "  live " << endpoint.live_url << "  sandbox "
              << endpoint.test_url << '\n';
  show_settings(d);
  std::cout << "\nMethods\n";
  for (const Capability& capability : d.capabilities) {
    const Offer& offer = capability.offer;
    std::cout << "  " << name(offer.kind) << ' ' << offer.method
              << (offer.channel.empty() ? "" : "/" + offer.channel) << ' ' << offer.currency.text()
              << limits_of(offer) << "  (" << modes_of(capability) << ')';
    for (const string& field : offer.required) std::cout << ' ' << field;
    std::cout << '\n';
  }
}

void sample(const Description& d) {
  std::cout << "[providers." << d.id << "]               # " << d.name << "\nplugin = \"" << d.id
            << "\"\nmode = \"sandbox\"                   # or \"live\"\n";
  for (const EndpointInfo& endpoint : d.endpoints)
    if (!endpoint.test_url.empty()) std::cout << "# base_url = \"" << endpoint.test_url << "\"\n";
  std::cout << "\n[providers." << d.id << ".settings]\n";
  for (const SettingInfo& setting : d.settings) {
    string env = d.id + "_" + setting.name;
    for (char& c : env) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    const string value = setting.secret ? "env:" + env : setting.default_value;
    std::cout << (setting.required ? "" : "# ") << setting.name << " = \"" << value << "\"   # "
              << setting.help << '\n';
  }
}

}  // namespace

int run_plugins(int argc, char** argv) {
  const Usage usage{"plugins",
                    "plugins list: what is installed. plugins show NAME: what one offers and "
                    "needs. plugins sample NAME: a configuration to start from.",
                    "list|show NAME|sample NAME",
                    {}};
  const Arguments arguments = Arguments::parse(usage, argc, argv);
  if (arguments.done) return arguments.exit_code;
  const auto& words = arguments.positional();
  PluginFiles files(plugin_folders());
  if (words == std::vector<string>{"list"}) return list(files);
  if (words.size() == 2 && (words[0] == "show" || words[0] == "sample")) {
    const auto plugin = files.find(words[1], {});
    if (!plugin) {
      std::cerr << "wesel plugins: " << plugin.error().message << '\n';
      return 1;
    }
    words[0] == "show" ? show((*plugin)->description()) : sample((*plugin)->description());
    return 0;
  }
  std::cerr << "wesel plugins: use list, show NAME or sample NAME\n";
  return 2;
}

}  // namespace wesel
