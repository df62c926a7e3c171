#include "crash/customer.hpp"

#include <fmt/format.h>

namespace wesel::crash {

using std::string;

namespace {

constexpr std::chrono::milliseconds kPause{8};

// Counted faults are used up by the requests that come; {0} is a number of requests, {1} the kind.
constexpr const char* kFaults[] = {
    R"({{"operation": "{1}create", "fault": "latency", "ms": 150, "count": {0}}})",
    R"({{"operation": "{1}create", "fault": "error_500", "count": {0}}})",
    R"({{"operation": "{1}create", "fault": "work_then_500", "count": {0}}})",
    R"({{"operation": "{1}create", "fault": "work_then_silence", "ms": 900, "count": {0}}})",
    R"({{"operation": "{1}create", "fault": "silence", "ms": 900, "count": {0}}})",
    R"({{"operation": "{1}create", "fault": "reset_after_read", "work": true, "count": {0}}})",
    R"({{"operation": "{1}create", "fault": "reset_after_read", "work": false, "count": {0}}})",
    R"({{"operation": "{1}create", "fault": "garbled", "count": {0}}})",
    R"({{"operation": "{1}create", "fault": "truncated", "count": {0}}})",
    R"({{"operation": "{1}create", "fault": "html", "count": {0}}})",
    R"({{"operation": "{1}create", "fault": "429", "retry_after": 1, "count": {0}}})",
    R"({{"operation": "{1}query", "fault": "error_500", "count": {0}}})",
    R"({{"operation": "{1}query", "fault": "garbled", "count": {0}}})",
    R"({{"operation": "{1}query", "fault": "latency", "ms": 100, "count": {0}}})",
    R"({{"operation": "cancel", "fault": "work_then_500", "count": {0}}})",
    R"({{"operation": "cancel", "fault": "reset_after_read", "work": true, "count": {0}}})",
    R"({{"operation": "callback", "fault": "twice", "count": {0}}})",
    R"({{"operation": "callback", "fault": "late", "ms": 300, "count": {0}}})",
    R"({{"operation": "callback", "fault": "forged", "count": {0}}})",
    R"({{"operation": "callback", "fault": "drop", "count": {0}}})",
    R"({{"operation": "callback", "fault": "out_of_order", "ms": 200, "count": {0}}})",
    R"({{"fault": "refuse", "ms": 60, "count": 1}})",
};

// Nobody pays what no answer showed, unless its provider can be asked for it by our reference: with
// the callback lost as well, money at komerce would be known to komerce alone.
constexpr const char* kPaidAtOnce = R"({"operation": "callback", "fault": "before_answer"})";

constexpr const char* kProviders[] = {"komerce", "komopay", "fazz"};

}  // namespace

Customer::Customer(journeys::Installation& wesel, Merchant& merchant, std::uint64_t seed)
    : wesel_(wesel), merchant_(merchant), chance_(seed, 2) {}

Customer::~Customer() { calm(); }

void Customer::storm() {
  thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
}

void Customer::calm() {
  thread_ = {};
  for (const char* provider : kProviders) wesel_.at(provider).control("DELETE", "/_sandbox/faults");
}

void Customer::run(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    if (chance_.percent(60)) break_something();
    pay_something();
    if (chance_.percent(5)) pay_pushes();
    if (chance_.percent(10)) end_payouts();
    std::unique_lock lock(mutex_);
    stopped_.wait_for(lock, stop, kPause, [] { return false; });
  }
}

void Customer::break_something() {
  const string fault = fmt::format(fmt::runtime(chance_.one_of(kFaults)), chance_.between(1, 3),
                                   chance_.percent(30) ? "payout_" : "");
  journeys::Provider& provider = wesel_.at(chance_.one_of(kProviders));
  // What nobody used is forgotten, or faults would pile up.
  if (chance_.percent(15)) provider.control("DELETE", "/_sandbox/faults");
  provider.control("POST", "/_sandbox/faults", fault);
  if (chance_.percent(5)) wesel_.komopay.control("POST", "/_sandbox/faults", kPaidAtOnce);
  if (chance_.percent(5)) wesel_.fazz.control("POST", "/_sandbox/faults", kPaidAtOnce);
}

// Most are paid, some of them settled, some never.
void Customer::pay_something() {
  const auto next = merchant_.take_payable();
  if (!next || !chance_.percent(60)) return;
  journeys::Provider& provider = wesel_.at(next->provider);
  provider.act(next->reference, "pay");
  if (next->provider == "fazz" && chance_.percent(40)) provider.act(next->reference, "settle");
}

// A phone rings whether the merchant was answered or not.
void Customer::pay_pushes() {
  const journeys::Reply recent = wesel_.komopay.control("GET", "/_sandbox/payments?limit=20");
  for (json::Value entry = recent["data"].first(); entry; entry = entry.next())
    if (entry["fields"]["operator"].text() == "ID_OVO" && entry["status"].text() == "PROCESSING")
      wesel_.komopay.act(string(entry["id"].text()), "pay");
}

// Most arrive, some of them come back; some fail. What failed and arrives after all is KomoPay's
// alone: signed news of the two that come in the wrong order would be taken as they come.
void Customer::end_payouts() {
  const bool at_fazz = chance_.percent(50);
  journeys::Provider& provider = at_fazz ? wesel_.fazz : wesel_.komopay;
  const journeys::Reply recent = provider.control("GET", "/_sandbox/payouts?limit=20");
  for (json::Value entry = recent["data"].first(); entry; entry = entry.next()) {
    const string status(entry["status"].text()), id(entry["id"].text());
    if ((status != "PROCESSING" && status != "processing") || chance_.percent(50)) continue;
    const bool arrives = chance_.percent(75);
    provider.act(id, arrives ? "complete" : "fail", "{}", journeys::kPayouts);
    if (!chance_.percent(10)) continue;
    if (arrives) provider.act(id, "return", "{}", journeys::kPayouts);
    if (!arrives && !at_fazz) provider.act(id, "complete", R"({"late": true})", journeys::kPayouts);
  }
}

void Customer::finish(const Held& held) {
  const bool well = chance_.percent(50);
  if (held.out)
    wesel_.at(held.provider).act(held.id, well ? "complete" : "fail", "{}", journeys::kPayouts);
  else
    wesel_.at(held.provider).act(held.id, well ? "pay" : "expire");
}

}  // namespace wesel::crash
