// Fazz Business API v4 (formerly Xfers), Indonesia: virtual accounts, outlets, QRIS and wallets in,
// bank transfers out. Creates, asks, simulates, reads signed callbacks; the live API cancels and
// refunds nothing. What is assumed about it stands in README.md.
#include "protocol.hpp"
#include "wesel/provider.hpp"

namespace fazz {

namespace {

class Fazz final : public Provider<Fazz> {
 public:
  static About about();

  explicit Fazz(const Settings& settings)
      : key_(settings.required("api_key")),
        secret_(settings.required("secret_key")),
        signing_secret_(settings.required("signing_secret")) {
    const std::string ours = settings.is_live() ? "live_" : "test_";
    if (!key_.starts_with(ours))
      throw BadSetting("api_key", "in this mode it begins with \"" + ours + '"');
    if (secret_.starts_with(settings.is_live() ? "test_" : "live_"))
      throw BadSetting("secret_key", "it is one of the other mode");
  }

  Flow payment_create(Operation op) const { return create(op, "/payments", payment_body(op)); }
  Flow payment_query(Operation op) const { return find(op, "/payments"); }
  Flow payout_create(Operation op) const { return create(op, "/disbursements", payout_body(op)); }
  Flow payout_query(Operation op) const { return find(op, "/disbursements"); }

  Flow payment_simulate(Operation op) const {
    const bool settle = op.wanted_state() == State::completed;
    if (op.is_live() || op.provider_reference().empty() ||
        (!settle && op.wanted_state() != State::paid))
      co_return unsupported("only payments that Fazz's sandbox has, to paid or completed");
    const std::string path = "/payments/" + segment(op.provider_reference());
    State state = State::pending;
    if (settle) {
      Reply now = co_await asking(get(path));
      if (!now.ok()) co_return with_words(fail(now, "api_key"), now);
      state = told_by(now["data"], "payment").state;
    }
    if (state == State::pending) {
      Reply reply = co_await task(path, "receive_payment", op.amount());
      if (!reply.ok()) co_return refusal_of(reply);
    }
    if (settle && state != State::completed) {
      Reply reply = co_await task(path, "settle", Amount());
      if (!reply.ok()) co_return refusal_of(reply);
    }
    co_return done();
  }

  Flow methods(Operation) const {  // there is no list to ask for: what the documentation says
    Outcome list = method_list();
    for (const Capability& from : about().capabilities)
      if (from.kind == Kind::payment)
        list.add(Method{from.kind, from.method, from.channel, from.channel, "", "", from.currency,
                        from.minimum, from.maximum});
    co_return list;
  }

  Flow callback(Operation op) const {
    if (!is_signed(op, signing_secret_)) co_return fail_signature();
    const auto document = wesel::json::Document::parse(op.body());
    const Value data = document["data"];
    Event event = told_by(data, data["type"].text());
    Outcome list = event_list().ack(200);
    if (!event.attempt_id.empty() || !event.provider_reference.empty()) list.add(event);
    co_return list;
  }

 private:
  Request asking(Request request) const {
    return request.header("Accept", "application/json").basic(key_, secret_);
  }
  Request sending(string_view path, const Json& body) const {
    return asking(post(path)).body(body.text(), "application/vnd.api+json");
  }
  Request task(const std::string& path, string_view action, const Amount& amount) const {
    return sending(path + "/tasks", task_body(action, amount)).has_effect();
  }

  // Creates are keyed by referenceId, so these bytes may be sent again (1).
  Flow create(Operation op, std::string path, Json body) const {
    Reply reply = co_await sending(path, body).has_effect().replay_safe();
    if (!reply.ok()) co_return refusal_of(reply);
    co_return outcome_of(op, reply["data"]);
  }

  // By Fazz's id where it is known, else by ours.
  Flow find(Operation op, std::string path) const {
    const string_view id = op.provider_reference();
    path += id.empty() ? "?filter%5BreferenceId%5D=" + percent_encode(op.attempt_id())
                       : '/' + segment(id);
    Reply reply = co_await asking(get(path));
    if (reply.status() == 404 && reply["errors"].at(0)["code"].scalar() == "004")
      co_return not_found();
    if (!reply.ok()) co_return with_words(fail(reply, "api_key"), reply);
    Value data = reply["data"];
    if (id.empty() && data.is_array() && data.size() == 0) co_return not_found();
    if (id.empty() && data.size() > 1) co_return fail_bad_reply("several objects for a reference");
    if (id.empty()) data = data.at(0);
    if (!id.empty() && data["id"].text() != id) co_return fail_bad_reply("another object's answer");
    co_return outcome_of(op, data);
  }

  std::string key_, secret_, signing_secret_;
};

Capability offer(Kind kind, const char* method, const char* channel) {
  Capability capability;
  capability.kind = kind;
  capability.method = method;
  capability.channel = channel;
  capability.currency = "IDR";
  capability.query_by_reference = capability.create_replay_safe = true;
  capability.unseen_safe = capability.tells_settlement = kind == Kind::payment;  // (7)
  return capability;
}

About Fazz::about() {
  About about;
  about.id = "fazz";
  about.name = "Fazz Business";
  about.version = "1.0.0";
  about.home_page = "https://fazz.com";
  about.documentation = "https://docs.fazz.com";
  about.callbacks = Callbacks::signed_body;
  about.endpoints = {{"api", "https://id.xfers.com/api/v4", "https://sandbox-id.xfers.com/api/v4"}};
  about.settings = {{"api_key", "API key; begins with test_ or live_.", true, true, "", {}},
                    {"secret_key", "Secret key that belongs to it.", true, true, "", {}},
                    {"signing_secret", "Signs callbacks (dashboard).", true, true, "", {}}};
  auto& offers = about.capabilities;
  for (const char* bank : {"BCA", "BNI", "BRI", "MANDIRI", "SAHABAT_SAMPOERNA"}) {
    offers.push_back(offer(Kind::payment, "virtual_account", bank));
    offers.push_back(offer(Kind::payout, "bank_transfer", bank));
  }
  offers.push_back(offer(Kind::payout, "bank_transfer", "*"));  // other banks, by Fazz's code
  for (const char* outlet : {"ALFAMART", "INDOMARET"}) {
    offers.push_back(offer(Kind::payment, "retail_outlet", outlet));
    offers.back().minimum = idr(15'000);
    offers.back().maximum = idr(outlet[0] == 'A' ? 2'500'000 : 5'000'000);
  }
  offers.push_back(offer(Kind::payment, "qris", ""));
  offers.push_back(offer(Kind::payment, "e_wallet", "SHOPEEPAY"));
  return about;
}

}  // namespace

}  // namespace fazz

WESEL_PROVIDER(fazz::Fazz)
