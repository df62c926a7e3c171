#include "scenario.hpp"

#include <fmt/format.h>

namespace wesel::simulation {

namespace {

using namespace std::chrono_literals;
using std::string;

constexpr int kOrders = 8;
constexpr auto kStorm = 30min;      // bad weather
constexpr auto kRest = 30h;         // past the last late question
constexpr int kDeaths = 4;          // while the weather is bad, in ten thousand steps
constexpr int kDeathsAtPoints = 8;  // in a thousand
constexpr int kJumps = 4;           // of the wall clock, in ten thousand steps
constexpr int kPowerCuts = 30;      // of a hundred deaths
constexpr int kUnseen = 3;          // of a hundred are paid though nobody was shown them

}  // namespace

Scenario::Scenario(std::uint64_t seed)
    : world_(seed),
      watch_(world_, ledgers_),
      network_(world_, ledgers_),
      engine_(world_, network_, &watch_) {
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
    // A push reaches the phone by itself: nobody has to be shown anything. Nor has who is told of
    // an account number by the provider, though it should not.
    ledger.on_created = [this, account](const Held& held) {
      const Nature& provider = ledgers_.at(account).nature();
      watch_.held(provider, held);
      if (held.payout) return bank(account, held.attempt);
      if (world_.chance(20)) forge(held, account);
      if (world_.chance(provider.pushes ? 60 : provider.keyed ? kUnseen : 0))
        customer(account, held.reference, Millis(world_.dice(400'000)));
    };
  }
  engine_.store_faults = {2, 8};
  world_.dies_at_points = kDeathsAtPoints;
  network_.on_webhook = [this](const http::Outbound& request) { return webhook(request); };
  network_.on_request = [this](const string& account, const http::Outbound& request) {
    watch_.requested(account, request);
  };
  world_.between_steps = [this] { strike(); };
}

void Scenario::strike() {
  if (const char* where = world_.doom()) die(where);
  if (!storm_) return;
  if (world_.dice(10'000) < kJumps) {
    const Millis by = Millis(world_.dice(3'600'000)) - Millis(1'200'000);
    world_.note("", fmt::format("the clock jumps by {} s", by.count() / 1000));
    world_.jump(by);
    ++tally_.jumps;
  }
  if (world_.dice(10'000) < kDeaths) die("between two steps");
}

void Scenario::die(const char* where) {
  const bool at_point = world_.doom();
  world_.doom_done();
  if (!engine_.alive()) return;
  const bool power = !engine_.has_power() || world_.chance(kPowerCuts);
  const string in = at_point ? fmt::format(" (in its task \"{}\")", world_.doomed()) : "";
  world_.note("", fmt::format("THE ENGINE DIES {}{}{}", where, in, power ? ": power is cut" : ""));
  engine_.die(power ? Death::of_power : Death::of_process);
  ++tally_.deaths;
  tally_.power_cuts += power;
  ++tally_.died[where];
  tally_.in_callbacks += at_point && world_.doomed() == "callback";
  world_.spawn_in(0, "restart", [this] {
    world_.sleep(Millis(world_.dice(20'000)));
    if (engine_.alive()) return;
    world_.note("", "the engine starts");
    engine_.start();
  });
}

void Scenario::clear_up() {
  storm_ = false;
  network_.weather = Weather::calm();
  engine_.store_faults = {};
  world_.dies_at_points = 0;
  for (auto& [account, ledger] : ledgers_)
    ledger.refuses_percent = ledger.errs_percent = ledger.forgetful_percent = 0;
  world_.note("", "the weather clears");
}

void Scenario::run() {
  const auto stop = [this] { return !watch_.broken().empty(); };
  engine_.start();
  for (int i = 0; i < kOrders; ++i) {
    Order& order = orders_["ORDER-" + std::to_string(i)];
    order.reference = "ORDER-" + std::to_string(i);
    place(order);
  }
  world_.spawn_in(0, "operators", [this] { operators(); });
  world_.run(world_.steady() + kStorm, stop);
  if (!stop()) {
    clear_up();
    if (!engine_.alive()) engine_.start();
    world_.run(world_.steady() + kRest, stop);
  }
  if (!stop()) check_rest();
  ++tally_.runs;
  tally_.steps += static_cast<std::int64_t>(world_.steps());
  count_ends();
}

string Scenario::indictment() const {
  const Story& told = world_.story();
  const BrokenLaw& first = broken_laws().front();
  const string order = told.order_of(first.about);
  string out = told.of(order);
  for (const BrokenLaw& broken : broken_laws())
    out += told.with_names(fmt::format("BROKEN, {}: {}\n", broken.law, broken.what));
  string key = first.about;
  for (const auto& [reference, placed] : orders_)
    if (reference == first.about && !placed.id.empty())
      key = placed.id.substr(placed.id.size() - 26);
  out += told.with_names("The books: " + watch_.books_of(key));
  return out;
}

}  // namespace wesel::simulation
