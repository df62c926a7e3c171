// Reads a plugin's description once and totally: every block, text and number is checked before it
// is copied, and every breach is told, so that an author mends all of them in one round.
#include "providers/description.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "http/transport.hpp"
#include "providers/blocks.hpp"

namespace wesel {

using std::string;
using std::string_view;

namespace {

constexpr string_view kMethods[] = {"virtual_account", "qris",          "retail_outlet",
                                    "e_wallet",        "bank_transfer", "redirect"};

bool is_channel(string_view text) {
  return text.empty() || text == "*" ||
         (text.size() <= 64 &&
          text.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-") == text.npos);
}

class Reader {
 public:
  explicit Reader(std::vector<string>& breaches) : breaches_(breaches) {}

  void breach(string_view what) { breaches_.push_back(where_ + string(what)); }
  void at(string where) { where_ = std::move(where); }
  string_view where() const { return where_; }

  string text(wesel_bytes bytes, string_view field, bool needed = false) {
    if (const string_view fault = text_fault(bytes, limits::kPluginTextBytes); !fault.empty()) {
      breach(fmt::format("{} is {}", field, fault));
      return {};
    }
    if (needed && bytes.size == 0) breach(fmt::format("{} is empty", field));
    return string(to_view(bytes));
  }

  bool flag(std::uint32_t value, string_view field) {
    if (value > 1) breach(fmt::format("{} is {}: a flag is 0 or 1", field, value));
    return value == 1;
  }

  std::optional<Money> limit(const wesel_money& money, const Currency& currency,
                             string_view field) {
    if (money.currency.size == 0) return std::nullopt;
    Money out;
    if (const string_view fault = money_fault(money, out); !fault.empty())
      breach(fmt::format("{}: {}", field, fault));
    else if (!(out.currency == currency))
      breach(fmt::format("{} is not in the capability's currency", field));
    return out;
  }

  bool list(const void* items, std::size_t count, string_view field) {
    if (count > limits::kPluginList)
      breach(fmt::format("{}: more than 1000 entries", field));
    else if (count > 0 && items == nullptr)
      breach(fmt::format("{} is null with a count", field));
    else
      return true;
    return false;
  }

 private:
  std::vector<string>& breaches_;
  string where_;
};

EndpointInfo read_endpoint(Reader& reader, const wesel_endpoint& block) {
  EndpointInfo out{reader.text(block.name, "name", true), reader.text(block.live_url, "live_url"),
                   reader.text(block.test_url, "test_url")};
  if (!out.name.empty() && !is_name(out.name)) reader.breach("name is not lower case, digits, '_'");
  for (const auto& [field, url] :
       {std::pair("live_url", &out.live_url), std::pair("test_url", &out.test_url)}) {
    if (url->empty()) continue;
    const auto parsed = http::parse_url(*url);
    if (!parsed || !parsed->query.empty() || parsed->user_info || url->ends_with('/'))
      reader.breach(fmt::format("{} is no http(s) URL to which a path can be added", field));
  }
  return out;
}

SettingInfo read_setting(Reader& reader, const wesel_setting& block) {
  SettingInfo out;
  out.name = reader.text(block.name, "name", true);
  out.help = reader.text(block.help, "help");
  out.default_value = reader.text(block.default_value, "default_value");
  out.required = reader.flag(block.required, "required");
  out.secret = reader.flag(block.secret, "secret");
  if (!out.name.empty() && !is_name(out.name)) reader.breach("name is not lower case, digits, '_'");
  if (!reader.list(block.choices, block.choice_count, "choices")) return out;
  for (std::size_t i = 0; i < block.choice_count; ++i)
    out.choices.push_back(reader.text(block.choices[i], "choices", true));
  if (!out.choices.empty() && !out.default_value.empty() &&
      std::find(out.choices.begin(), out.choices.end(), out.default_value) == out.choices.end())
    reader.breach("default_value is none of the choices");
  return out;
}

void read_expiry(Reader& reader, const wesel_capability& block, Offer& offer) {
  offer.shortest_expiry = std::chrono::seconds(block.shortest_expiry_s);
  offer.longest_expiry = std::chrono::seconds(block.longest_expiry_s);
  offer.fixed_expiry = std::chrono::seconds(block.fixed_expiry_s);
  if (block.longest_expiry_s != 0 && block.shortest_expiry_s > block.longest_expiry_s)
    reader.breach("shortest_expiry_s is more than longest_expiry_s");
}

void read_limits(Reader& reader, const wesel_capability& block, Offer& offer) {
  const auto currency = find_currency(reader.text(block.currency, "currency", true));
  if (!currency) return reader.breach("currency is not known");
  offer.currency = *currency;
  offer.minimum = reader.limit(block.minimum, *currency, "minimum");
  offer.maximum = reader.limit(block.maximum, *currency, "maximum");
  if (offer.minimum && offer.maximum && offer.minimum->minor > offer.maximum->minor)
    reader.breach("minimum is more than maximum");
}

Capability read_capability(Reader& reader, const wesel_capability& block) {
  Capability out;
  Offer& offer = out.offer;
  if (block.kind != WESEL_KIND_PAYMENT && block.kind != WESEL_KIND_PAYOUT)
    reader.breach(fmt::format("kind is {}: payment is 1, payout is 2", block.kind));
  offer.kind = block.kind == WESEL_KIND_PAYOUT ? Kind::payout : Kind::payment;
  if (block.modes == 0 || block.modes > (WESEL_MODE_SANDBOX | WESEL_MODE_LIVE))
    reader.breach(fmt::format("modes is {}: 1 sandbox, 2 live, 3 both", block.modes));
  out.sandbox = block.modes & WESEL_MODE_SANDBOX;
  out.live = block.modes & WESEL_MODE_LIVE;
  offer.method = reader.text(block.method, "method", true);
  if (std::find(std::begin(kMethods), std::end(kMethods), offer.method) == std::end(kMethods))
    reader.breach("method is none of the contract's");
  offer.channel = reader.text(block.channel, "channel");
  if (!is_channel(offer.channel)) reader.breach("channel is not upper case, digits, '_', '-'");
  offer.channel_code = offer.channel;
  offer.display_name = reader.text(block.display_name, "display_name");
  read_limits(reader, block, offer);
  read_expiry(reader, block, offer);
  if (reader.list(block.required, block.required_count, "required"))
    for (std::size_t i = 0; i < block.required_count; ++i)
      offer.required.push_back(reader.text(block.required[i], "required", true));
  offer.unseen_safe = reader.flag(block.unseen_safe, "unseen_safe");
  if (offer.unseen_safe && offer.kind == Kind::payout)
    reader.breach("a payout is never unseen_safe");
  offer.query_by_reference = reader.flag(block.query_by_reference, "query_by_reference");
  offer.create_replay_safe = reader.flag(block.create_replay_safe, "create_replay_safe");
  offer.can_cancel = reader.flag(block.can_cancel, "can_cancel");
  offer.tells_settlement = reader.flag(block.tells_settlement, "tells_settlement");
  offer.query_interval = Millis(block.query_interval_ms);
  return out;
}

// Reads an array of pointers to blocks, each through `read` when it is whole.
template <class Out, class Block, class Whole, class Read>
std::vector<Out> read_all(Reader& reader, const Block* const* blocks, std::size_t count,
                          string_view what, Whole whole, Read read) {
  std::vector<Out> out;
  reader.at("");
  if (!reader.list(blocks, count, fmt::format("{}s", what))) return out;
  for (std::size_t i = 0; i < count; ++i) {
    reader.at(fmt::format("{} {}: ", what, i));
    if (blocks[i] == nullptr)
      reader.breach("null");
    else if (!whole(blocks[i]))
      reader.breach(fmt::format("size {} is wrong", blocks[i]->size));
    else
      out.push_back(read(reader, *blocks[i]));
  }
  reader.at("");
  return out;
}

void find_duplicates(Reader& reader, const Description& out) {
  std::set<string> seen;
  const auto once = [&](const string& key) {
    if (!seen.insert(key).second) reader.breach(key + " is there twice");
  };
  for (const EndpointInfo& endpoint : out.endpoints) once("endpoint " + endpoint.name);
  for (const SettingInfo& setting : out.settings) once("setting " + setting.name);
  for (const Capability& capability : out.capabilities) {
    const Offer& offer = capability.offer;
    const auto key = [&](string_view mode) {
      return fmt::format("capability {} {} {} {} {}", name(offer.kind), offer.method, offer.channel,
                         offer.currency.text(), mode);
    };
    if (capability.sandbox) once(key("sandbox"));
    if (capability.live) once(key("live"));
  }
}

// A capability stands on the operations that make it true.
void compare_operations(Reader& reader, const Description& out) {
  const auto need = [&](OperationKind kind, string_view what) {
    if (!out.offers(kind)) reader.breach(fmt::format("{} without {}", what, name(kind)));
  };
  for (const Capability& capability : out.capabilities) {
    const bool payout = capability.offer.kind == Kind::payout;
    need(payout ? OperationKind::payout_create : OperationKind::payment_create,
         payout ? "a payout capability" : "a payment capability");
    if (capability.offer.query_by_reference)
      need(payout ? OperationKind::payout_query : OperationKind::payment_query,
           "query_by_reference");
    if (capability.offer.can_cancel && !payout) need(OperationKind::payment_cancel, "can_cancel");
  }
  if (out.callbacks != Callbacks::none) need(OperationKind::callback, "callbacks");
  if (out.offers(OperationKind::callback) && out.callbacks == Callbacks::none)
    reader.breach("operation callback, but callbacks says none");
}

void read_heading(Reader& reader, const wesel_description& block, Description& out) {
  out.id = reader.text(block.id, "id", true);
  if (!out.id.empty() && !is_name(out.id)) reader.breach("id is not lower case, digits, '_'");
  out.name = reader.text(block.name, "name", true);
  out.version = reader.text(block.version, "version", true);
  out.licence = reader.text(block.licence, "licence");
  out.home_page = reader.text(block.home_page, "home_page");
  out.documentation = reader.text(block.documentation, "documentation");
  constexpr std::uint32_t kKnown = ((1u << (kOperationKinds + 1)) - 1) & ~1u;
  out.operations = block.operations & kKnown;
  if (block.operations & 1u) reader.breach("operations has the bit of none");
  if (out.operations == 0) reader.breach("operations is empty");
  if (block.callbacks > WESEL_CALLBACKS_SIGNED)
    reader.breach(fmt::format("callbacks is {}", block.callbacks));
  else
    out.callbacks = static_cast<Callbacks>(block.callbacks);
  if (block.session > WESEL_SESSION_ATTEMPT)
    reader.breach(fmt::format("session is {}", block.session));
  else
    out.session = static_cast<SessionScope>(block.session);
}

}  // namespace

Description read_description(const wesel_description* block, std::vector<string>& breaches) {
  Description out;
  Reader reader(breaches);
  if (block == nullptr) {
    reader.breach("describe() gave null");
    return out;
  }
  if (!WESEL_WHOLE(block, capability_count)) {
    reader.breach(fmt::format("description: size {} is wrong", block->size));
    return out;
  }
  read_heading(reader, *block, out);
  out.endpoints = read_all<EndpointInfo>(
      reader, block->endpoints, block->endpoint_count, "endpoint",
      [](const wesel_endpoint* b) { return WESEL_WHOLE(b, test_url); }, read_endpoint);
  out.settings = read_all<SettingInfo>(
      reader, block->settings, block->setting_count, "setting",
      [](const wesel_setting* b) { return WESEL_WHOLE(b, choice_count); }, read_setting);
  out.capabilities = read_all<Capability>(
      reader, block->capabilities, block->capability_count, "capability",
      [](const wesel_capability* b) { return WESEL_WHOLE(b, query_interval_ms); }, read_capability);
  find_duplicates(reader, out);
  compare_operations(reader, out);
  return out;
}

}  // namespace wesel
