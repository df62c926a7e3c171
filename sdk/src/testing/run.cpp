// Drives a plugin's function table as an engine would, with owned copies of all that crosses.
#include <dlfcn.h>

#include "names.hpp"

namespace wesel::sdk::testing {

namespace {

std::vector<wesel_pair> pairs_of(const Fields& fields) {
  std::vector<wesel_pair> pairs;
  for (const auto& [name, value] : fields) pairs.push_back({bytes(name), bytes(value)});
  return pairs;
}

wesel_bank_account block_of(const BankAccount& from) {
  auto to = sized<wesel_bank_account>();
  to.name = bytes(from.name);
  to.number = bytes(from.number);
  to.type = bytes(from.type);
  to.bank_code = bytes(from.bank_code);
  to.bank_name = bytes(from.bank_name);
  to.branch = bytes(from.branch);
  to.city = bytes(from.city);
  to.province = bytes(from.province);
  return to;
}

// An Asked as the contract's block, which lives until the flow ends.
struct AskedBlock {
  Asked asked;
  wesel_customer customer = sized<wesel_customer>();
  std::vector<wesel_item> items;
  std::vector<const wesel_item*> item_pointers;
  std::vector<wesel_pair> headers;
  wesel_message message = sized<wesel_message>();
  wesel_bank_account account;
  wesel_operation operation = sized<wesel_operation>();

  explicit AskedBlock(const Asked& from) : asked(from), account(block_of(asked.account)) {
    customer.name = bytes(asked.customer.name);
    customer.email = bytes(asked.customer.email);
    customer.phone = bytes(asked.customer.phone);
    customer.ip = bytes(asked.customer.ip);
    customer.country = bytes(asked.customer.country);
    for (const Asked::Line& line : asked.items) {
      auto& item = items.emplace_back(sized<wesel_item>());
      item.quantity = line.quantity;
      item.name = bytes(line.name);
      item.price = money_of(line.price);
    }
    for (const wesel_item& item : items) item_pointers.push_back(&item);
    headers = pairs_of(asked.message.headers);
    message.method = bytes(asked.message.method);
    message.query = bytes(asked.message.query);
    message.headers = headers.data();
    message.header_count = headers.size();
    message.body = bytes(asked.message.body);
    fill();
  }

  void fill() {
    wesel_operation& to = operation;
    to.kind = asked.kind;
    to.mode = static_cast<std::uint32_t>(asked.mode);
    to.attempt_id = bytes(asked.attempt_id);
    to.provider_reference = bytes(asked.provider_reference);
    to.method = bytes(asked.method);
    to.channel = bytes(asked.channel);
    to.channel_code = bytes(asked.channel_code.empty() ? asked.channel : asked.channel_code);
    to.display_name = bytes(asked.display_name);
    to.amount = money_of(asked.amount);
    to.customer = &customer;
    to.items = item_pointers.data();
    to.item_count = item_pointers.size();
    to.description = bytes(asked.description);
    to.expires_at_ms = asked.expires_at_ms;
    to.return_url = bytes(asked.return_url);
    to.callback_url = bytes(asked.callback_url);
    to.callback_key = bytes(asked.callback_key);
    to.session = bytes(asked.session);
    if (asked.kind == WESEL_OP_CALLBACK) to.message = &message;
    if (asked.kind == WESEL_OP_PAYOUT_CREATE) to.account = &account;
    to.email = bytes(asked.email);
    to.remark = bytes(asked.remark);
    to.reason = bytes(asked.reason);
    to.wanted_state = static_cast<std::uint32_t>(asked.wanted_state);
    to.now_ms = asked.now_ms;
    to.entropy = bytes(asked.entropy);
  }
};

}  // namespace

struct Run::State {
  const wesel_plugin* plugin;
  AskedBlock asked;
  wesel_flow* flow = nullptr;
  std::optional<Sent> sent;
  std::optional<End> end;

  State(const wesel_plugin* p, const Asked& a) : plugin(p), asked(a) {}
  ~State() {
    if (flow) plugin->end(flow);
  }

  void take(const wesel_action* action) {
    if (!action || action->size < sizeof(wesel_action)) throw Mismatch("breach: no action");
    sent.reset();
    if (action->kind == WESEL_ACTION_SEND) {
      if (asked.asked.kind == WESEL_OP_CALLBACK) throw Mismatch("breach: a callback sends");
      sent = sent_of(*action, *plugin->describe());
    } else if (action->kind == WESEL_ACTION_DONE || action->kind == WESEL_ACTION_FAIL) {
      end.emplace(end_of(*action));
    } else {
      throw Mismatch("breach: an action of no kind");
    }
    if (!flow && action->kind != WESEL_ACTION_FAIL)
      throw Mismatch("breach: no flow, but not a failure");
  }
};

Run::Run(const wesel_plugin* plugin, wesel_provider* provider, const Asked& asked)
    : state_(std::make_unique<State>(plugin, asked)) {
  state_->take(plugin->begin(provider, &state_->asked.operation, &state_->flow));
}

Run::Run(Run&&) noexcept = default;
Run::~Run() = default;

bool Run::ended() const { return state_->end.has_value(); }

const Sent& Run::sent() const {
  if (!state_->sent) throw Mismatch("nothing was sent; it ended with " + state_->end->text());
  return *state_->sent;
}

void Run::reply(const Given& given) {
  sent();
  const Given copy = given;  // gone after this step, as the contract has it
  const auto headers = pairs_of(copy.headers);
  auto block = sized<wesel_reply>();
  block.status = static_cast<std::uint32_t>(copy.status);
  block.headers = headers.data();
  block.header_count = headers.size();
  block.body = bytes(copy.body);
  block.now_ms = state_->asked.asked.now_ms;
  state_->take(state_->plugin->advance(state_->flow, &block));
}

const End& Run::end() const {
  if (!state_->end) throw Mismatch("it has not ended; it sent " + state_->sent->text());
  return *state_->end;
}

Account::Account(const wesel_plugin* plugin, const Fields& settings, Mode mode) : plugin_(plugin) {
  const Fields copy = settings;
  const auto values = pairs_of(copy);
  auto host = sized<wesel_host>();
  host.minor = WESEL_MINOR;
  host.version = bytes("0.0.0");
  auto block = sized<wesel_settings>();
  block.mode = static_cast<std::uint32_t>(mode);
  block.values = values.data();
  block.value_count = values.size();
  const wesel_failure* problem = nullptr;
  provider_ = plugin->create(&host, &block, &problem);
  if (provider_) return;
  if (!problem) throw Mismatch("breach: not created, without a reason");
  throw Mismatch("not created: " + std::string(view(problem->field)) + ": " +
                 std::string(view(problem->message)));
}

Account::~Account() { plugin_->destroy(provider_); }

const wesel_plugin* load_plugin(const std::string& path) {
  void* library = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (!library) throw Mismatch(dlerror());
  using Entry = const wesel_plugin* (*)();
  const auto entry = reinterpret_cast<Entry>(dlsym(library, "wesel_plugin_v1"));
  if (!entry) throw Mismatch(path + " exports no wesel_plugin_v1");
  return entry();
}

}  // namespace wesel::sdk::testing
