// KomoPay: virtual accounts, QRIS, wallets, transfers and payouts in IDR. Every call needs a token
// that was made for it, limited to one id. The API has no cancel and no refund. What is assumed
// about it stands in README.md.
#include "protocol.hpp"
#include "wesel/provider.hpp"

namespace komopay {

namespace {

constexpr int kTokenLife = 1800;               // seconds, as asked for
constexpr std::int64_t kTokenMargin = 60'000;  // our clock and the way here, in milliseconds

class Komopay final : public Provider<Komopay> {
 public:
  static About about();

  explicit Komopay(const Settings& settings)
      : merchant_(settings.required("merchant_code")),
        secret_(settings.required("secret")),
        by_action_(settings.text("token_endpoint") == "auth-tokens-by-action"),
        options_(settings.text("options_path")) {
    if (options_.empty()) options_ = "availablePaymentOptions";
  }

  Flow payment_create(Operation op) const { return create(op, Kind::payment); }
  Flow payment_query(Operation op) const { return query(op, Kind::payment); }
  Flow payout_create(Operation op) const { return create(op, Kind::payout); }
  Flow payout_query(Operation op) const { return query(op, Kind::payout); }

  Flow payment_accounts(Operation op) const {
    const std::string path = path_of(op, Kind::payment) + "/accounts";
    return ask(op, get(path), "GET " + path, accounts_in);
  }
  Flow methods(Operation op) const {
    const std::string path = "/payins/!" + options_;
    Json body;
    body.set("money", money_object(amount_listed(op)));
    return ask(op, post(path).json(body), "POST " + path, methods_in);
  }
  Flow balance(Operation op) const {
    return ask(op, get("/balances?currencyCodes=IDR"), "GET /balances", balances_in);
  }
  Flow callback(Operation op) const { co_return events_in(op); }

 private:
  static Request asking(Request request) {
    return request.header("Accept", "application/json").header("X-API-Version", "2");
  }
  static Request with_token(Request request, string_view token) {
    return asking(request).bearer(token);
  }
  static Request keep_token(Request request, const Reply& granted) {
    const std::int64_t life_ms = kTokenLife * std::int64_t{1000};
    return request.remember(token_in(granted), granted.now_ms() + life_ms - kTokenMargin);
  }

  // The secret stands in the body alone, which nobody logs; answers that repeat it are not quoted.
  Request token_request(string_view path, Json body) const {
    body.set("merchantCode", merchant_).set("secret", secret_).set("validitySecs", kTokenLife);
    return asking(post(path)).json(body).reply_secret();
  }
  // For one payment or payout: to ask about it, or to create it with exactly its amount.
  Request token_for(const Operation& op, Kind kind, bool creates) const {
    const std::string path = path_of(op, kind);
    Json body;
    if (creates) body.set("money", money_object(op.amount()));
    if (by_action_ && kind == Kind::payment)  // no other action's name is known (2)
      return token_request("/auth-tokens-by-action",
                           body.set("action", "PAYIN_CREATE").set("idPayment", op.attempt_id()));
    JsonArray operations;
    if (creates) operations.add("POST " + path);
    return token_request("/auth-tokens", body.set("operations", operations.add("GET " + path)));
  }

  // Never with a remembered token: that one may be good for questions only.
  Flow create(Operation op, Kind kind) const {
    if (method_code(op, kind).empty()) co_return unsupported("no such method");
    if (is_ovo(op) && op.channel() != "OVO")  // the only channel told to be a push (5)
      co_return unsupported("ID_OVO must be configured as the channel OVO");
    const std::string path = path_of(op, kind);
    Reply granted = co_await token_for(op, kind, true);
    const std::string token(token_in(granted));
    if (token.empty()) co_return no_answer(granted, secret_);
    Request order = with_token(post(path), token).json(create_body(op, kind)).has_effect();
    if (kind == Kind::payment) order.replay_safe();  // a payout in doubt is asked for first (13)
    Reply reply = co_await keep_token(order, granted);
    if (reply.status() == 409) {  // earlier bytes of ours arrived
      Reply known = co_await with_token(get(path), token);
      if (known.ok()) co_return detail(op, kind, known);
      co_return with_words(fail_unknown("the id is taken, and nobody told by what"), known);
    }
    if (!reply.ok()) co_return refusal_of(op, kind, reply);
    co_return created(op, kind, reply);
  }

  Flow query(Operation op, Kind kind) const {
    const bool remembered = !op.session().empty();
    std::string token(op.session());
    Request question = get(path_of(op, kind));
    if (!remembered) {
      Reply granted = co_await token_for(op, kind, false);
      token = token_in(granted);
      if (token.empty()) co_return no_answer(granted, secret_);
      question = keep_token(question, granted);
    }
    Reply reply = co_await with_token(question, token);
    if (reply.status() == 410 && is_basic_error(reply)) co_return not_found();
    if (remembered && (reply.status() == 401 || reply.status() == 403)) co_return fail_session();
    if (!reply.ok()) co_return no_answer(reply);
    co_return detail(op, kind, reply);
  }

  // A question with a token of its own, good for nothing else.
  using Read = Outcome (*)(const Operation&, const Reply&);
  Flow ask(Operation op, Request question, std::string operation, Read read) const {
    Json body;
    body.set("operations", JsonArray{}.add(operation));
    Reply granted = co_await token_request("/auth-tokens", body);
    const std::string token(token_in(granted));
    if (token.empty()) co_return no_answer(granted, secret_);
    Reply reply = co_await with_token(question, token);
    co_return read(op, reply);
  }

  std::string merchant_, secret_;
  bool by_action_;
  std::string options_;
};

std::vector<Capability> capabilities() {
  Capability any;
  any.currency = "IDR";
  any.query_by_reference = true;
  any.create_replay_safe = true;
  std::vector<Capability> list;
  const auto add = [&](const char* method, const char* channel, bool unseen_safe,
                       std::vector<std::string> required) {
    any.method = method;
    any.channel = channel;
    any.unseen_safe = unseen_safe;  // README.md 5
    any.required = std::move(required);
    list.push_back(any);
  };
  add("virtual_account", "*", true, {"customer.name"});
  add("qris", "", true, {});
  add("e_wallet", "OVO", false, {"customer.phone"});
  add("e_wallet", "*", true, {});
  add("bank_transfer", "", false, {});
  add("redirect", "", true, {});
  any.kind = Kind::payout;
  add("bank_transfer", "*", false, {});
  return list;
}

About Komopay::about() {
  About about;
  about.id = "komopay";
  about.name = "KomoPay";
  about.version = "1.0.0";
  about.home_page = "https://komopay.id";
  about.callbacks = Callbacks::unsigned_body;
  about.session = SessionPer::attempt;
  about.endpoints = {{"api", "https://api.komopay.id", "https://api.sandbox.komopay.id"}};
  about.settings = {
      {.name = "merchant_code", .help = "Merchant ID of the back office.", .required = true},
      {.name = "secret", .help = "Merchant Secret Key.", .required = true, .secret = true},
      {.name = "token_endpoint",
       .help = "Where tokens for payments come from; newer platforms have them by action.",
       .default_value = "auth-tokens",
       .choices = {"auth-tokens", "auth-tokens-by-action"}},
      {.name = "options_path",
       .help = "The list of methods under its newer or its older name.",
       .default_value = "availablePaymentOptions",
       .choices = {"availablePaymentOptions", "availablePaymentMethods"}}};
  about.capabilities = capabilities();
  return about;
}

}  // namespace

}  // namespace komopay

WESEL_PROVIDER(komopay::Komopay)
