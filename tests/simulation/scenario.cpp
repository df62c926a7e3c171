#include "scenario.hpp"

#include "wesel/crypto.hpp"
#include "wesel/json.hpp"

namespace wesel::simulation {

namespace {

using namespace std::chrono_literals;
using std::string;

constexpr int kOrders = 8;
constexpr auto kStorm = 30min;      // bad weather
constexpr auto kRest = 30h;         // past the last late question
constexpr int kDeathsPerMille = 2;  // a step, while the weather is bad
constexpr int kJumps = 4;           // of the wall clock, in ten thousand steps

}  // namespace

Scenario::Scenario(std::uint64_t seed)
    : world_(seed), network_(world_, ledgers_), engine_(world_, network_) {
  const Nature natures[] = {{"alpha", false, false, true, 0},
                            {"beta", true, false, true, 0},
                            {"gamma", true, true, false, 0}};
  for (const Nature& nature : natures) {
    Ledger& ledger = ledgers_.try_emplace(nature.account, world_, nature).first->second;
    const string account = nature.account;
    ledger.refuses_percent = 10;
    ledger.errs_percent = 3;
    ledger.forgetful_percent = 30;
    ledger.on_change = [this, account](const Held& held) { call_back(account, held); };
    // A push reaches the phone by itself: nobody has to be shown anything.
    ledger.on_created = [this, account](const Held& held) {
      if (world_.chance(20)) forge(held, account);
      if (ledgers_.at(account).nature().pushes && world_.chance(60))
        customer(account, held.reference, Millis(world_.dice(400'000)));
    };
  }
  engine_.store_refuses_percent = 2;
  network_.on_webhook = [this](const http::Outbound& request) { return webhook(request); };
  world_.between_steps = [this] { maybe_die(); };
}

void Scenario::maybe_die() {
  if (storm_ && world_.dice(10'000) < kJumps) {
    world_.note("the clock jumps");
    world_.jump(Millis(world_.dice(3'600'000)) - Millis(1'200'000));
  }
  if (!storm_ || !engine_.alive() || world_.dice(1000) >= kDeathsPerMille) return;
  world_.note("the engine dies");
  engine_.die();
  world_.spawn_in(0, "restart", [this] {
    world_.sleep(Millis(world_.dice(20'000)));
    if (engine_.alive()) return;
    world_.note("the engine starts");
    engine_.start();
  });
}

void Scenario::customer(const string& account, const string& reference, Millis after) {
  world_.spawn_in(0, "customer", [this, account, reference, after] {
    world_.sleep(after);
    ledgers_.at(account).pay(reference);
  });
}

void Scenario::call_back(const string& account, const Held& held) {
  const Ledger& ledger = ledgers_.at(account);
  const int times = world_.chance(60) ? 1 + static_cast<int>(world_.dice(2)) : 0;
  const string body = json::Object{}
                          .set("id", held.attempt)
                          .set("ref", held.reference)
                          .set("state", held.state)
                          .set("paid", held.paid)
                          .text();
  const string mac = sdk::to_hex(sdk::hmac_sha256(held.key, body));
  const bool sign = ledger.nature().signs;
  for (int i = 0; i < times; ++i)
    world_.spawn_in(0, "callback", [this, account, body, mac, sign, url = held.callback_url] {
      world_.sleep(Millis(world_.dice(5'000)));
      const string path = url.substr(url.find("/callbacks/"));
      CallbackUrl where;
      const auto first = path.find('/', 11), second = path.rfind('/');
      where.account = path.substr(11, first - 11);
      where.attempt_id = path.substr(first + 1, second - first - 1);
      where.mac = path.substr(second + 1);
      InboundMessage message{"POST", "", {}, body};
      if (sign) message.fields.push_back({"x-signature", mac});
      engine_.call<bool>("callback", [where, message](Context& c) {
        return receive_callback(c, where, message).has_value();
      });
    });
}

// Who knows an attempt's id, as its customer may, and no key.
void Scenario::forge(const Held& held, const string& account) {
  const string body =
      json::Object{}.set("id", held.attempt).set("ref", held.reference).set("state", "paid").text();
  const string mac = sdk::to_hex(sdk::hmac_sha256("", body));
  world_.spawn_in(0, "forger", [this, account, body, mac] {
    world_.sleep(Millis(world_.dice(60'000)));
    InboundMessage message{"POST", "", {{"x-signature", mac}}, body};
    engine_.call<bool>("forged", [account, message](Context& c) {
      return receive_callback(c, {account, {}, {}}, message).has_value();
    });
  });
}

void Scenario::keep(Order& order, const Payment& payment) {
  if (!order.id.empty() && order.id != payment.id)
    broke(order.reference + " was answered with two payments");
  order.id = payment.id;
  const Attempt* a = payment.current_attempt();
  if (payment.status != Status::pending || !a || a->instructions.type != "virtual_account") return;
  if (order.shown.insert(a->provider_reference).second && world_.chance(60))
    customer(a->account, a->provider_reference, Millis(world_.dice(700'000)));
}

void Scenario::merchant(Order& order) {
  NewPayment request;
  request.reference = order.reference;
  request.amount = {order.amount, *find_currency("IDR")};
  request.method = {order.method, order.method == "e_wallet" ? "OVO" : "BCA", {}};
  request.customer.phone = "+6281234567890";
  request.expires_in = 600s;
  const Caller caller{order.merchant, Mode::sandbox};
  for (int tries = 0; tries < 40; ++tries) {
    auto created = engine_.call<Result<Created>>(
        "create", [=](Context& c) { return create(c, caller, request, std::nullopt); });
    if (created && *created) {
      world_.note(order.reference + " is answered " + (*created)->payment.id + " " +
                  string(name((*created)->payment.status)));
      keep(order, (*created)->payment);
      return;
    }
    if (created && created->has_error() && created->error().fault == Fault::caller) {
      broke(order.reference + " was refused: " + created->error().code);
      return;
    }
    world_.sleep(Millis(500 + world_.dice(5'000)));
  }
}

void Scenario::look_after(Order& order) {
  const Caller caller{order.merchant, Mode::sandbox};
  const bool cancels = world_.chance(15), hurries = world_.chance(30);
  for (int i = 0; i < 6; ++i) {
    world_.sleep(Millis(world_.dice(200'000)));
    if (order.id.empty()) continue;
    const string id = order.id;
    const bool cancel_now = cancels && i == 2;
    auto seen = engine_.call<Result<Payment>>("look", [=](Context& c) -> Result<Payment> {
      auto payment = find(c, caller, id);
      if (!payment) return payment;
      if (cancel_now) {
        auto cancelled = cancel(c, std::move(*payment), "changed my mind");
        return cancelled ? Result<Payment>(std::move(cancelled->payment)) : find(c, caller, id);
      }
      if (!hurries) return payment;
      auto fresh = refresh(c, std::move(*payment));
      return fresh ? Result<Payment>(std::move(fresh->payment)) : find(c, caller, id);
    });
    if (!seen) continue;
    if (seen->has_error())
      broke(id + " was answered once and is gone: " + seen->error().code);
    else
      keep(order, **seen);
  }
}

void Scenario::run() {
  engine_.start();
  for (int i = 0; i < kOrders; ++i) {
    Order& order = orders_["ORDER-" + std::to_string(i)];
    order.reference = "ORDER-" + std::to_string(i);
    order.merchant = world_.chance(50) ? "acme" : "bolt";
    order.method = world_.chance(60) ? "virtual_account" : "e_wallet";
    order.amount = 10'000 + static_cast<std::int64_t>(world_.dice(1'000'000));
    const Millis start(world_.dice(200'000));
    const int callers = world_.chance(30) ? 2 : 1;
    for (int k = 0; k < callers; ++k)
      world_.spawn_in(0, "merchant", [this, &order, start] {
        world_.sleep(start);
        merchant(order);
      });
    world_.spawn_in(0, "watcher", [this, &order] { look_after(order); });
  }
  world_.run(world_.steady() + kStorm);
  storm_ = false;
  network_.weather = Weather::calm();
  engine_.store_refuses_percent = 0;
  for (auto& [account, ledger] : ledgers_)
    ledger.refuses_percent = ledger.errs_percent = ledger.forgetful_percent = 0;
  world_.note("the weather clears");
  if (!engine_.alive()) engine_.start();
  world_.run(world_.steady() + kRest);
  check_ledgers();
  for (const auto& [reference, order] : orders_) check_order(order);
}

}  // namespace wesel::simulation
