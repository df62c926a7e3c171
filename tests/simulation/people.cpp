// Who acts in a run: merchants that ask until they are answered, customers that pay what they were
// shown, providers that call back, and somebody who forges a callback.
#include <fmt/format.h>

#include "scenario.hpp"
#include "wesel/crypto.hpp"
#include "wesel/json.hpp"

namespace wesel::simulation {

namespace {

using namespace std::chrono_literals;
using std::string;
using std::string_view;

Method method_of(const string& type) {
  if (type.empty()) return {};
  if (type == "bank_transfer") return {type, "BCA", {}};
  return {type, type == "e_wallet" ? "OVO" : "BCA", {}};
}

}  // namespace

void Scenario::place(Order& order) {
  order.merchant = world_.chance(50) ? "acme" : "bolt";
  order.method = world_.chance(15) ? "" : world_.chance(60) ? "virtual_account" : "e_wallet";
  if (world_.chance(15)) {
    order.kind = Kind::payout;
    order.method = "bank_transfer";
  }
  order.wavers = world_.chance(20);
  order.cancels = world_.chance(15);
  order.hurries = world_.chance(30);
  order.amount = 10'000 + static_cast<std::int64_t>(world_.dice(1'000'000));
  order.expires_in = std::chrono::seconds(120 + world_.dice(480));
  order.keyed = world_.chance(50);
  const Millis start(world_.dice(900'000));
  const int callers = world_.chance(30) ? 2 : 1;
  for (int i = 0; i < callers; ++i)
    world_.spawn_in(0, "merchant", [this, &order, start] {
      world_.sleep(start);
      merchant(order);
    });
  const int watchers = world_.chance(40) ? 2 : 1;
  for (int i = 0; i < watchers; ++i)
    world_.spawn_in(0, "watcher", [this, &order, start] {
      world_.sleep(start);
      look_after(order);
    });
}

void Scenario::merchant(Order& order) {
  NewPayment request;
  request.kind = order.kind;
  request.reference = order.reference;
  request.amount = {order.amount, *find_currency("IDR")};
  request.method = method_of(order.method);
  request.customer.phone = "+6281234567890";
  if (order.kind == Kind::payment) request.expires_in = order.expires_in;
  if (order.kind == Kind::payout) request.account = BankAccount{"Budi", "1234567890"};
  const Caller caller{order.merchant, Mode::sandbox};
  std::optional<Repeat> repeat;
  if (order.keyed)
    repeat = Repeat{order.merchant + "/sandbox/POST/v1/payments/" + order.reference,
                    fingerprint(request)};
  for (int tries = 0; tries < 40; ++tries) {
    while (!engine_.alive()) world_.sleep(Millis(500 + world_.dice(5'000)));
    world_.note(order.reference,
                fmt::format("{} asks for {}: {} by {}, for {} s", order.merchant, order.reference,
                            order.amount, order.method.empty() ? "nothing yet" : order.method,
                            order.expires_in.count()));
    auto created = engine_.call<Result<Created>>(
        "create", [=](Context& c) { return create(c, caller, request, repeat); });
    if (created && *created) return keep(order, (*created)->payment);
    world_.note(order.reference,
                fmt::format("{} {}", order.merchant,
                            created ? "is answered: " + created->error().code : "hears nothing"));
    if (created && created->error().fault == Fault::caller)
      return watch_.broke(order.reference, "law 4", "it was refused: " + created->error().code);
    world_.sleep(Millis(500 + world_.dice(5'000)));
  }
}

Scenario::Wish Scenario::wish_of(const Order& order) {
  if (order.kind == Kind::payout) return order.hurries ? Wish::refresh : Wish::look;
  if (order.cancels && world_.chance(15)) return Wish::cancel;
  if (order.wavers && world_.chance(30)) return Wish::choose;
  const Payment* p = watch_.find(string_view(order.id).substr(order.id.size() - 26));
  if (p && p->status == Status::requires_method) return Wish::choose;
  return order.hurries ? Wish::refresh : Wish::look;
}

void Scenario::look_after(Order& order) {
  for (int i = 0; i < 10; ++i) {
    world_.sleep(Millis(world_.dice(world_.chance(30) ? 3'000 : 120'000)));
    if (order.id.empty()) continue;
    const Wish wish = wish_of(order);
    auto seen = engine_.call<Result<Payment>>(
        "look", [this, order, wish](Context& c) { return act(c, order, wish); });
    if (!seen) continue;
    if (seen->has_value()) {
      keep(order, **seen);
    } else if (seen->error().fault == Fault::caller) {
      watch_.broke(order.reference, "law 1",
                   order.id + " was answered once and is gone: " + seen->error().code);
    }
  }
}

// What a merchant does with a payment.
Result<Payment> Scenario::act(Context& c, const Order& order, Wish wish) {
  const Caller caller{order.merchant, Mode::sandbox};
  auto payment = find(c, caller, order.id);
  if (!payment || wish == Wish::look) return payment;
  if (wish == Wish::choose) return choose(c, order, std::move(*payment));
  if (wish == Wish::refresh) {
    auto fresh = refresh(c, std::move(*payment));
    return fresh ? Result<Payment>(std::move(fresh->payment)) : find(c, caller, order.id);
  }
  world_.note(order.reference, order.merchant + " cancels it");
  auto cancelled = cancel(c, std::move(*payment), "changed my mind");
  world_.note(order.reference, fmt::format("{} is answered: {}", order.merchant,
                                           !cancelled            ? cancelled.error().code
                                           : cancelled->in_doubt ? "in doubt"
                                                                 : "cancelled"));
  return cancelled ? Result<Payment>(std::move(cancelled->payment)) : find(c, caller, order.id);
}

Result<Payment> Scenario::choose(Context& c, const Order& order, Payment payment) {
  const bool wallet =
      payment.method.type.empty() ? world_.chance(50) : payment.method.type == "virtual_account";
  const Method method = method_of(wallet ? "e_wallet" : "virtual_account");
  world_.note(order.reference, order.merchant + " chooses " + method.type);
  auto chosen = choose_method(c, std::move(payment), method);
  if (chosen) return chosen;
  world_.note(order.reference, order.merchant + " is answered: " + chosen.error().code);
  return find(c, {order.merchant, Mode::sandbox}, order.id);
}

// People who look at what needs a person, now and then, and deal with half of it.
void Scenario::operators() {
  while (true) {
    world_.sleep(Millis(world_.dice(storm_ ? 600'000 : 12 * 3'600'000)));
    for (const Payment& p : watch_.for_review()) {
      if (world_.chance(50)) continue;
      Resolution decision;
      for (const Exception& e : p.exceptions)
        if (!e.resolved_at) decision.exception = e.type;
      if (decision.exception == ExceptionType::amount_mismatch && p.status == Status::pending &&
          world_.chance(50))
        decision.status = Status::cancelled;  // and the money goes back by other ways
      decision.note = "dealt with";
      decision.by = "an operator";
      world_.note(p.key(),
                  fmt::format("an operator deals with {} of {}", name(*decision.exception), p.id));
      auto resolved = engine_.call<Result<Payment>>(
          "resolve", [p, decision](Context& c) { return resolve(c, p, decision); });
      world_.note(p.key(), fmt::format("an operator {}",
                                       !resolved   ? "hears nothing"
                                       : *resolved ? "is done"
                                                   : "is answered: " + resolved->error().code));
    }
  }
}

// A merchant was answered; a customer may look at what it was given.
void Scenario::keep(Order& order, const Payment& payment) {
  world_.note(order.reference, fmt::format("{} is answered {}: {}", order.merchant, payment.id,
                                           name(payment.status)));
  if (!order.id.empty() && order.id != payment.id)
    watch_.broke(order.reference, "law 4", order.id + " and " + payment.id + " are one order");
  order.id = payment.id;
  watch_.answered(payment);
  const Attempt* a = payment.current_attempt();
  if (payment.status != Status::pending || !a || a->instructions.type != "virtual_account") return;
  if (!order.seen.insert(a->provider_reference).second || !world_.chance(60)) return;
  const Millis after(world_.dice(world_.chance(25) ? 5'000 : 400'000));
  customer(a->account, a->provider_reference, after);
  if (world_.chance(10))
    customer(a->account, a->provider_reference, after + Millis(world_.dice(60'000)));
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
                          .set("paid", held.payout ? 0 : held.paid)
                          .text();
  const string mac = sdk::to_hex(sdk::hmac_sha256(held.key, body));
  const bool sign = ledger.nature().signs;
  for (int i = 0; i < times; ++i)
    world_.spawn_in(0, "callback", [this, account, held, body, mac, sign] {
      world_.sleep(Millis(world_.dice(5'000)));
      const string path = held.callback_url.substr(held.callback_url.find("/callbacks/"));
      CallbackUrl where;
      const auto first = path.find('/', 11), second = path.rfind('/');
      where.account = path.substr(11, first - 11);
      where.attempt_id = path.substr(first + 1, second - first - 1);
      where.mac = path.substr(second + 1);
      InboundMessage message{"POST", "", {}, body};
      if (sign) message.fields.push_back({"x-signature", mac});
      const auto taken = engine_.call<bool>("callback", [where, message](Context& c) {
        return receive_callback(c, where, message).has_value();
      });
      const char* how = !taken ? "hears nothing" : *taken ? "is answered 200" : "is refused";
      world_.note(attempt_body(held.attempt), fmt::format("{} calls: {} is {}, and {}", account,
                                                          held.attempt, held.state, how));
      if (taken.value_or(false) && sign) watch_.heard(account, held);
    });
}

// What a provider's bank does with a payout in its own time.
void Scenario::bank(const string& account, const string& attempt) {
  world_.spawn_in(0, "bank", [this, account, attempt] {
    Ledger& ledger = ledgers_.at(account);
    world_.sleep(Millis(world_.dice(900'000)));
    ledger.pay_out(attempt, world_.chance(85) ? "sent" : "failed");
    world_.sleep(Millis(world_.dice(900'000)));
    if (world_.chance(10)) ledger.pay_out(attempt, "returned");
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

int Scenario::webhook(const http::Outbound& request) {
  if (storm_ && world_.chance(20)) return 503;
  const json::Document body = json::Document::parse(request.body);
  const string payment(body["data"]["id"].text());
  const std::int64_t sequence = body["sequence"].integer().value_or(0);
  delivered_events_.insert(string(body["id"].text()));
  std::int64_t& last = delivered_[payment];
  const string_view key = string_view(payment).substr(payment.size() - 26);
  if (sequence > last + 1)
    watch_.broke(key, "law 5", fmt::format("its webhooks skip to event {}", sequence));
  last = std::max(last, sequence);
  const bool payable = body["data"]["status"].text() == "pending" &&
                       body["data"]["instructions"]["type"].text() == "virtual_account";
  if (payable) watch_.shown(key, string(body["data"]["provider_reference"].text()));
  return 200;
}

}  // namespace wesel::simulation
