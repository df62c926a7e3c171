#include "crash/customer.hpp"

#include <fmt/format.h>

namespace wesel::crash {

using std::string;

namespace {

constexpr std::chrono::milliseconds kPause{8};

// Counted faults are used up by the requests that come; {0} is a number of requests.
constexpr const char* kFaults[] = {
    R"({{"operation": "create", "fault": "latency", "ms": 150, "count": {0}}})",
    R"({{"operation": "create", "fault": "error_500", "count": {0}}})",
    R"({{"operation": "create", "fault": "work_then_500", "count": {0}}})",
    R"({{"operation": "create", "fault": "work_then_silence", "ms": 900, "count": {0}}})",
    R"({{"operation": "create", "fault": "silence", "ms": 900, "count": {0}}})",
    R"({{"operation": "create", "fault": "reset_after_read", "work": true, "count": {0}}})",
    R"({{"operation": "create", "fault": "reset_after_read", "work": false, "count": {0}}})",
    R"({{"operation": "create", "fault": "garbled", "count": {0}}})",
    R"({{"operation": "create", "fault": "truncated", "count": {0}}})",
    R"({{"operation": "create", "fault": "html", "count": {0}}})",
    R"({{"operation": "create", "fault": "429", "retry_after": 1, "count": {0}}})",
    R"({{"operation": "query", "fault": "error_500", "count": {0}}})",
    R"({{"operation": "query", "fault": "garbled", "count": {0}}})",
    R"({{"operation": "query", "fault": "latency", "ms": 100, "count": {0}}})",
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
    std::unique_lock lock(mutex_);
    stopped_.wait_for(lock, stop, kPause, [] { return false; });
  }
}

void Customer::break_something() {
  const string fault = fmt::format(fmt::runtime(chance_.one_of(kFaults)), chance_.between(1, 3));
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

void Customer::finish(const string& provider, const string& reference) {
  wesel_.at(provider).act(reference, chance_.percent(50) ? "pay" : "expire");
}

}  // namespace wesel::crash
