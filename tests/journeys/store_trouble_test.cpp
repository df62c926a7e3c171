// The store's disk fails under the real program: full, unable to write, unable to sync; and a
// second engine is started on the same file. Nothing that was answered is lost and nothing unstored
// is sent. The faults are committed between the program and libc (tests/crash/preload.cpp).
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <mutex>
#include <set>
#include <thread>
#include <vector>

#include "crash/preload.hpp"
#include "journeys/installation.hpp"
#include "journeys/problem.hpp"

namespace wesel::journeys {

using std::string;

namespace {

string disk_of(Installation& wesel) { return (wesel.folder() / "disk").string(); }

// The engine again, with a disk that can be told to fail.
void give_disk(Installation& wesel) {
  wesel.set_environment(crash::preloaded({"WESEL_DISK_FAULT=" + disk_of(wesel)}));
  wesel.restart();
}

void fail_disk(Installation& wesel, const string& fault) {
  std::ofstream(disk_of(wesel) + ".new") << fault;
  std::filesystem::rename(disk_of(wesel) + ".new", disk_of(wesel));
}

void mend_disk(Installation& wesel) { std::filesystem::remove(disk_of(wesel)); }

std::int64_t creates(Installation& wesel) {
  std::int64_t all = 0;
  for (Provider* provider : {&wesel.komerce, &wesel.komopay, &wesel.fazz})
    all += provider->requests("create");
  return all;
}

void check_refused(const Reply& reply) {
  check_problem(reply, 503, "store_unavailable", "");
  CHECK(std::atoi(reply.header("retry-after").c_str()) >= 1);
}

}  // namespace

TEST_CASE("a disk that is full or cannot write: refused, nothing is sent, and well again with it") {
  const string fault = GENERATE("full", "no_write");
  INFO(fault);
  Installation wesel;
  give_disk(wesel);
  const Reply before = wesel.pay({.reference = "BEFORE"});
  REQUIRE(before.status == 201);
  const std::int64_t sent = creates(wesel);

  fail_disk(wesel, fault);
  check_refused(wesel.pay({}));
  check_refused(wesel.pay({}));
  CHECK(wesel.get("/readyz").status == 503);
  CHECK(wesel.get("/livez").status == 200);
  CHECK(wesel.payment(before.text("id")).body == before.body);
  CHECK(wesel.get("/v1/payments")["data"].size() == 1);
  CHECK(creates(wesel) == sent);

  mend_disk(wesel);
  CHECK(eventually([&] { return wesel.get("/readyz").status == 200; }));
  const Reply after = wesel.pay({});
  INFO(after.body);
  CHECK(after.status == 201);
  CHECK(after.header("wesel-replayed").empty());
  CHECK(creates(wesel) == sent + 1);
  CHECK(wesel.running());
  wesel.restart();
  CHECK(wesel.payment(before.text("id")).body == before.body);
  CHECK(wesel.payment(after.text("id")).body == after.body);
}

TEST_CASE(
    "full while a provider is being asked: what it took is known, as soon as there is space") {
  Installation wesel({.routes = "[[routes]]\nname = \"one\"\nuse = [\"komerce\"]\n",
                      .komerce = "timeout = \"1s\""});
  give_disk(wesel);
  wesel.komerce.fault(R"({"operation": "create", "fault": "latency", "ms": 400})");
  Reply lost;
  {
    const std::jthread merchant([&] { lost = wesel.pay({}); });
    REQUIRE(eventually([&] { return wesel.get("/v1/payments")["data"].size() == 1; }));
    fail_disk(wesel, "full");
  }
  INFO(lost.body);
  check_refused(lost);
  CHECK(wesel.komerce.payments() == 1);
  mend_disk(wesel);
  REQUIRE(eventually([&] { return wesel.get("/readyz").status == 200; }));
  REQUIRE(
      eventually([&] { return wesel.get("/v1/payments?status=processing")["data"].size() == 0; }));
  // Nobody was shown what komerce holds, and komerce cannot be asked for it: another is made.
  const Reply again = wesel.pay({});
  INFO(again.body);
  CHECK(again.status == 200);
  CHECK(again.text("status") == "pending");
  REQUIRE(again["attempts"].size() == 2);
  CHECK(again["attempts"].at(0)["status"].text() == "abandoned");
  for (std::size_t i = 0; i < 2; ++i)
    CHECK(wesel.komerce.entry(string(again["attempts"].at(i)["id"].text())).status == 200);
  CHECK(wesel.komerce.payments() == 2);
}

namespace {

// Merchants who ask on and on, and the ids that they were answered with a 2xx.
class Merchants {
 public:
  explicit Merchants(Installation& wesel) {
    for (int thread = 0; thread < 4; ++thread)
      threads_.emplace_back([this, &wesel, thread](const std::stop_token& stop) {
        for (int i = 0; !stop.stop_requested(); ++i)
          note(wesel.pay({.reference = std::to_string(thread) + "-" + std::to_string(i)}));
      });
  }
  std::set<string> answered() {
    const std::lock_guard lock(mutex_);
    return answered_;
  }
  void stop() { threads_.clear(); }

 private:
  void note(const Reply& made) {
    if (made.status / 100 != 2) return;
    const std::lock_guard lock(mutex_);
    answered_.insert(made.text("id"));
  }
  std::mutex mutex_;
  std::set<string> answered_;
  std::vector<std::jthread> threads_;
};

// Whether each payment that the provider holds is one of our attempts.
void check_held(Installation& wesel, Provider& provider) {
  const Reply ledger = provider.control("GET", "/_sandbox/payments?limit=1000");
  REQUIRE(ledger.status == 200);
  for (json::Value entry = ledger["data"].first(); entry; entry = entry.next()) {
    const string attempt(entry["reference"].text());
    INFO(provider.name() << " holds " << attempt);
    CHECK(wesel.payment("pay_" + attempt.substr(4, 26)).status == 200);
  }
}

}  // namespace

// What a failed sync left on the disk is not known to this process any more.
TEST_CASE("a disk that cannot sync ends the engine; what was answered is there again") {
  Installation wesel;
  give_disk(wesel);
  Merchants merchants(wesel);
  CHECK(eventually([&] { return merchants.answered().size() >= 40; }));
  fail_disk(wesel, "no_sync");
  CHECK(eventually([&] { return !wesel.running(); }));
  merchants.stop();
  CHECK(wesel.status() > 0);
  CHECK(wesel.log().find("the store cannot be trusted any more") != string::npos);

  mend_disk(wesel);
  wesel.start();
  for (const string& id : merchants.answered()) {
    INFO(id);
    CHECK(wesel.payment(id).status == 200);
  }
  for (Provider* provider : {&wesel.komerce, &wesel.komopay, &wesel.fazz})
    check_held(wesel, *provider);
}

TEST_CASE("a second engine on the same store is refused, and the first goes on") {
  Installation wesel;
  const Reply before = wesel.pay({.reference = "BEFORE"});
  REQUIRE(before.status == 201);
  Process second(
      {WESEL_BUILD_DIR "/bin/wesel", "serve", "--config", (wesel.folder() / "wesel.toml").string()},
      wesel.folder() / "second.log");
  CHECK(eventually([&] { return !second.running(); }));
  CHECK(second.status() > 0);
  const string said = read_file(wesel.folder() / "second.log");
  INFO(said);
  CHECK(said.find("wesel.db is in use by another wesel") != string::npos);
  CHECK(wesel.running());
  CHECK(wesel.get("/readyz").status == 200);
  CHECK(wesel.payment(before.text("id")).body == before.body);
  CHECK(wesel.pay({}).status == 201);
}

}  // namespace wesel::journeys
