// How a row is played: the payment is made, the fault armed, the operation brought about, and the
// answer noted down. What it should have been is not known here.
#include <algorithm>
#include <catch2/catch.hpp>

#include "journeys/fault_matrix.hpp"

namespace wesel::journeys::matrix {

using std::string;

namespace {

// Enough for what was counted only after it had been slow.
constexpr std::chrono::seconds kCounted{3};

string armed(const string& operation, const string& json) {
  return R"({"operation": ")" + operation + "\", " + json + "}";
}

bool asks(Story story) { return story == Story::query || story == Story::cold_query; }

const char* ledger_of(const Row& row) { return row.out ? kPayouts : kPayments; }

Reply pay(Installation& wesel, const Row& row, const string& reference) {
  const string route = row.route.empty() ? "only " + row.provider : row.route;
  const string metadata = R"({"route": ")" + route + "\"}";
  if (row.out) return wesel.pay_out({.reference = reference, .metadata = metadata});
  Order order{.reference = reference};
  if (row.story == Story::push) {
    order.type = "e_wallet";
    order.channel = "OVO";
  }
  string body = order.text();
  body.back() = ',';
  return wesel.post("/v1/payments", body + "\"metadata\": " + metadata + "}");
}

}  // namespace

Scene::Scene(Plan plan, Rows rows) : wesel_(std::move(plan)) {
  for (Row& row : rows) cases_.push_back({std::move(row), {}, {}});
}

void Scene::play() {
  REQUIRE(wesel_.fazz.control("POST", "/_sandbox/settings", R"({"tell_ends": true})").status ==
          200);
  bool forget = false;
  for (Case& c : cases_) {
    if (c.row.story != Story::cold_query) continue;
    forget = true;
    pay_untold(c);
  }
  if (forget) wesel_.restart();
  for (Case& c : cases_) play(c);
}

void Scene::pay_untold(Case& c) {
  make(c);
  wesel_.at(c.row.provider).fault(R"({"operation": "callback", "fault": "drop"})");
  act(c, {c.row.out ? "complete" : "pay"});
}

void Scene::make(Case& c) {
  INFO(c.row.provider << " " << c.row.operation << " " << c.row.fault.name);
  const auto number = std::to_string(&c - cases_.data());
  const Reply made = pay(wesel_, c.row, "ROW-" + number);
  INFO(made.body);
  c.at_once = std::to_string(made.status) + " " + made.text("status");
  c.payment = made.text("id");
  c.attempt = made["attempts"].at(0)["id"].text();
  REQUIRE_FALSE(c.attempt.empty());
}

void Scene::play(Case& c) {
  const Row& row = c.row;
  INFO(row.provider << " " << row.operation << " " << row.fault.name);
  Provider& provider = wesel_.at(row.provider);
  const bool creates = row.story == Story::create || row.story == Story::push;
  const bool before = creates || row.story == Story::callback;
  if (before) arm(row);
  if (row.story == Story::query) pay_untold(c);
  if (c.payment.empty()) make(c);
  if (row.story == Story::cancel)
    for (const Step& step : row.steps) {
      provider.fault(R"({"operation": "callback", "fault": "drop"})");
      act(c, step);
    }
  if (!before) arm(row);
  const int earlier = creates ? 0 : requests_for(c);
  if (asks(row.story)) c.at_once = ask(c);
  if (row.story == Story::cancel) c.at_once = cancel(c);
  if (row.story == Story::simulate) c.at_once = simulate(c);
  if (row.story == Story::stranger) c.at_once = call_as_stranger(c);
  if (creates || row.story == Story::callback)
    for (const Step& step : row.steps) act(c, step);
  if (row.story == Story::callback) c.at_once = answers(c);
  if (!creates && row.expected.sent != kAny) {
    const auto counted = [&] { return (c.sent = requests_for(c) - earlier) >= row.expected.sent; };
    eventually(counted, kCounted);
  }
  provider.heal();
}

void Scene::arm(const Row& row) {
  Provider& provider = wesel_.at(row.provider);
  const string& json = row.fault.json;
  if (json.find("\"refuse\"") != string::npos)
    close_door(provider, json);
  else if (!json.empty())
    provider.fault(armed(row.operation, json));
  if (*row.also) provider.fault(row.also);
}

// A connection that was open before is cut a moment after new ones are refused.
void Scene::close_door(Provider& provider, const string& json) {
  const auto health = [&] { return provider.call_api("GET", "/_sandbox/health", {}, "").status; };
  REQUIRE(health() == 200);
  provider.fault("{" + json + "}");
  REQUIRE(eventually([&] { return health() == 0; }));
}

void Scene::act(Case& c, const Step& step) {
  INFO(step.action << " " << step.body);
  if (string(step.action) == "cancel here") {
    REQUIRE(wesel_.post("/v1/payments/" + c.payment + "/cancel", "{}").status == 200);
  } else {
    REQUIRE(wesel_.at(c.row.provider).act(c.attempt, step.action, step.body, ledger_of(c.row)) ==
            200);
  }
  if (*step.until) wesel_.once(c.payment, step.until);
}

string Scene::ask(Case& c) {
  const Reply reply = wesel_.get(Installation::path_of(c.payment) + "?refresh=true");
  const bool fresh = reply.header("wesel-refreshed") == "true";
  return std::to_string(reply.status) + " " + reply.text("status") +
         (fresh ? ", fresh" : ", as stored");
}

string Scene::cancel(Case& c) {
  const Reply reply = wesel_.post("/v1/payments/" + c.payment + "/cancel", "{}");
  return std::to_string(reply.status) + " " + reply.text(reply.status < 300 ? "status" : "code");
}

string Scene::simulate(Case& c) {
  const string wanted = R"({"status": ")" + string(c.row.steps.at(0).body) + "\"}";
  const Reply reply = wesel_.post("/v1/payments/" + c.payment + "/simulate", wanted);
  return std::to_string(reply.status) + " " + reply.text("status");
}

// What each callback was answered when it first came; and for one that was not believed, how the
// payment is then.
string Scene::answers(Case& c) {
  const auto read = [&](bool& all) {
    string text;
    const Reply sent = wesel_.at(c.row.provider).callbacks();
    for (json::Value one = sent["data"].first(); one; one = one.next()) {
      if (one["reference"].text() != c.attempt) continue;
      const string outcome(one["attempts"].at(0)["outcome"].text());
      if (outcome.empty() && one["finished"].boolean() == true) continue;  // it was dropped
      all = all && !outcome.empty();
      text = outcome + (text.empty() ? "" : " ") + text;  // the newest stands first
    }
    return text;
  };
  string text;
  const string& wanted = c.row.expected.at_once;
  eventually(
      [&] {
        bool all = true;
        text = read(all);
        return all && text.size() >= std::min(wanted.size(), wanted.find(','));
      },
      kCounted);
  if (text.find("401") != string::npos) text += ", " + wesel_.payment(c.payment).text("status");
  return text;
}

string Scene::call_as_stranger(Case& c) {
  const string path = "/callbacks/" + c.row.provider + "/" + c.attempt + "/" + string(32, '0');
  const Reply reply = wesel_.outside("POST", path, "{}");
  return std::to_string(reply.status) + ", " + wesel_.payment(c.payment).text("status");
}

}  // namespace wesel::journeys::matrix
