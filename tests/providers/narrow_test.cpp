// What an account offers: the plugin's capabilities, less what the account leaves out.
#include "providers/narrow.hpp"
#include "providers/world.hpp"

namespace wesel {
namespace {

const Description& stepper() { return (*test::plugins().find("stepper", {}))->description(); }

MethodConfig method(std::string type, std::vector<ChannelConfig> channels = {}) {
  MethodConfig out;
  out.kind = "payment";
  out.type = {std::move(type), {"w.toml", 1, 1}};
  out.channels = std::move(channels);
  out.place = {"w.toml", 2, 1};
  return out;
}

Text text(std::string value) { return {std::move(value), {"w.toml", 3, 1}}; }

struct Narrowed {
  std::vector<Offer> offers;
  std::vector<std::string> problems;
};

Narrowed narrowed(std::vector<MethodConfig> methods, Mode mode = Mode::sandbox) {
  AccountConfig account;
  account.methods = std::move(methods);
  std::vector<Problem> problems;
  Narrowed out;
  out.offers = narrow(stepper(), account, mode, "Asia/Jakarta", problems);
  for (const Problem& problem : problems) out.problems.push_back(problem.text());
  return out;
}

TEST_CASE("an account that lists nothing offers what the plugin does in its mode") {
  const Narrowed sandbox = narrowed({});
  REQUIRE(sandbox.offers.size() == 2);
  CHECK(sandbox.offers[0].currency.text() == "IDR");
  CHECK(sandbox.offers[1].currency.text() == "USD");
  CHECK(narrowed({}, Mode::live).offers.size() == 1);
}

TEST_CASE("channels that only the account knows come with the provider's names") {
  const Narrowed out =
      narrowed({method("virtual_account", {{"BCA", "BNK_014", {}}, {"BRI", "", {}}})});
  REQUIRE(out.offers.size() == 2);
  CHECK(out.offers[0].channel == "BCA");
  CHECK(out.offers[0].channel_code == "BNK_014");
  CHECK(out.offers[1].channel_code == "BRI");
  CHECK(out.offers[1].required == std::vector<std::string>{"customer.email"});
  CHECK(narrowed({method("virtual_account")}).problems[0].find("needs channels") !=
        std::string::npos);
}

TEST_CASE("limits are intersected, and none may be left") {
  MethodConfig qris = method("qris");
  qris.currency = text("IDR");
  qris.amount = {text("5000"), text("50000000")};
  const Narrowed out = narrowed({qris});
  REQUIRE(out.offers.size() == 1);
  CHECK(out.offers[0].minimum == test::rupiah(5'000));
  CHECK(out.offers[0].maximum == test::rupiah(10'000'000));

  qris.amount.min = text("20000000");
  CHECK(narrowed({qris}).problems ==
        std::vector<std::string>{"w.toml:2:1: no amount is left for qris : at least 20000000 and "
                                 "at most 10000000"});
}

TEST_CASE("fee and hours are the account's") {
  MethodConfig qris = method("qris");
  qris.currency = text("IDR");
  qris.fee = {text("4440"), text("0.99")};
  qris.available = Available{0b0011111, 360, 1320, "", {}};
  const Offer offer = narrowed({qris}).offers.at(0);
  CHECK(offer.fee->fixed == test::rupiah(4'440));
  CHECK(offer.fee->percent_micro == 990'000);
  CHECK(offer.hours->days == std::array<bool, 7>{true, true, true, true, true, false, false});
  CHECK(offer.hours->from_minute == 360);
  CHECK(offer.hours->until_minute == 1320);
  CHECK(offer.hours->timezone == "Asia/Jakarta");
}

TEST_CASE("what cannot be is told") {
  MethodConfig amounts = method("qris");
  amounts.amount.min = text("5000");
  MethodConfig dollars = method("qris");
  dollars.currency = text("USD");
  CHECK(narrowed({amounts}).problems[0].find("several currencies") != std::string::npos);
  CHECK(narrowed({method("e_wallet")}).problems[0].find("offers no payment e_wallet") !=
        std::string::npos);
  CHECK(narrowed({dollars}, Mode::live).problems[0].find("in USD in mode live") !=
        std::string::npos);
  CHECK(narrowed({method("qris", {{"BCA", "", {"w.toml", 4, 1}}})}).problems ==
        std::vector<std::string>{"w.toml:4:1: stepper has no channel BCA for qris; it has none"});
  CHECK(narrowed({dollars, dollars}).problems[0].find("listed twice") != std::string::npos);
  dollars.enabled = false;
  CHECK(narrowed({dollars}).offers.empty());
}

}  // namespace
}  // namespace wesel
