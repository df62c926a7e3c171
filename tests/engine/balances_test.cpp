// What accounts have to pay out with: asked for in the background and by operators, and a reason to
// leave a candidate out while it is known and young.
#include "engine/balances.hpp"

#include <catch2/catch.hpp>

#include "base/limits.hpp"
#include "engine/choice.hpp"
#include "engine/fetching.hpp"
#include "small_world.hpp"

using namespace wesel;
using namespace wesel::stories;

namespace {

using std::string;

const Currency kIdr = *find_currency("IDR");

struct Bank {
  SmallWorld world;
  string available = "100000";
  bool answers = true;

  Bank() {
    world.provider = [this](const http::Outbound& request) {
      if (request.target != "/balance" || !answers) return unsent();
      return replied(200, "{\"available\": \"" + available + "\"}");
    };
  }
  void fetch() {
    Instant next = Instant::max();
    while (fetch_one(world.context(), next)) continue;
  }
  Account& account(const string& name) { return *world.setup()->catalog->find(name); }
  std::optional<string> low(std::int64_t amount) {
    return low_balance(account("beta"), {amount, kIdr}, world.now());
  }
};

}  // namespace

TEST_CASE("the balance is asked for every five minutes, at accounts that pay out alone") {
  Bank bank;
  bank.fetch();
  CHECK(bank.world.sent_to("alpha/balance") == 0);
  CHECK(bank.world.sent_to("beta/balance") >= 1);
  CHECK(bank.account("beta").balance().last()->value.at(0).available == "100000");
  bank.world.sent.clear();
  bank.world.pass(4min);
  bank.fetch();
  CHECK(bank.world.sent_to("beta/balance") == 0);
  bank.world.pass(1min);
  bank.fetch();
  CHECK(bank.world.sent_to("beta/balance") == 1);
}

TEST_CASE("a payout is not offered to an account that surely cannot pay it") {
  Bank bank;
  CHECK_FALSE(bank.low(1'000'000));  // nobody knows
  bank.fetch();
  CHECK_FALSE(bank.low(100'000));
  CHECK(bank.low(100'001) == "100000");

  NewPayment order = an_order("bank_transfer");
  order.kind = Kind::payout;
  order.method = {"bank_transfer", "BCA", {}};
  order.amount.minor = 100'001;
  const Payment payout = make_payment(order, SmallWorld::kAcme, bank.world.now(), bank.world);
  const HealthOf health = health_of(*bank.world.setup(), payout, bank.world.now());
  CHECK(health(1).low_balance == "100000");
  CHECK(health(0).low_balance.empty());  // alpha tells none

  bank.answers = false;
  bank.world.pass(10min + 1ms);  // too old to decide anything
  CHECK_FALSE(bank.low(100'001));
}

TEST_CASE("a balance is compared exactly, whatever its decimals") {
  Bank bank;
  const auto low = [&](const string& available, std::int64_t amount) {
    bank.available = available;
    bank.fetch();
    bank.world.pass(5min);
    bank.fetch();
    return bank.low(amount).has_value();
  };
  CHECK_FALSE(low("100000.00", 100'000));
  CHECK(low("99999.99", 100'000));
  CHECK(low("-5", 1));
  CHECK_FALSE(low("9223372036854775808", 1'000'000'000'000));
}

TEST_CASE("an operator's question reaches the provider at most once a second") {
  Bank bank;
  Account& beta = bank.account("beta");
  CHECK(ask_balance(bank.world.context(), beta).error().code == "no_provider_available");
  bank.fetch();  // as a worker does while the operator waits
  bank.world.sent.clear();
  const Instant before = bank.world.steady();
  CHECK(ask_balance(bank.world.context(), beta).value()->value.at(0).available == "100000");
  CHECK(bank.world.sent.empty());
  CHECK(bank.world.steady() == before);  // nobody waits for what is that young
  bank.world.pass(limits::kBalanceApart);
  bank.available = "5";
  CHECK_FALSE(ask_balance(bank.world.context(), beta));  // wanted, and no worker here
  bank.fetch();
  CHECK(bank.world.sent_to("beta/balance") == 1);
  CHECK(ask_balance(bank.world.context(), beta).value()->value.at(0).available == "5");
}
