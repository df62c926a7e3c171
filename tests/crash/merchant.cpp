#include "crash/merchant.hpp"

#include <algorithm>

namespace wesel::crash {

using journeys::Order;
using journeys::Reply;
using std::string;

namespace {

constexpr int kClients = 8;
constexpr int kThinkMs = 60;         // at most, between two things that a client does
constexpr std::size_t kRecent = 40;  // orders that a client still thinks of

// OVO is a push to a phone; the rest is for the customer to pick up.
constexpr Method kChoices[] = {
    {"virtual_account", "BCA"},   {"virtual_account", "BCA"}, {"qris", ""},
    {"e_wallet", "OVO"},          {"e_wallet", "DANA"},       {"e_wallet", "SHOPEEPAY"},
    {"retail_outlet", "ALFAMART"}};

string without_method(string order) {
  const auto from = order.find("\"method\""), to = order.find('}', from);
  return order.erase(from, to - from + 2);
}

// What no merchant should ever get for a sound request, however the engine fares.
bool surprising(const Reply& reply) {
  if (reply.status == 0 || reply.status / 100 == 2) return false;
  const string code = reply.text("code");
  static constexpr const char* kFine[] = {
      "invalid_state", "not_cancellable", "no_provider_available",
      "rate_limited",  "overloaded",      "draining"};
  return std::none_of(std::begin(kFine), std::end(kFine),
                      [&](const char* fine) { return code == fine; });
}

}  // namespace

Merchant::Merchant(journeys::Installation& wesel, std::uint64_t seed) : wesel_(wesel) {
  for (int i = 0; i < kClients; ++i)
    clients_.push_back({Chance(seed, 100 + static_cast<std::uint64_t>(i)), i, 0, {}});
}

Merchant::~Merchant() { rest(); }

void Merchant::work() {
  for (Client& client : clients_)
    threads_.emplace_back([this, &client](const std::stop_token& stop) { run(stop, client); });
}

void Merchant::rest() {
  for (std::jthread& thread : threads_) thread.request_stop();
  threads_.clear();
  for (Client& client : clients_) client.sent.clear();
  const std::lock_guard lock(mutex_);
  payable_.clear();
}

void Merchant::run(const std::stop_token& stop, Client& client) {
  while (!stop.stop_requested()) {
    act(client);
    std::unique_lock lock(mutex_);
    stopped_.wait_for(lock, stop, std::chrono::milliseconds(client.chance.between(0, kThinkMs)),
                      [] { return false; });
  }
}

void Merchant::act(Client& client) {
  const int dice = client.chance.between(1, 100);
  if (dice <= 8) return pay_out(client);
  if (dice <= 38 || client.sent.empty()) return order(client);
  const auto last = static_cast<int>(client.sent.size()) - 1;
  Sent& sent = client.sent[static_cast<std::size_t>(client.chance.between(0, last))];
  if (dice <= 55 || sent.id.empty()) return send(sent, true);
  if (dice > 86 && !sent.out) return choose(sent, client.chance.one_of(kChoices), true);
  if (dice > 82 && !sent.out) return quarrel(client, sent);
  if (dice > 74 && !sent.out) return cancel(sent, true);
  const string path = journeys::Installation::path_of(sent.id);
  note(sent.reference, wesel_.get(path + (dice > 64 ? "?refresh=true" : "")), true);
}

// Two at once who want different things of one payment.
void Merchant::quarrel(Client& client, const Sent& sent) {
  const Method &one = client.chance.one_of(kChoices), &other = client.chance.one_of(kChoices);
  const bool cancels = client.chance.percent(50);
  const std::jthread rival([&] { cancels ? cancel(sent, false) : choose(sent, other, false); });
  choose(sent, one, false);
}

void Merchant::cancel(const Sent& sent, bool alone) {
  note(sent.reference, wesel_.post("/v1/payments/" + sent.id + "/cancel", "{}"), alone);
}

void Merchant::choose(const Sent& sent, const Method& choice, bool alone) {
  json::Object method;
  method.set("type", choice.type).set_if("channel", choice.channel);
  {
    const std::lock_guard lock(mutex_);
    ++book_[sent.reference].choices;
  }
  note(sent.reference,
       wesel_.post("/v1/payments/" + sent.id + "/method",
                   json::Object{}.set("method", method).text()),
       alone);
}

void Merchant::order(Client& client) {
  const Method choice = client.chance.one_of(kChoices);
  Order order;
  order.reference = std::to_string(client.number) + "-" + std::to_string(++client.orders);
  order.type = choice.type;
  order.channel = choice.channel;
  order.amount = std::to_string(client.chance.between(20'000, 900'000));
  const bool later = client.chance.percent(15);  // chooses the method later
  const Sent& sent = send_first(
      client,
      {order.reference, later ? without_method(order.text()) : order.text(), {}, {}, false});
  if (later && !sent.id.empty()) choose(sent, choice, true);
}

void Merchant::pay_out(Client& client) {
  journeys::Payout payout;
  payout.reference = "out-" + std::to_string(client.number) + "-" + std::to_string(++client.orders);
  payout.channel = client.chance.percent(70) ? "BCA" : "BRI";
  payout.amount = std::to_string(client.chance.between(20'000, 900'000));
  send_first(client, {payout.reference, payout.text(), {}, {}, true});
}

// Some with a key, some twice at once.
const Merchant::Sent& Merchant::send_first(Client& client, Sent first) {
  if (client.chance.percent(30)) first.fields = {{"idempotency-key", "key-" + first.reference}};
  if (client.sent.size() == kRecent) client.sent.erase(client.sent.begin());
  Sent& sent = client.sent.emplace_back(std::move(first));
  {
    const std::lock_guard lock(mutex_);
    unanswered_[sent.reference] = sent;
  }
  if (client.chance.percent(15)) {
    Sent twin = sent;
    const std::jthread other([&] { send(twin, false); });
    send(sent, true);
  } else {
    send(sent, true);
  }
  return sent;
}

void Merchant::send(Sent& sent, bool alone) {
  const Reply reply =
      wesel_.post(sent.out ? "/v1/payouts" : "/v1/payments", sent.body, sent.fields);
  if (reply.status / 100 == 2) sent.id = reply.text("id");
  note(sent.reference, reply, alone);
}

// Of two at once nobody can say whose answer is the newer one: then only the id counts.
void Merchant::note(const string& reference, const Reply& reply, bool alone) {
  if (reply.status == 0) return;
  const std::lock_guard lock(mutex_);
  if (surprising(reply))
    book_[reference].surprises.push_back(std::to_string(reply.status) + " " + reply.body);
  if (reply.status / 100 != 2) return;
  Answered& answered = book_[reference];
  unanswered_.erase(reference);
  answered.ids.insert(reply.text("id"));
  const string status = reply.text("status");
  if (alone && (answered.statuses.empty() || answered.statuses.back() != status))
    answered.statuses.push_back(status);
  if (status != "pending" || !reply["instructions"]) return;
  const Payable shown{reply.text("provider"), reply.text("provider_reference")};
  const string name = shown.provider + " " + shown.reference;
  if (!answered.shown.empty() && answered.shown.back() == name) return;
  payable_.push_back(shown);
  if (alone) answered.shown.push_back(name);
}

std::size_t Merchant::ask_again() {
  std::map<string, Sent> again;
  {
    const std::lock_guard lock(mutex_);
    again = unanswered_;
  }
  for (auto& [reference, sent] : again) send(sent, true);
  const std::lock_guard lock(mutex_);
  return unanswered_.size();
}

std::optional<Payable> Merchant::take_payable() {
  const std::lock_guard lock(mutex_);
  if (payable_.empty()) return {};
  Payable next = payable_.front();
  payable_.erase(payable_.begin());
  return next;
}

std::map<string, Answered> Merchant::book() const {
  const std::lock_guard lock(mutex_);
  return book_;
}

}  // namespace wesel::crash
