// The engine is killed, as by a power cut, and started again: nothing that a merchant was told or a
// provider did is lost.
#include <atomic>
#include <catch2/catch.hpp>
#include <map>
#include <set>

#include "journeys/installation.hpp"

namespace wesel::journeys {

using std::string;

TEST_CASE("killed right after its answer, the engine still has the payment") {
  Installation wesel;
  for (int i = 0; i < 5; ++i) {
    const Reply made = wesel.pay({.reference = "R-" + std::to_string(i)});
    wesel.kill();
    REQUIRE(made.status == 201);
    wesel.start();
    const Reply kept = wesel.payment(made.text("id"));
    CHECK(kept.status == 200);
    CHECK(kept.body == made.body);
  }
}

TEST_CASE("paid while the engine is down: the callback and the webhook still arrive") {
  Installation wesel;
  const Reply made = wesel.pay({});
  const string id = made.text("id");
  REQUIRE(wesel.hooks.wait_for(id, "payment.pending").size() == 1);
  wesel.kill();
  REQUIRE(wesel.komerce.act(made.text("provider_reference"), "pay") == 200);
  REQUIRE(
      eventually([&] { return wesel.komerce.callbacks()["data"].at(0)["attempts"].size() >= 1; }));
  wesel.start();
  CHECK(wesel.once(id, "paid").text("status") == "paid");
  const auto told = wesel.hooks.wait_for(id, "payment.paid");
  CHECK(told.back().type == "payment.paid");
  CHECK(told.back().sequence == 2);
  CHECK(told.back().genuine);
}

TEST_CASE("a callback that never comes is asked for, also after a restart") {
  Installation wesel({.recovery = "pending_schedule = [\"4s\", \"1s\"]\n"});
  wesel.komerce.fault(R"({"operation": "callback", "fault": "drop", "count": 0})");
  const Reply made = wesel.pay({});
  REQUIRE(wesel.komerce.act(made.text("provider_reference"), "pay") == 200);
  wesel.restart();
  CHECK(wesel.once(made.text("id"), "paid").text("status") == "paid");
}

TEST_CASE(
    "killed while a provider is silent: the attempt is found again, and nothing is sent twice") {
  Installation wesel({.komopay = "timeout = \"1s\""});
  wesel.komopay.fault(R"({"operation": "create", "fault": "work_then_silence"})");
  Reply lost;
  {
    std::jthread merchant([&] { lost = wesel.pay({.type = "e_wallet", .channel = "OVO"}); });
    REQUIRE(eventually([&] { return wesel.komopay.payments() == 1; }));
    wesel.kill();
  }
  CHECK(lost.status == 0);
  wesel.start();
  const Reply again = wesel.pay({.type = "e_wallet", .channel = "OVO"});
  CHECK((again.status == 200 || again.status == 202));
  const Reply found = wesel.once(again.text("id"), "pending");
  CHECK(found.text("status") == "pending");
  CHECK(found["attempts"].size() == 1);
  CHECK(wesel.komopay.payments() == 1);
  CHECK(wesel.komopay.requests("create") == 1);
}

TEST_CASE("told to stop, it answers what is under way and ends well") {
  Installation wesel;
  wesel.komerce.fault(R"({"operation": "create", "fault": "latency", "ms": 700})");
  Reply last;
  int status = -1;
  {
    std::jthread merchant([&] { last = wesel.pay({}); });
    REQUIRE(eventually([&] { return wesel.get("/v1/payments")["data"].size() == 1; }));
    status = wesel.stop();
  }
  CHECK(status == 0);
  CHECK(last.status == 201);
  CHECK(last.text("status") == "pending");
  wesel.start();
  CHECK(wesel.payment(last.text("id")).text("status") == "pending");
}

namespace {

// What merchants were told while they could be told anything.
struct Load {
  std::mutex mutex;
  std::set<string> promised;  // ids that came with a 2xx
  std::atomic<bool> over{false};

  void run(Installation& wesel, int thread) {
    for (int i = 0; !over; ++i) {
      const Reply made = wesel.pay({.reference = std::to_string(thread) + "-" + std::to_string(i)});
      if (made.status / 100 != 2) continue;
      const std::lock_guard lock(mutex);
      promised.insert(made.text("id"));
    }
  }
  std::size_t count() {
    const std::lock_guard lock(mutex);
    return promised.size();
  }
};

// Every payment of the merchant, page by page: attempt ids with their provider, and statuses.
struct Books {
  std::map<string, string> attempts;
  std::map<string, string> statuses;
};

Books read_books(Installation& wesel) {
  Books books;
  string after;
  for (bool more = true; more;) {
    const Reply page = wesel.get("/v1/payments?limit=100" + after);
    REQUIRE(page.status == 200);
    for (json::Value p = page["data"].first(); p; p = p.next()) {
      books.statuses[string(p["id"].text())] = p["status"].text();
      after = "&starting_after=" + string(p["id"].text());
      for (json::Value a = p["attempts"].first(); a; a = a.next())
        books.attempts[string(a["id"].text())] = a["provider"].text();
    }
    more = page["has_more"].boolean() == true;
  }
  return books;
}

}  // namespace

TEST_CASE("killed under load, it keeps every promise and knows every payment that providers hold") {
  const string quick = "timeout = \"1s\"";
  Installation wesel({.komerce = quick, .komopay = quick, .fazz = quick});
  wesel.komerce.fault(R"({"operation": "create", "fault": "latency", "ms": 10, "count": 0})");
  Load load;
  for (int round = 1; round <= 3; ++round) {
    const std::size_t enough = load.count() + 150;
    load.over = false;
    wesel.komerce.fault(R"({"operation": "create", "fault": "work_then_500", "count": 20})");
    std::vector<std::jthread> merchants;
    for (int i = 0; i < 8; ++i)
      merchants.emplace_back([&, i, round] { load.run(wesel, round * 10 + i); });
    CHECK(eventually([&] { return load.count() >= enough; }));
    wesel.kill();
    load.over = true;
    merchants.clear();
    wesel.start();
  }
  // What was cut off is looked at after its deadline, and ends.
  REQUIRE(
      eventually([&] { return wesel.get("/v1/payments?status=processing")["data"].size() == 0; }));

  const Books books = read_books(wesel);
  for (const string& id : load.promised) {
    INFO(id);
    CHECK(books.statuses.contains(id));
  }
  for (Provider* provider : {&wesel.komerce, &wesel.komopay, &wesel.fazz}) {
    const Reply ledger = provider->control("GET", "/_sandbox/payments?limit=1000000");
    for (json::Value entry = ledger["data"].first(); entry; entry = entry.next()) {
      const auto ours = books.attempts.find(string(entry["reference"].text()));
      INFO(provider->name() << " holds " << entry["reference"].text());
      CHECK((ours != books.attempts.end() && ours->second == provider->name()));
    }
    if (provider == &wesel.komerce) CHECK(ledger["data"].size() >= load.promised.size() / 2);
  }
  for (const auto& [id, status] : books.statuses) {
    INFO(id);
    CHECK((status == "pending" || status == "failed"));
  }
}

}  // namespace wesel::journeys
