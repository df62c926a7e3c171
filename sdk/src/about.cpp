// Builds the blocks of a description once; they point into the About beside them.
#include "wesel/about.hpp"

#include <deque>
#include <stdexcept>

namespace wesel::sdk {

namespace {

std::vector<wesel_bytes> views(const std::vector<std::string>& texts) {
  std::vector<wesel_bytes> out;
  for (const std::string& text : texts) out.push_back(bytes(text));
  return out;
}

// A deque keeps its elements where they are while it grows.
template <class Block>
struct List {
  std::deque<Block> blocks;
  std::vector<const Block*> pointers;
  void add(const Block& block) { pointers.push_back(&blocks.emplace_back(block)); }
};

}  // namespace

struct Description::Blocks {
  std::deque<std::vector<wesel_bytes>> texts;
  List<wesel_endpoint> endpoints;
  List<wesel_setting> settings;
  List<wesel_capability> capabilities;
  wesel_description description = sized<wesel_description>();

  void add(const Endpoint& from) {
    auto to = sized<wesel_endpoint>();
    to.name = bytes(from.name);
    to.live_url = bytes(from.live_url);
    to.test_url = bytes(from.test_url);
    endpoints.add(to);
  }

  void add(const Setting& from) {
    const auto& choices = texts.emplace_back(views(from.choices));
    auto to = sized<wesel_setting>();
    to.required = from.required;
    to.secret = from.secret;
    to.name = bytes(from.name);
    to.help = bytes(from.help);
    to.default_value = bytes(from.default_value);
    to.choices = choices.data();
    to.choice_count = choices.size();
    settings.add(to);
  }

  void add(const Capability& from) {
    const auto& required = texts.emplace_back(views(from.required));
    auto to = sized<wesel_capability>();
    to.kind = static_cast<std::uint32_t>(from.kind);
    to.modes = (from.sandbox ? WESEL_MODE_SANDBOX : 0) | (from.live ? WESEL_MODE_LIVE : 0);
    to.method = bytes(from.method);
    to.channel = bytes(from.channel);
    to.currency = bytes(from.currency);
    to.display_name = bytes(from.display_name);
    to.minimum = money_of(from.minimum);
    to.maximum = money_of(from.maximum);
    to.shortest_expiry_s = from.shortest_expiry_s;
    to.longest_expiry_s = from.longest_expiry_s;
    to.fixed_expiry_s = from.fixed_expiry_s;
    to.required = required.data();
    to.required_count = required.size();
    to.unseen_safe = from.unseen_safe;
    to.query_by_reference = from.query_by_reference;
    to.create_replay_safe = from.create_replay_safe;
    to.can_cancel = from.can_cancel;
    to.tells_settlement = from.tells_settlement;
    to.query_interval_ms = from.query_interval_ms;
    capabilities.add(to);
  }
};

Description::Description(About about, std::uint32_t operations)
    : about_(std::move(about)), blocks_(std::make_unique<Blocks>()) {
  for (const Endpoint& endpoint : about_.endpoints) blocks_->add(endpoint);
  for (const Setting& setting : about_.settings) blocks_->add(setting);
  for (const Capability& capability : about_.capabilities) blocks_->add(capability);
  wesel_description& to = blocks_->description;
  to.operations = operations;
  to.callbacks = static_cast<std::uint32_t>(about_.callbacks);
  to.session = static_cast<std::uint32_t>(about_.session);
  to.id = bytes(about_.id);
  to.name = bytes(about_.name);
  to.version = bytes(about_.version);
  to.licence = bytes(about_.licence);
  to.home_page = bytes(about_.home_page);
  to.documentation = bytes(about_.documentation);
  to.endpoints = blocks_->endpoints.pointers.data();
  to.endpoint_count = blocks_->endpoints.pointers.size();
  to.settings = blocks_->settings.pointers.data();
  to.setting_count = blocks_->settings.pointers.size();
  to.capabilities = blocks_->capabilities.pointers.data();
  to.capability_count = blocks_->capabilities.pointers.size();
}

Description::~Description() = default;

const wesel_description* Description::block() const { return &blocks_->description; }

std::uint32_t Description::endpoint(std::string_view name) const {
  for (std::size_t i = 0; i < about_.endpoints.size(); ++i)
    if (about_.endpoints[i].name == name) return static_cast<std::uint32_t>(i);
  throw std::invalid_argument("no endpoint is named \"" + std::string(name) + '"');
}

}  // namespace wesel::sdk
