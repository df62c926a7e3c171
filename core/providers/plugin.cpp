// A plugin whose code runs in this process: thin objects over the contract's function table.
#include "providers/plugin.hpp"

#include <fmt/format.h>

#include "providers/blocks.hpp"

namespace wesel {

using std::string;
using std::string_view;

namespace {

Error refuse(string code, string message, string where = {}) {
  return {Fault::config, std::move(code), std::move(message), std::move(where)};
}

class LocalConversation final : public Conversation {
 public:
  LocalConversation(const wesel_plugin& table, wesel_provider* provider)
      : table_(table), provider_(provider) {}
  ~LocalConversation() override {
    if (flow_ != nullptr) table_.end(flow_);
  }

  const wesel_action* begin(const wesel_operation& operation) override {
    const wesel_action* action = table_.begin(provider_, &operation, &flow_);
    // Without a flow there is nothing to go on with, so only FAIL makes sense.
    if (flow_ == nullptr && action != nullptr && action->kind != WESEL_ACTION_FAIL) return nullptr;
    return action;
  }

  const wesel_action* advance(const wesel_reply& reply) override {
    return flow_ == nullptr ? nullptr : table_.advance(flow_, &reply);
  }

 private:
  const wesel_plugin& table_;
  wesel_provider* provider_;
  wesel_flow* flow_ = nullptr;
};

class LocalAdapter final : public Adapter {
 public:
  LocalAdapter(const wesel_plugin& table, wesel_provider* provider)
      : table_(table), provider_(provider) {}
  ~LocalAdapter() override { table_.destroy(provider_); }

  std::unique_ptr<Conversation> converse() override {
    return std::make_unique<LocalConversation>(table_, provider_);
  }

 private:
  const wesel_plugin& table_;
  wesel_provider* provider_;
};

Error read_problem(const wesel_failure* problem) {
  if (problem == nullptr || !WESEL_WHOLE(problem, retry_after_ms))
    return refuse("plugin_refused", "the plugin refuses these settings and does not say why");
  const auto text = [](wesel_bytes bytes) {
    return text_fault(bytes, limits::kPluginTextBytes).empty() ? string(to_view(bytes)) : string();
  };
  string message = text(problem->message);
  if (message.empty()) message = "the plugin refuses these settings";
  return refuse("plugin_refused", std::move(message), text(problem->field));
}

class LocalPlugin final : public Plugin {
 public:
  LocalPlugin(const wesel_plugin& table, Description description)
      : Plugin(std::move(description)), table_(table) {}

  Result<std::unique_ptr<Adapter>> create(
      Mode mode, const std::vector<std::pair<string, Secret>>& settings) override {
    std::vector<wesel_pair> values;
    for (const auto& [name, value] : settings)
      values.push_back({to_bytes(name), to_bytes(value.reveal())});
    const wesel_host host{sizeof(wesel_host), WESEL_MINOR, to_bytes(WESEL_VERSION)};
    const wesel_settings block{sizeof(wesel_settings), mode_number(mode), values.data(),
                               values.size()};
    const std::lock_guard lock(creating_);  // the contract: one thread at a time
    const wesel_failure* problem = nullptr;
    wesel_provider* provider = table_.create(&host, &block, &problem);
    if (provider == nullptr) return read_problem(problem);
    return std::unique_ptr<Adapter>(std::make_unique<LocalAdapter>(table_, provider));
  }

 private:
  const wesel_plugin& table_;
  std::mutex creating_;
};

}  // namespace

bool Plugin::count_breach() { return ++breaches_ == limits::kPluginBreaches; }

bool Plugin::quarantined() const { return breaches_ >= limits::kPluginBreaches; }

Result<std::shared_ptr<Plugin>> make_plugin(const wesel_plugin* table) {
  if (table == nullptr) return refuse("plugin_broken", "wesel_plugin_v1() gave null");
  if (!WESEL_WHOLE(table, destroy))
    return refuse("plugin_broken", fmt::format("wesel_plugin: size {} is wrong", table->size));
  if (!table->describe || !table->create || !table->begin || !table->advance || !table->end ||
      !table->destroy)
    return refuse("plugin_broken", "wesel_plugin lacks one of its six functions");
  std::vector<string> breaches;
  Description description = read_description(table->describe(), breaches);
  if (!breaches.empty())
    return refuse("plugin_broken", fmt::format("its description breaks the contract: {}",
                                               fmt::join(breaches, "; ")));
  return std::shared_ptr<Plugin>(std::make_shared<LocalPlugin>(*table, std::move(description)));
}

}  // namespace wesel
