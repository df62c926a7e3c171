// What hangs or refuses costs those who do neither as little as can be.
#include <catch2/catch.hpp>

#include "engine_host.hpp"
#include "wesel/json.hpp"

using namespace wesel;
using namespace wesel::simulation;
using namespace std::chrono_literals;
using std::string;

namespace {

// Answers as it is told; `hangs` is an account that never does.
class Line final : public http::Transport {
 public:
  explicit Line(World& world) : world_(world) {}

  http::Sent send(const http::Outbound& request) override {
    http::Sent sent;
    sent.fate = http::Sent::Fate::replied;
    sent.status = 200;
    if (request.base.host == "10.0.0.8") {
      if (on_webhook) on_webhook();
      ++webhooks[string(http::find(request.fields, "webhook-id"))];
      return sent;
    }
    if (request.base.path == hangs) {
      world_.sleep_until(request.deadline);
      sent.fate = http::Sent::Fate::broken;
      return sent;
    }
    if (request.target != "/create") asked_at[request.base.path] = world_.steady();
    const json::Document body = json::Document::parse(request.body);
    const string id = request.target == "/create" ? string(body["id"].text()) : "";
    sent.body = json::Object{}
                    .set_if("id", id)
                    .set("ref", "P-" + request.base.path.substr(1))
                    .set("amount", 100'000)
                    .set("state", "pending")
                    .text();
    return sent;
  }

  string hangs;
  std::map<string, Instant> asked_at;
  std::function<void()> on_webhook;
  std::map<string, int> webhooks;  // deliveries by event

 private:
  World& world_;
};

struct Town {
  Town() { engine.start(); }

  void order(const string& reference, const string& account) {
    NewPayment request;
    request.reference = reference;
    request.amount = {100'000, *find_currency("IDR")};
    request.method = {account == "gamma" ? "e_wallet" : "virtual_account",
                      account == "gamma" ? "OVO" : "BCA",
                      {}};
    request.customer.phone = "+6281234567890";
    request.pin = account;
    world.spawn_in(0, "merchant", [this, request] {
      engine.call<bool>("create", [request](Context& c) {
        return create(c, {"acme", Mode::sandbox}, request, std::nullopt).has_value();
      });
    });
  }

  World world{7};
  Line line{world};
  EngineHost engine{world, line};
};

}  // namespace

TEST_CASE("a provider that hangs does not keep the others from being asked") {
  Town town;
  town.line.hangs = "/gamma";
  for (int i = 0; i < 200; ++i) town.order("HANGS-" + std::to_string(i), "gamma");
  town.world.run(town.world.steady() + 60s);
  town.order("FINE", "beta");
  const Instant made = town.world.steady();
  town.world.run(made + 6min);
  REQUIRE(town.line.asked_at.count("/beta"));
  // Its first question is due after five minutes.
  CHECK(town.line.asked_at["/beta"] - made < 5min + 10s);
}

TEST_CASE("a merchant is not called in a circle while the store cannot note that it was") {
  Town town;
  town.line.on_webhook = [&] { town.engine.store_faults.refuses_percent = 100; };
  town.order("ONE", "beta");
  town.world.run(town.world.steady() + 60s);
  REQUIRE(town.line.webhooks.size() == 1);
  CHECK(town.line.webhooks.begin()->second <= 13);  // every five seconds, not every moment
  town.line.on_webhook = nullptr;
  town.engine.store_faults.refuses_percent = 0;
  town.world.run(town.world.steady() + 60s);
  CHECK(town.line.webhooks.begin()->second <= 14);
}
