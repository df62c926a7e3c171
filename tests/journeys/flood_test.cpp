// Somebody sends callbacks without end: none is believed, none is kept, and payments go on.
#include <array>
#include <catch2/catch.hpp>
#include <filesystem>
#include <map>
#include <thread>

#include "journeys/installation.hpp"

namespace wesel::journeys {

using std::string;

namespace {

constexpr int kEach = 700;  // each that is kept takes a page of the log or more, 4 KB

std::uintmax_t stored_bytes(Installation& wesel) {
  std::uintmax_t bytes = 0;
  for (const char* name : {"wesel.db", "wesel.db-wal"})
    bytes += std::filesystem::file_size(wesel.folder() / name);
  return bytes;
}

// The address that komerce was given for this payment, and one nobody was given.
string address_of(Installation& wesel, const Reply& made) {
  const Reply entry = wesel.komerce.entry(made.text("provider_reference"));
  const string url(entry["callback_url"].text());
  return url.substr(url.find("/callbacks/"));
}

}  // namespace

TEST_CASE("a flood of forged callbacks fills nothing and keeps no payment from being made") {
  Installation wesel;
  const Reply made = wesel.pay({.reference = "TARGET"});
  const string address = address_of(wesel, made);
  REQUIRE_FALSE(address.empty());
  const string body = R"({"payment_id":")" + made.text("provider_reference") +
                      R"(","order_id":"x","status":"PAID","amount":100000,"filler":")" +
                      string(500, 'f') + "\"}";
  const std::uintmax_t before = stored_bytes(wesel);
  const std::array<std::pair<string, int>, 3> targets{
      {{address, 401}, {"/callbacks/fazz", 401}, {address + "0", 404}}};
  std::array<std::map<int, int>, 3> answers;
  {
    std::vector<std::jthread> forgers;
    for (std::size_t i = 0; i < targets.size(); ++i)
      forgers.emplace_back([&, i] {
        const http::Fields forged{{"x-callback-api-key", "guess"}, {"xfers-signature", "guess"}};
        for (int n = 0; n < kEach; ++n)
          ++answers[i][wesel.outside("POST", targets[i].first, body, forged).status];
      });
    for (int n = 0; n < 20; ++n) {
      const Reply other = wesel.pay({.reference = "DURING-" + std::to_string(n)});
      INFO(other.body);
      CHECK(other.status == 201);
    }
  }
  for (std::size_t i = 0; i < targets.size(); ++i) {
    INFO(targets[i].first);
    CHECK(answers[i] == std::map<int, int>{{targets[i].second, kEach}});
  }
  CHECK(wesel.payment(made.text("id")).text("status") == "pending");
  CHECK(wesel.komerce.requests("query") <= 1);
  // The 20 payments take one megabyte; 2,100 callbacks would take eight.
  CHECK(stored_bytes(wesel) - before < 2'000'000);
}

}  // namespace wesel::journeys
