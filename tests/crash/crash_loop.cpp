#include "crash/crash_loop.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>

#include "crash/preload.hpp"

namespace wesel::crash {

using journeys::eventually;
using journeys::Reply;
using std::string;
using std::chrono::milliseconds;

namespace {

constexpr int kEpoch = 25;                  // rounds between audits
constexpr milliseconds kAtPoint{900};       // then it is killed wherever it is
constexpr milliseconds kNoProgress{2'500};  // then the clock is set ahead once more
constexpr int kJumps = 7;
constexpr std::size_t kBreachesTold = 20;
constexpr long kJump = 3'700;  // seconds: past the first late question, past "twice not found"

constexpr const char* kPoints[] = {"commit.before", "commit.after", "request.before",
                                   "request.after", "reply.after",  "answer.before",
                                   "answer.after"};

constexpr const char* kRoutes = R"(
[[routes]]
name = "OVO"
when = { kind = "payment", method = "e_wallet", channel = "OVO" }
use = ["komopay"]
failover = { attempts = 3, within = "3s" }
[[routes]]
name = "payouts"
when = { kind = "payout" }
use = ["komopay", "fazz"]
pick = "split"
split = { komopay = 50, fazz = 50 }
failover = { attempts = 3, within = "3s" }
[[routes]]
name = "all"
use = ["komerce", "fazz", "komopay"]
pick = "split"
split = { komerce = 34, fazz = 33, komopay = 33 }
failover = { attempts = 3, within = "3s" }
)";

journeys::Plan plan_for(const Receiver& receiver) {
  const string quick = "timeout = \"500ms\"\nbreaker = { failures = 1000000 }";
  journeys::Plan plan;
  plan.routes = kRoutes;
  plan.komerce = plan.komopay = plan.fazz = quick;
  plan.recovery =
      "schedule = [\"200ms\", \"500ms\", \"1s\"]\n"
      "pending_schedule = [\"1s\", \"5s\", \"10m\"]\n";
  plan.webhooks =
      "schedule = [\"50ms\", \"50ms\", \"100ms\", \"200ms\", \"200ms\", \"200ms\", \"1s\", "
      "\"1s\"]\n";
  plan.shop_hooks = receiver.url();
  return plan;
}

}  // namespace

CrashLoop::CrashLoop(std::uint64_t seed)
    : seed_(seed),
      chance_(seed, 0),
      receiver_(seed),
      wesel_(plan_for(receiver_)),
      merchant_(wesel_, seed),
      customer_(wesel_, merchant_, seed),
      reader_(wesel_) {}

bool CrashLoop::run(int rounds) {
  fmt::print("seed {}, {} rounds\n", seed_, rounds);
  bool well = true;
  wesel_.kill();
  for (int round = 1; well && round <= rounds;) {
    merchant_.work();
    customer_.storm();
    receiver_.storm(true);
    for (const int last = std::min(rounds, round + kEpoch - 1); round <= last; ++round)
      kill_once(round);
    merchant_.rest();
    customer_.calm();
    receiver_.storm(false);
    well = rest(round - 1);
  }
  if (well) {
    Books all;
    well = reader_.reopen() && eventually([&] { return at_rest(all); });
    report("in all", all, well);
  }
  for (const auto& [point, count] : deaths_) fmt::print("killed at {}: {}\n", point, count);
  if (!well) wesel_.folder().keep();
  if (!well) fmt::print("its logs and store are in {}\n", (wesel_.folder() / "").string());
  return well;
}

// Starts it and kills it: at a named point in every second round, else at any moment.
void CrashLoop::kill_once(int round) {
  const bool named = round % 2 == 0;
  std::vector<string> settings = {"WESEL_CLOCK_AHEAD=" + std::to_string(ahead_s_)};
  string point = "any moment";
  if (named) {
    point = chance_.one_of(kPoints);
    settings.push_back(fmt::format("WESEL_KILL_AT={}:{}", point, chance_.between(1, 150)));
  }
  wesel_.kill();  // after an audit it still runs
  wesel_.set_environment(preloaded(std::move(settings)));
  wesel_.launch();
  if (!wait_for_death(named ? kAtPoint : milliseconds(chance_.between(50, 800)))) {
    wesel_.kill();
    point = "any moment";
  } else if (!named || wesel_.status() != -1) {
    const string log = wesel_.log();
    const string end = log.substr(log.size() - std::min<std::size_t>(log.size(), 2'000));
    breaches_.push_back({Kind::surprise, "engine", "it ended by itself: " + end});
  }
  ++deaths_[point];
}

// Whether it died of itself by then.
bool CrashLoop::wait_for_death(milliseconds most) {
  return eventually([&] { return !wesel_.running(); }, most);
}

void CrashLoop::restart_ahead() {
  wesel_.kill();
  ahead_s_ += kJump;
  wesel_.set_environment(preloaded({"WESEL_CLOCK_AHEAD=" + std::to_string(ahead_s_)}));
  wesel_.start();
}

// Without faults, until the books agree and nothing is open. Where only time helps, time passes.
bool CrashLoop::rest(int round) {
  Books books;
  bool well = false;
  for (int jump = 0; jump < kJumps && !well; ++jump) {
    restart_ahead();
    well = eventually([&] { return merchant_.ask_again() == 0 && at_rest(books); },
                      kNoProgress * (jump + 1));
  }
  well = well && breaches_.empty();
  report(fmt::format("round {}", round), books, well);
  if (well) reader_.close(books);
  return well;
}

bool CrashLoop::at_rest(Books& books) {
  if (!reader_.read_store(books) || !reader_.read_ledgers(books)) return false;
  read_told(books);
  return !finish_open(books) && audit(books).empty();
}

// What merchants and their receiver know of payments that are not closed.
void CrashLoop::read_told(Books& books) const {
  books.answered = merchant_.book();
  std::erase_if(books.answered, [&](const auto& entry) {
    const std::set<string>& ids = entry.second.ids;
    return !ids.empty() && reader_.is_closed(*ids.begin());
  });
  books.told = receiver_.book();
  std::erase_if(books.told, [&](const Told& told) { return reader_.is_closed(told.payment); });
}

// The last chance: what waits for money is paid or runs out, also what nobody was shown; what is on
// its way arrives or fails. Only while the engine hears of it: Komerce's unanswered creates can be
// known by callbacks alone. True while anything waits.
bool CrashLoop::finish_open(const Books& books) {
  bool open = false;
  for (const auto& [id, payment] : books.stored) open |= payment.status == "pending";
  for (const Held& held : books.held) {
    const bool waits = held.status == "PENDING" || held.status == "pending" ||
                       held.status == "PROCESSING" || held.status == "processing";
    if (!waits || !finished_.insert(held.provider + held.id).second) continue;
    customer_.finish(held);
    open = true;
  }
  return open;
}

void CrashLoop::report(const string& when, const Books& books, bool well) {
  std::vector<Breach> breaches = audit(books);
  breaches.insert(breaches.end(), breaches_.begin(), breaches_.end());
  if (!well && breaches.empty())
    breaches.push_back({Kind::unknown, "all payments", "did not come to rest"});
  std::size_t out = 0, attempts = 0, events = 0;
  std::int64_t money = 0;
  for (const auto& [id, payment] : books.stored) {
    out += payment.out;
    attempts += payment.attempts.size();
    events += payment.events.size();
  }
  for (const Held& held : books.held) money += held.paid;
  fmt::print(
      "{:>10}: {:>6} payments, {:>5} payouts, {:>6} attempts, {:>6} held, {:>12} IDR, {:>6} "
      "events, {:>6} told",
      when, books.stored.size() - out, out, attempts, books.held.size(), money, events,
      books.told.size());
  std::array<int, kKinds> counts{};
  for (const Breach& breach : breaches) ++counts[static_cast<std::size_t>(breach.kind)];
  for (int kind = 0; kind < kKinds; ++kind)
    fmt::print("; {} {}", name(static_cast<Kind>(kind)), counts[static_cast<std::size_t>(kind)]);
  fmt::print("\n");
  for (std::size_t i = 0; i < breaches.size() && i < kBreachesTold; ++i)
    fmt::print("  seed {}, {}: {}: {}: {}\n", seed_, when, name(breaches[i].kind),
               breaches[i].payment, breaches[i].text);
  std::fflush(stdout);
}

}  // namespace wesel::crash
