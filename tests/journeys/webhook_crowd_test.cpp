// Many merchants' endpoints at once, half of which take a message and never answer: the others are
// told as if they were alone.
#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <catch2/catch.hpp>
#include <thread>

#include "base/bytes.hpp"
#include "journeys/installation.hpp"

namespace wesel::journeys {

using std::string;

namespace {

constexpr int kEndpoints = 200;
constexpr int kWaves = 3;
constexpr int kCallers = 8;
constexpr std::int64_t kMostMs = 1000;

string path_of(int number) { return "/crowd/" + std::to_string(number); }
bool hangs(int number) { return number % 2 == 1; }

string key_of(int merchant) { return fmt::format("wsk_sandbox_crowd_{:022}", merchant); }

// As many merchants as endpoints; their payments say where they are told.
string crowd() {
  string out;
  for (int i = 0; i < kEndpoints; ++i)
    out += fmt::format(
        "[[merchants]]\nid = \"m{0}\"\n"
        "keys = [{{ id = \"m{0}\", sha256 = \"{1}\", mode = \"sandbox\" }}]\n"
        "webhook = {{ url = \"http://127.0.0.1:1/nowhere\", secrets = [\"{2}\"] }}\n",
        i, to_hex(as_text(sha256(key_of(i)))), kHookSecret);
  return out;
}

// All together, by several callers at once: nothing is known yet of who will hang.
void one_wave(Installation& wesel, int wave, bool one_merchant) {
  std::atomic<int> next{0}, made{0};
  std::vector<std::thread> callers;
  for (int caller = 0; caller < kCallers; ++caller)
    callers.emplace_back([&] {
      for (int i = next++; i < kEndpoints; i = next++) {
        const Order order{.reference = fmt::format("W{}-{}", wave, i),
                          .callback_url = wesel.hooks.url(path_of(i))};
        const string key = one_merchant ? Installation::kShop : key_of(i);
        made += wesel.call("POST", "/v1/payments", order.text(), {}, key).status == 201;
      }
    });
  for (std::thread& caller : callers) caller.join();
  REQUIRE(made == kEndpoints);
}

// From when each thing happened to when its merchant was told, in order of size.
std::vector<std::int64_t> delays_ms(Installation& wesel) {
  std::vector<std::int64_t> out;
  for (const Hook& hook : wesel.hooks.all()) {
    CHECK(hook.together == 1);
    if (!hangs(std::stoi(hook.path.substr(path_of(0).size() - 1))))
      out.push_back(hook.arrived_ms - hook.created_ms);
  }
  std::sort(out.begin(), out.end());
  return out;
}

void half_of_them_hang(Installation& wesel, bool one_merchant) {
  std::vector<string> dead;
  for (int i = 0; i < kEndpoints; ++i)
    if (hangs(i)) dead.push_back(path_of(i));
  wesel.hooks.hang(dead);
  for (int wave = 0; wave < kWaves; ++wave) one_wave(wesel, wave, one_merchant);
  for (int i = 0; i < kEndpoints; ++i)
    if (!hangs(i)) REQUIRE(wesel.hooks.wait_at(path_of(i), kWaves));
  const auto delays = delays_ms(wesel);
  REQUIRE(delays.size() == kEndpoints / 2 * kWaves);
  const auto p50 = delays[delays.size() / 2], p99 = delays[delays.size() * 99 / 100];
  CAPTURE(p50, p99, delays.back());
  CHECK(p99 < kMostMs);
}

}  // namespace

TEST_CASE("half of 200 merchants' endpoints hang: the others are told within a second") {
  Installation wesel({.more = crowd()});
  half_of_them_hang(wesel, false);
}

TEST_CASE("half of one merchant's 200 callback URLs hang: the others are told within a second") {
  Installation wesel;
  half_of_them_hang(wesel, true);
}

}  // namespace wesel::journeys
