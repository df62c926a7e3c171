#include "ledger.hpp"

#include "wesel/json.hpp"

namespace wesel::simulation {

using json::Document;
using json::Object;
using std::string;

namespace {

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
      .set("paid", held.paid)
      .set("state", held.state)
      .text();
}

}  // namespace

http::Sent Ledger::answer(const http::Outbound& request) {
  expire_what_is_over();
  if (request.target == "/create") return create(request);
  if (request.target == "/cancel") return cancel(request);
  return status(std::string_view(request.target).substr(string("/status/").size()));
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
  held.reference = nature_.account + "-" + std::to_string(++made_);
  held.amount = body["amount"].integer().value_or(0);
  held.callback_url = body["callback"].text();
  held.key = body["key"].text();
  held.created_at = world_.now();
  held.expires_at = from_ms(body["expires"].integer().value_or(0));
  const Held& kept = held_[id] = held;
  world_.note(nature_.account + " holds " + id + " as " + kept.reference);
  if (on_created) on_created(kept);
  return reply(200, view(kept));
}

Held* Ledger::find(std::string_view id) {
  for (auto& [attempt, held] : held_)
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
  world_.note(nature_.account + ": cancel finds " + held->reference + " " + held->state);
  return reply(200, view(*held));
}

bool Ledger::pay(const string& reference) {
  expire_what_is_over();
  Held* held = find(reference);
  if (!held || held->state == "paid") return false;
  if (held->state != "pending" && !world_.chance(20)) return false;  // some take late money
  held->state = "paid";
  held->paid = held->amount - (world_.chance(errs_percent) ? 1'000 : 0);
  ++held->times_paid;
  world_.note(nature_.account + ": " + reference + " is paid");
  if (on_change) on_change(*held);
  return true;
}

void Ledger::expire_what_is_over() {
  for (auto& [attempt, held] : held_)
    if (held.state == "pending" && world_.now() >= held.expires_at) {
      held.state = "expired";
      if (on_change) on_change(held);
    }
}

}  // namespace wesel::simulation
