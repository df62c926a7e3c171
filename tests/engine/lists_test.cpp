// The providers' own lists of methods: when they are asked for, how long they count, and whom they
// leave out. Creating a payment never asks for one.
#include <catch2/catch.hpp>

#include "base/limits.hpp"
#include "engine/choice.hpp"
#include "engine/fetching.hpp"
#include "engine/lists.hpp"
#include "small_world.hpp"

using namespace wesel;
using namespace wesel::stories;

namespace {

using std::string;

const Currency kIdr = *find_currency("IDR");

constexpr const char* kAccounts = R"({"method": "virtual_account", "channel": "BCA",
  "name": "Bank Central Asia", "logo": "https://cdn.example/bca.png", "most": 500000})";
constexpr const char* kOther = R"({"method": "e_wallet", "channel": "DANA"})";

http::Sent list(std::initializer_list<const char*> lines) {
  string all;
  for (const char* line : lines) all += (all.empty() ? "" : ",") + string(line);
  return replied(200, "{\"data\": [" + all + "]}");
}

// Everything that is due now, as the workers would.
void fetch_all(SmallWorld& world) {
  Instant next = Instant::max();
  while (fetch_one(world.context(), next)) continue;
}

int lists_sent_to(const SmallWorld& world, const string& account) {
  return world.sent_to(account + "/methods");
}

// alpha's list is as told here; all others do not answer.
void alpha_lists(SmallWorld& world, std::function<http::Sent()> answer) {
  world.provider = [answer](const http::Outbound& request) {
    if (request.target.starts_with("/create")) return object(request, "pending");
    return request.base.path == "/alpha" && request.target == "/methods" ? answer() : unsent();
  };
}

Method of(const string& type, const string& channel) { return {type, channel, {}}; }

CandidateVerdict verdict_on(SmallWorld& world, const string& account, std::int64_t amount,
                            Method method = of("virtual_account", "BCA")) {
  NewPayment order = an_order();
  order.amount.minor = amount;
  order.method = std::move(method);
  const Payment p = make_payment(order, SmallWorld::kAcme, world.now(), world);
  const auto facts = facts_of(p, world.now());
  const Choice choice = choose(*world.setup()->rules, *world.setup()->accounts, facts,
                               health_of(*world.setup(), p, world.now()));
  for (const CandidateVerdict& one : choice.decision.candidates)
    if (one.account == account) return one;
  return {};
}

bool offered(SmallWorld& world, const string& account, std::int64_t amount = 100'000) {
  return verdict_on(world, account, amount).kept;
}

std::vector<Payable> look(SmallWorld& world, std::optional<std::int64_t> amount = {}) {
  Wanted wanted{Kind::payment, kIdr, {}};
  if (amount) wanted.amount = Money{*amount, kIdr};
  await_lists(world.context(), *world.setup(), SmallWorld::kAcme, wanted);
  return payable(*world.setup(), SmallWorld::kAcme, wanted, world.now());
}

string names(const std::vector<Payable>& all) {
  string out;
  for (const Payable& one : all)
    out += (out.empty() ? "" : ", ") + one.account->name() + " " + one.offer->method;
  return out;
}

}  // namespace

TEST_CASE("a list is fetched once an hour, and again sooner only after it could not be") {
  SmallWorld world;
  alpha_lists(world, [] { return list({kAccounts}); });
  fetch_all(world);
  fetch_all(world);
  CHECK(lists_sent_to(world, "alpha") == 1);
  world.pass(59min);
  fetch_all(world);
  CHECK(lists_sent_to(world, "alpha") == 1);
  world.pass(1min);
  alpha_lists(world, [] { return replied(400, "{}"); });
  fetch_all(world);
  CHECK(lists_sent_to(world, "alpha") == 2);
  fetch_all(world);
  CHECK(lists_sent_to(world, "alpha") == 2);
  world.pass(limits::kFetchPause);
  fetch_all(world);
  CHECK(lists_sent_to(world, "alpha") == 3);
}

TEST_CASE("methods_refresh = \"0s\" asks for no list, whoever looks") {
  SmallWorld world;
  world.configure([](Config& config) {
    for (AccountConfig& account : config.accounts)
      account.methods_refresh = account.balance_refresh = 0ms;
  });
  alpha_lists(world, [] { return list({kAccounts}); });
  const Instant before = world.steady();
  CHECK(names(look(world, 100'000)) ==
        "alpha virtual_account, beta virtual_account, beta e_wallet, gamma e_wallet");
  fetch_all(world);
  CHECK(world.sent.empty());
  CHECK(world.steady() == before);
}

TEST_CASE("while nobody knows, everything is taken as offered") {
  SmallWorld world;
  CHECK(offered(world, "alpha"));
  CHECK(offered(world, "beta"));
  CHECK(world.sent.empty());
}

TEST_CASE("a payment goes to the next candidate, and nobody waits for a list") {
  SmallWorld world;
  alpha_lists(world, [] { return list({kOther}); });
  fetch_all(world);
  const CandidateVerdict verdict = verdict_on(world, "alpha", 100'000);
  CHECK_FALSE(verdict.kept);
  CHECK(verdict.passing);
  REQUIRE(verdict.reasons.size() == 1);
  CHECK(verdict.reasons[0].code == "method_switched_off");

  world.sent.clear();
  world.pass(5h);  // the list is old: an old list is better than none
  const Payment paid = world.made(an_order());
  CHECK(paid.current_attempt()->account == "beta");
  CHECK(world.sent == std::vector<string>{"beta/create"});
}

TEST_CASE("with no other candidate the answer is no_provider_available, and nothing is stored") {
  SmallWorld world;
  world.configure([](Config& config) { config.routes[0].use.resize(1); });
  alpha_lists(world, [] { return list({kOther}); });
  fetch_all(world);
  const auto refused = world.post(an_order());
  REQUIRE_FALSE(refused);
  CHECK(refused.error().code == "no_provider_available");
  CHECK(refused.error().message.find("switched off") != string::npos);
  CHECK_FALSE(world.store().payment_by_reference("acme/sandbox/payment", "ORDER-1").value());
}

TEST_CASE("an outage keeps the old list; a new list takes its place") {
  SmallWorld world;
  alpha_lists(world, [] { return list({kOther}); });
  fetch_all(world);
  world.pass(1h);
  alpha_lists(world, [] { return lost(); });
  fetch_all(world);
  const MethodLists& lists = world.setup()->catalog->find("alpha")->method_lists();
  CHECK(lists.usual().failing());
  CHECK_FALSE(offered(world, "alpha"));
  world.pass(1h);
  alpha_lists(world, [] { return list({kAccounts}); });
  fetch_all(world);
  CHECK_FALSE(lists.usual().failing());
  CHECK(offered(world, "alpha"));
}

TEST_CASE("a list that names nothing says nothing") {
  SmallWorld world;
  alpha_lists(world, [] { return list({}); });
  fetch_all(world);
  CHECK(offered(world, "alpha"));
}

TEST_CASE("where the list depends on the amount, only that amount is left out") {
  SmallWorld world;
  world.provider = [](const http::Outbound& request) {
    if (request.target == "/methods/70000") return list({kOther});
    return request.target.starts_with("/methods/") ? list({kAccounts}) : unsent();
  };
  fetch_all(world);  // beta tells that its list is one amount's
  CHECK(offered(world, "beta", 70'000));
  world.sent.clear();
  look(world, 70'000);  // wants it
  CHECK(world.sent.empty());
  fetch_all(world);
  CHECK(lists_sent_to(world, "beta") == 1);
  CHECK_FALSE(offered(world, "beta", 70'000));
  CHECK(offered(world, "beta", 70'001));
  CHECK(names(look(world, 70'000)) == "alpha virtual_account, gamma e_wallet");

  world.pass(1h);  // nobody has looked since: nobody knows
  CHECK(offered(world, "beta", 70'000));
  look(world, 70'000);
  world.provider = [](const http::Outbound&) { return lost(); };
  fetch_all(world);  // the provider does not answer: what it said last counts
  CHECK_FALSE(offered(world, "beta", 70'000));
}

TEST_CASE("the lists of many amounts push out the one that was longest unused") {
  MethodLists lists;
  const auto bring = [&](std::int64_t minor) {
    auto list = lists.of({minor, kIdr});
    REQUIRE(list->begin({}));
    list->end(MethodList{{}, Money{minor, kIdr}}, {}, {});
  };
  REQUIRE(lists.usual().begin({}));
  lists.usual().end(MethodList{{}, Money{1, kIdr}}, {}, {});
  const auto known = [&](std::int64_t minor) {
    return lists.current(Money{minor, kIdr}, 1h, Time()) != nullptr;
  };
  for (std::size_t i = 1; i <= limits::kMethodLists; ++i) bring(static_cast<std::int64_t>(i));
  lists.of({1, kIdr});
  bring(1'000);
  CHECK(known(1));
  CHECK_FALSE(known(2));
  CHECK(known(1'000));
  CHECK(lists.all().size() == limits::kMethodLists + 1);
}

TEST_CASE("who looks waits for a list that nobody has, but not for long") {
  SmallWorld world;
  const Instant before = world.steady();
  CHECK(names(look(world)) ==
        "alpha virtual_account, beta virtual_account, beta e_wallet, gamma e_wallet");
  CHECK(world.steady() - before == limits::kMethodsWait);

  alpha_lists(world, [] { return list({kAccounts}); });
  fetch_all(world);  // the others failed: nobody waits again so soon
  const Instant after = world.steady();
  const auto all = look(world);
  CHECK(world.steady() == after);
  REQUIRE(all.size() == 4);
  REQUIRE(all[0].line);
  CHECK(all[0].line->display_name == "Bank Central Asia");
  CHECK(all[0].line->logo_url == "https://cdn.example/bca.png");
  CHECK(names(look(world, 500'001)).find("alpha") == string::npos);  // above the provider's limit
}

TEST_CASE("lists of accounts that take no money from this merchant are not waited for") {
  SmallWorld world;
  world.configure([](Config& config) {
    for (AccountConfig& account : config.accounts)
      account.merchants = std::vector<Text>{Text{"bolt", {}}};
  });
  const Instant before = world.steady();
  CHECK(look(world).empty());
  CHECK(world.steady() == before);
}
