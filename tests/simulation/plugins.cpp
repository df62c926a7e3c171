#include "plugins.hpp"

#include "wesel/crypto.hpp"
#include "wesel/provider.hpp"

namespace wesel::simulation {

namespace {

using namespace wesel::sdk;

struct Alpha {
  static constexpr const char* kId = "alpha";
  static constexpr bool kListsByAmount = false;
  static constexpr bool kKeyed = false, kCancels = true, kSigns = true;
};
struct Beta {
  static constexpr const char* kId = "beta";
  static constexpr bool kListsByAmount = true;
  static constexpr bool kKeyed = true, kCancels = false, kSigns = true;
};
struct Gamma {
  static constexpr const char* kId = "gamma";
  static constexpr bool kListsByAmount = false;
  static constexpr bool kKeyed = true, kCancels = false, kSigns = false;
};

sdk::State state_of(std::string_view text) {
  if (text == "pending") return sdk::State::pending;
  if (text == "paid") return sdk::State::paid;
  if (text == "expired") return sdk::State::expired;
  if (text == "cancelled") return sdk::State::cancelled;
  if (text == "sent") return sdk::State::completed;
  if (text == "failed") return sdk::State::failed;
  if (text == "returned") return sdk::State::returned;
  return sdk::State::none;
}

sdk::Outcome told(const Reply& reply) {
  const std::int64_t amount = reply["amount"].integer().value_or(0);
  sdk::Outcome outcome = accepted(state_of(reply["state"].text()), reply["ref"].text());
  if (const std::int64_t paid = reply["paid"].integer().value_or(0); paid > 0)
    outcome.amount_paid({paid, 0, "IDR"});
  return outcome.echoed(reply["id"].text()).amount({amount, 0, "IDR"});
}

template <class Nature>
class Simulated final : public Provider<Simulated<Nature>> {
 public:
  static About about() {
    About about;
    about.id = Nature::kId;
    about.name = Nature::kId;
    about.version = "1";
    about.callbacks = Nature::kSigns ? sdk::Callbacks::signed_body : sdk::Callbacks::unsigned_body;
    about.endpoints = {{"api", "http://10.0.0.1", "http://10.0.0.2"}};
    sdk::Capability one;
    one.currency = "IDR";
    one.query_by_reference = one.create_replay_safe = Nature::kKeyed;
    one.can_cancel = Nature::kCancels;
    one.method = "virtual_account";
    one.channel = "BCA";
    one.unseen_safe = true;
    if (Nature::kSigns) about.capabilities.push_back(one);
    one.method = "e_wallet";
    one.channel = "OVO";
    one.unseen_safe = false;
    if (Nature::kKeyed) about.capabilities.push_back(one);
    one.kind = sdk::Kind::payout;
    one.method = "bank_transfer";
    one.channel = "BCA";
    if (Nature::kKeyed) about.capabilities.push_back(one);
    return about;
  }
  explicit Simulated(const Settings&) {}

  Flow payment_create(sdk::Operation op) const {
    Json body;
    body.set("id", op.attempt_id()).set("amount", op.amount().minor);
    body.set("callback", op.callback_url()).set("key", sdk::to_hex(op.callback_key()));
    body.set("expires", op.expires_at_ms());
    Request request = post("/create").json(body).has_effect();
    if (Nature::kKeyed) request.replay_safe();
    Reply reply = co_await request;
    if (reply.status() == 409) co_return fail_unknown("it exists");
    if (!reply.ok()) co_return refused(reply);
    sdk::Outcome outcome = told(reply);
    if (op.method() == "e_wallet")
      outcome.push("OVO", "+6281234567890");
    else
      outcome.virtual_account("BCA", reply["ref"].text(), "Budi");
    co_return outcome;
  }

  Flow payment_query(sdk::Operation op) const { return query(op); }
  Flow payout_query(sdk::Operation op) const { return query(op); }

  Flow payout_create(sdk::Operation op) const {
    Json body;
    body.set("id", op.attempt_id()).set("amount", op.amount().minor);
    body.set("callback", op.callback_url()).set("key", sdk::to_hex(op.callback_key()));
    Reply reply = co_await post("/payout").json(body).has_effect().replay_safe();
    if (!reply.ok()) co_return refused(reply);
    co_return told(reply);
  }

  Flow payment_cancel(sdk::Operation op) const {
    Reply reply =
        co_await post("/cancel").json(Json{}.set("ref", op.provider_reference())).has_effect();
    if (!reply.ok()) co_return refused(reply);
    co_return told(reply);
  }
  Flow methods(sdk::Operation op) const {
    const std::int64_t amount = op.amount() ? op.amount().minor : 100'000;
    std::string path = "/methods";
    if (Nature::kListsByAmount) path += '/' + std::to_string(amount);
    Reply reply = co_await get(path);
    if (!reply.ok()) co_return fail(reply, "");
    sdk::Outcome list = method_list();
    if (Nature::kListsByAmount) list.amount({amount, 0, "IDR"});
    for (auto from = reply["data"].first(); from; from = from.next()) {
      sdk::Method method;
      method.method = from["method"].text();
      method.channel = method.channel_code = from["channel"].text();
      method.display_name = from["name"].text();
      method.logo_url = from["logo"].text();
      method.currency = "IDR";
      if (const auto most = from["most"].integer()) method.maximum = {*most, 0, "IDR"};
      list.add(method);
    }
    co_return list;
  }
  Flow balance(sdk::Operation) const {
    Reply reply = co_await get("/balance");
    if (!reply.ok()) co_return fail(reply, "");
    sdk::Balance balance;
    balance.currency = "IDR";
    balance.available = reply["available"].scalar();
    co_return balance_list().add(balance);
  }
  Flow payment_accounts(sdk::Operation op) const {
    const std::string path = "/accounts/" + std::string(op.provider_reference());
    Reply reply = co_await get(path);
    if (reply.status() == 404) co_return not_found();
    if (!reply.ok()) co_return fail(reply, "");
    sdk::BankAccount used;
    used.name = reply["name"].text();
    used.number = reply["number"].text();
    co_return account_pair({}, used);
  }
  Flow callback(sdk::Operation op) const {
    const json::Document body = json::Document::parse(op.body());
    sdk::Event event;
    event.attempt_id = body["id"].text();
    event.provider_reference = body["ref"].text();
    if (!Nature::kSigns) co_return event_list().add(event).ack(200);
    const std::string key = sdk::to_hex(op.callback_key());
    const std::string mac = sdk::to_hex(sdk::hmac_sha256(key, op.body()));
    if (!sdk::equal_secrets(mac, op.header("x-signature"))) co_return fail_signature();
    event.state = state_of(body["state"].text());
    const std::int64_t paid = body["paid"].integer().value_or(0);
    if (paid > 0) event.amount_paid = {paid, 0, "IDR"};
    co_return event_list().add(event).ack(200);
  }

 private:
  Flow query(sdk::Operation op) const {
    const std::string_view id =
        op.provider_reference().empty() ? op.attempt_id() : op.provider_reference();
    Reply reply = co_await get("/status/" + std::string(id));
    if (reply.status() == 404) co_return not_found();
    if (!reply.ok()) co_return fail(reply, "");
    co_return told(reply);
  }
};

}  // namespace

Result<std::shared_ptr<Plugin>> InsidePlugins::find(std::string_view plugin, std::string_view) {
  if (plugin == "alpha") return make_plugin(Exported<Simulated<Alpha>>::table());
  if (plugin == "beta") return make_plugin(Exported<Simulated<Beta>>::table());
  return make_plugin(Exported<Simulated<Gamma>>::table());
}

Result<std::shared_ptr<Plugin>> InsidePlugins::open(const std::filesystem::path&,
                                                    std::string_view) {
  return Error{Fault::config, "no_file", "there are no plugin files here", {}};
}

}  // namespace wesel::simulation
