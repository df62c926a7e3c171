// Sends creates at a fixed rate and measures how long each takes, from the moment at which it was
// due: one that must wait for a free connection counts its waiting too. One thread, many kept-alive
// connections. Usage: bench_paced engine|provider URL CONNECTIONS RATE SECONDS; prints
// "result RATE P50 P99 MAX BAD" (a second, us, us, us, how many).
#include <sys/epoll.h>
#include <sys/prctl.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <string>
#include <vector>

#include "connection.hpp"

namespace {

using namespace wesel::bench;
using std::string;
using Steady = std::chrono::steady_clock;
using Micros = std::chrono::duration<double, std::micro>;

// What tests/bench/create.lua sends, too.
string request_of(const Target& target, bool engine, const string& reference) {
  const string customer =
      R"("customer":{"name":"Budi","email":"budi@example.com","phone":"+6281234567890"},)";
  if (engine)
    return make_request(target, "POST", "/v1/payments",
                        "Content-Type: application/json\r\n"
                        "Authorization: Bearer wsk_sandbox_demo_0000000000000000000000\r\n",
                        R"({"reference":")" + reference +
                            R"(","amount":"100000","currency":"IDR",)" +
                            R"("method":{"type":"virtual_account","channel":"BCA"},)" + customer +
                            R"("items":[{"name":"Product A","quantity":2,"price":"50000"}],)" +
                            R"("description":"Order 1001"})");
  const string key(64, '6');
  return make_request(
      target, "POST", "/user/api/v1/user/payment/create",
      "Content-Type: application/json\r\nx-api-key: sandbox-komerce-key\r\n",
      R"({"order_id":")" + reference +
          R"(","payment_type":"bank_transfer","channel_code":"BCA","amount":100000,)" + customer +
          R"("items":[{"name":"Product A","quantity":2,"price":50000}],"expiry_duration":86400,)" +
          R"("callback_url":"http://127.0.0.1:18080/callbacks/komerce/)" + string(66, 'a') +
          R"(","callback_API_KEY":")" + key + R"(","callback_api_key":")" + key + "\"}");
}

struct Plan {
  bool engine = false;
  std::size_t connections = 0;
  double rate = 0;
  double seconds = 0;
};

class Load {
 public:
  Load(const Target& target, const Plan& plan) : target_(target), plan_(plan) {
    epoll_ = ::epoll_create1(0);
    for (std::size_t i = 0; i < plan.connections; ++i) {
      connections_.emplace_back(target);
      epoll_event event{.events = EPOLLIN, .data = {.u64 = i}};
      ::epoll_ctl(epoll_, EPOLL_CTL_ADD, connections_[i].descriptor(), &event);
      if (connections_[i].open()) free_.push_back(i);
    }
    due_.resize(plan.connections);
  }

  void run() {
    start_ = Steady::now();
    const auto total = static_cast<std::size_t>(plan_.rate * plan_.seconds);
    while (finished_ < total && Steady::now() < moment(total) + std::chrono::seconds(5)) {
      while (begun_ < total && !free_.empty() && moment(begun_) <= Steady::now()) send(begun_++);
      wait(begun_ < total && !free_.empty() ? moment(begun_) : Steady::now() + kRest);
    }
    bad_ += total - finished_;
    report();
  }

 private:
  static constexpr std::chrono::milliseconds kRest{10};

  Steady::time_point moment(std::size_t number) const {
    return start_ + std::chrono::duration_cast<Steady::duration>(
                        std::chrono::duration<double>(static_cast<double>(number) / plan_.rate));
  }

  void send(std::size_t number) {
    const std::size_t at = free_.front();
    free_.pop_front();
    due_[at] = moment(number);
    const string reference =
        "paced-" + std::to_string(start_.time_since_epoch().count()) + "-" + std::to_string(number);
    if (!connections_[at].send(request_of(target_, plan_.engine, reference))) finish(at, -1);
  }

  // A lost connection is not used again.
  void finish(std::size_t at, int status) {
    ++finished_;
    if (status != 200 && status != 201) ++bad_;
    micros_.push_back(Micros(Steady::now() - due_[at]).count());
    if (status > 0) free_.push_back(at);
  }

  void wait(Steady::time_point until) {
    const auto left = std::max(Steady::duration(0),
                               std::chrono::duration_cast<Steady::duration>(until - Steady::now()));
    const timespec time{left.count() / 1'000'000'000, left.count() % 1'000'000'000};
    epoll_event events[256];
    const int ready = ::epoll_pwait2(epoll_, events, 256, &time, nullptr);
    for (int i = 0; i < ready; ++i) {
      const std::size_t at = events[i].data.u64;
      if (const int status = connections_[at].receive(); status != 0) finish(at, status);
    }
  }

  void report() {
    std::sort(micros_.begin(), micros_.end());
    const std::size_t count = micros_.size();
    if (count == 0) micros_.push_back(0);
    const double took = std::chrono::duration<double>(Steady::now() - start_).count();
    std::printf("result %.0f %.0f %.0f %.0f %zu\n", static_cast<double>(count) / took,
                micros_[count / 2], micros_[count * 99 / 100], micros_.back(), bad_);
  }

  const Target target_;
  const Plan plan_;
  int epoll_ = -1;
  std::vector<Connection> connections_;
  std::deque<std::size_t> free_;  // the longest idle first: all of them are used
  std::vector<Steady::time_point> due_;
  std::vector<double> micros_;
  Steady::time_point start_;
  std::size_t begun_ = 0, finished_ = 0, bad_ = 0;
};

}  // namespace

int main(int count, char** arguments) {
  if (count != 6)
    return std::fputs("usage: bench_paced engine|provider URL CONNECTIONS RATE SECONDS\n", stderr),
           2;
  ::prctl(PR_SET_TIMERSLACK, 1);  // be on time
  Plan plan;
  plan.engine = string(arguments[1]) == "engine";
  plan.connections = std::strtoull(arguments[3], nullptr, 10);
  plan.rate = std::strtod(arguments[4], nullptr);
  plan.seconds = std::strtod(arguments[5], nullptr);
  allow_files(plan.connections + 100);
  Load(parse_target(arguments[2]), plan).run();
}
