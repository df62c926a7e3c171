#include "ledger.hpp"

#include "domain/ids.hpp"
#include "wesel/json.hpp"

namespace wesel::simulation {

using json::Document;
using json::Object;
using std::string;

namespace {

constexpr std::string_view kStatus = "/status/";

http::Sent reply(int status, string body) {
  http::Sent sent;
  sent.fate = http::Sent::Fate::replied;
  sent.status = status;
  sent.fields = {{"content-type", "application/json"}};
  sent.body = std::move(body);
  return sent;
}

string view(const Held& held) {
  return Object{}
      .set("id", held.attempt)
      .set("ref", held.reference)
      .set("amount", held.amount)
      .set("paid", held.payout ? 0 : held.paid)
      .set("state", held.state)
      .text();
}

}  // namespace

string Ledger::attempt_in(const http::Outbound& request) const {
  const Document body = Document::parse(request.body);
  string id(body["id"].text());
  if (id.empty()) id = body["ref"].text();
  if (request.target.starts_with(kStatus)) id = request.target.substr(kStatus.size());
  const Held* held = find(id);
  return held ? held->attempt : attempt_body(id).empty() ? string() : id;
}

http::Sent Ledger::answer(const http::Outbound& request) {
  expire_what_is_over();
  if (request.target == "/create" || request.target == "/payout") return create(request);
  if (request.target == "/cancel") return cancel(request);
  return status(std::string_view(request.target).substr(kStatus.size()));
}

http::Sent Ledger::create(const http::Outbound& request) {
  const Document body = Document::parse(request.body);
  const string id(body["id"].text());
  if (Held* existing = find(id)) {
    if (nature_.keyed) return reply(200, view(*existing));
    crimes_.push_back(id + " was created twice at " + nature_.account);
    return reply(409, R"({"error":"exists"})");
  }
  if (static_cast<int>(world_.dice(100)) < refuses_percent)
    return reply(422, R"({"error":"channel down"})");
  Held held;
  held.attempt = id;
  held.payout = request.target == "/payout";
  held.reference = nature_.account + "-" + std::to_string(++made_);
  held.amount = body["amount"].integer().value_or(0);
  held.callback_url = body["callback"].text();
  held.key = body["key"].text();
  held.created_at = world_.now();
  held.expires_at = from_ms(body["expires"].integer().value_or(0));
  const Held& kept = held_[id] = held;
  world_.note(attempt_body(id), nature_.account + " holds " + id + " as " + kept.reference);
  if (on_created) on_created(kept);
  return reply(200, view(kept));
}

const Held* Ledger::find(std::string_view id) const {
  for (const auto& [attempt, held] : held_)
    if (attempt == id || held.reference == id) return &held;
  return nullptr;
}

http::Sent Ledger::status(std::string_view id) {
  const Held* held = find(id);
  const bool fresh = held && world_.now() - held->created_at < std::chrono::minutes(1);
  if (fresh && world_.chance(forgetful_percent)) held = nullptr;
  return held ? reply(200, view(*held)) : reply(404, R"({"error":"unknown"})");
}

http::Sent Ledger::cancel(const http::Outbound& request) {
  const Document body = Document::parse(request.body);
  Held* held = find(body["ref"].text());
  if (!held) return reply(404, R"({"error":"unknown"})");
  if (held->state == "pending") held->state = "cancelled";
  return reply(200, view(*held));
}

void Ledger::pay(const string& reference) {
  expire_what_is_over();
  Held* held = find(reference);
  if (!held) return;
  const string who = "a customer would pay " + held->attempt + " at " + nature_.account;
  // Some take late money; none takes it twice.
  if (held->state == "paid" || (held->state != "pending" && !world_.chance(20)))
    return world_.note(attempt_body(held->attempt), who + ", where it is " + held->state);
  held->state = "paid";
  held->paid = held->amount - (world_.chance(errs_percent) ? 1'000 : 0);
  ++held->times_paid;
  world_.note(attempt_body(held->attempt), "a customer pays " + held->attempt + " at " +
                                               nature_.account + ": " + std::to_string(held->paid));
  if (on_change) on_change(*held);
}

void Ledger::pay_out(const string& attempt, const string& state) {
  Held& held = held_.at(attempt);
  if (held.state != (state == "returned" ? "sent" : "pending")) return;
  held.state = state;
  if (state == "sent") {
    held.paid = held.amount;
    ++held.times_paid;
  }
  world_.note(attempt_body(attempt), nature_.account + ": payout " + attempt + " is " + state);
  if (on_change) on_change(held);
}

void Ledger::expire_what_is_over() {
  for (auto& [attempt, held] : held_)
    if (!held.payout && held.state == "pending" && world_.now() >= held.expires_at) {
      held.state = "expired";
      if (on_change) on_change(held);
    }
}

}  // namespace wesel::simulation
