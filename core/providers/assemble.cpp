#include "providers/assemble.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "providers/narrow.hpp"

namespace wesel {

using std::string;

namespace {

using Settings = std::vector<std::pair<string, Secret>>;

class Assembly {
 public:
  Assembly(const Config& config, const AccountConfig& account, std::shared_ptr<Plugin> plugin,
           std::vector<Problem>& problems)
      : config_(config),
        account_(account),
        plugin_(std::move(plugin)),
        description_(plugin_->description()),
        mode_(account.mode == "live" ? Mode::live : Mode::sandbox),
        problems_(problems) {}

  std::shared_ptr<Account> make() {
    const std::size_t before = problems_.size();
    AccountParts parts;
    const Settings settings = check_settings(parts.secrets);
    parts.endpoints = addresses();
    parts.offers = offers();
    if (problems_.size() > before) return nullptr;
    auto adapter = plugin_->create(mode_, settings);
    if (!adapter) {
      refused(adapter.error(), parts.secrets);
      return nullptr;
    }
    parts.adapter = std::move(*adapter);
    parts.plugin = std::move(plugin_);
    parts.timeout = account_.timeout;
    parts.max_in_flight = account_.max_in_flight;
    parts.methods_refresh = account_.methods_refresh;
    parts.balance_refresh = account_.balance_refresh;
    return std::make_shared<Account>(std::move(parts));
  }

 private:
  void wrong(const Place& place, string message) {
    problems_.push_back({Severity::error, place, std::move(message)});
  }

  // The configuration's value of a setting; null: not there.
  const Setting* given(const string& setting) const {
    for (const Setting& one : account_.settings)
      if (one.name == setting) return &one;
    return nullptr;
  }

  // What the plugin gets: the given values, and the defaults of the others.
  Settings check_settings(std::vector<Secret>& secrets) {
    Settings out;
    for (const Setting& setting : account_.settings) {
      const auto& all = description_.settings;
      if (std::none_of(all.begin(), all.end(),
                       [&](const SettingInfo& info) { return info.name == setting.name; }))
        wrong(setting.place, fmt::format("{} has no setting {}; it has {}", description_.id,
                                         setting.name, names_of_settings()));
    }
    for (const SettingInfo& info : description_.settings) {
      const Setting* setting = given(info.name);
      if (setting == nullptr || setting->value.empty()) {
        if (info.required)
          wrong(setting ? setting->place : account_.place,
                fmt::format("settings.{} is missing: {}", info.name, info.help));
        else if (!info.default_value.empty())
          out.emplace_back(info.name, Secret(info.default_value));
        continue;
      }
      check_value(info, *setting);
      if (info.secret) secrets.push_back(setting->value);
      out.emplace_back(info.name, setting->value);
    }
    return out;
  }

  void check_value(const SettingInfo& info, const Setting& setting) {
    if (info.secret && setting.inline_value && !config_.allow_inline_secrets)
      wrong(setting.place, fmt::format("settings.{} is a secret: write \"env:NAME\", \"file:/path\""
                                       " or \"cred:NAME\"",
                                       info.name));
    const auto& choices = info.choices;
    if (!choices.empty() &&
        std::find(choices.begin(), choices.end(), setting.value.reveal()) == choices.end())
      wrong(setting.place,
            fmt::format("settings.{} is one of {}", info.name, fmt::join(choices, ", ")));
  }

  string names_of_settings() const {
    std::vector<string> names;
    for (const SettingInfo& info : description_.settings) names.push_back(info.name);
    return names.empty() ? "none" : fmt::format("{}", fmt::join(names, ", "));
  }

  std::vector<http::Url> addresses() {
    std::vector<http::Url> out;
    for (const BaseUrl& base : account_.base_urls) check_endpoint(base);
    for (const EndpointInfo& endpoint : description_.endpoints) {
      const BaseUrl* base = base_of(endpoint.name);
      const string& text = base ? base->url : endpoint.url(mode_);
      if (text.empty()) {
        wrong(account_.place, fmt::format("{} tells no {} address for \"{}\"; add base_url",
                                          description_.id, name(mode_), endpoint.name));
        continue;
      }
      const auto url = http::parse_url(text);
      if (!url || url->user_info || !url->query.empty())
        wrong(base ? base->place : account_.place,
              fmt::format("base_url {} is no plain http(s) URL", text));
      else if (base && other_world(*url, endpoint))
        wrong(base->place, fmt::format("{} is {}'s address for the other mode, not for {}",
                                       url->host, description_.id, name(mode_)));
      else
        out.push_back(*url);
    }
    return out;
  }

  void check_endpoint(const BaseUrl& base) {
    std::vector<string> names;
    for (const EndpointInfo& endpoint : description_.endpoints) names.push_back(endpoint.name);
    if (base.endpoint.empty() && names.size() != 1)
      wrong(base.place, fmt::format("{} has the endpoints {}: write base_url = {{ NAME = \"…\" }}",
                                    description_.id, fmt::join(names, ", ")));
    if (!base.endpoint.empty() &&
        std::find(names.begin(), names.end(), base.endpoint) == names.end())
      wrong(base.place, fmt::format("{} has no endpoint {}; it has {}", description_.id,
                                    base.endpoint, fmt::join(names, ", ")));
  }

  const BaseUrl* base_of(const string& endpoint) const {
    for (const BaseUrl& base : account_.base_urls)
      if (base.endpoint.empty() || base.endpoint == endpoint) return &base;
    return nullptr;
  }

  // The host that the plugin names for the other mode only.
  bool other_world(const http::Url& url, const EndpointInfo& endpoint) const {
    const auto other =
        http::parse_url(endpoint.url(mode_ == Mode::live ? Mode::sandbox : Mode::live));
    const auto own = http::parse_url(endpoint.url(mode_));
    return other && other->host == url.host && !(own && own->host == url.host);
  }

  AccountOffers offers() {
    AccountOffers out;
    out.account = account_.name;
    out.mode = mode_;
    out.enabled = account_.enabled;
    if (account_.merchants)
      for (const Text& merchant : *account_.merchants) out.merchants.push_back(*merchant);
    out.offers = narrow(description_, account_, mode_, config_.timezone, problems_);
    return out;
  }

  void refused(const Error& error, const std::vector<Secret>& secrets) {
    const Setting* setting = given(error.where);
    const string message = http::Masker(secrets).mask(error.message);
    if (error.where.empty()) return wrong(account_.place, message);
    wrong(setting ? setting->place : account_.place,
          fmt::format("settings.{}: {}", error.where, message));
  }

  const Config& config_;
  const AccountConfig& account_;
  std::shared_ptr<Plugin> plugin_;
  const Description& description_;
  const Mode mode_;
  std::vector<Problem>& problems_;
};

}  // namespace

std::shared_ptr<Account> assemble(const Config& config, const AccountConfig& account,
                                  std::shared_ptr<Plugin> plugin, std::vector<Problem>& problems) {
  return Assembly(config, account, std::move(plugin), problems).make();
}

}  // namespace wesel
