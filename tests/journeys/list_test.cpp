// What providers tell of themselves, over real HTTP: lists of methods with what is switched off,
// balances, and who paid from where.
#include <catch2/catch.hpp>
#include <set>

#include "journeys/installation.hpp"
#include "journeys/problem.hpp"

using namespace wesel::journeys;
using std::string;

namespace {

Plan asking(const string& refresh = "1h") {
  Plan plan;
  plan.lists = refresh;
  return plan;
}

void switch_off(Provider& provider, const string& codes) {
  const Reply set =
      provider.control("POST", "/_sandbox/settings", "{\"methods_off\": \"" + codes + "\"}");
  REQUIRE(set.status == 200);
}

wesel::json::Value find(const Reply& methods, const string& type, const string& channel) {
  for (auto one = methods["data"].first(); one; one = one.next())
    if (one["type"].text() == type && one["channel"].text() == channel) return one;
  return {};
}

std::set<string> providers(const Reply& methods, const string& type, const string& channel) {
  std::set<string> out;
  for (auto one = find(methods, type, channel)["providers"].first(); one; one = one.next())
    out.emplace(one.text());
  return out;
}

Reply methods(Installation& wesel, const string& query = "") {
  return wesel.get("/v1/methods?currency=IDR" + query);
}

// As /admin/providers shows it.
wesel::json::Value list_of(const Reply& all, const string& account) {
  for (auto one = all["data"].first(); one; one = one.next())
    if (one["account"].text() == account) return one["method_list"];
  return {};
}

}  // namespace

TEST_CASE("the list of methods has the provider's names, logos and limits") {
  Installation wesel(asking());
  const Reply list = methods(wesel);
  REQUIRE(list.status == 200);
  const auto bca = find(list, "virtual_account", "BCA");
  CHECK(bca["display_name"].text() == "Bank Central Asia");
  CHECK(bca["logo_url"].text() == "https://storage.googleapis.com/komerce/assets/logo/bca.png");
  CHECK(find(list, "virtual_account", "MANDIRI")["min_amount"]
            .scalar()
            .empty());  // Fazz has no limit
  CHECK(find(list, "virtual_account", "CIMB")["min_amount"].text() == "10000");
  CHECK(find(list, "virtual_account", "CIMB")["max_amount"].text() == "999999999999");
  const Reply admin = wesel.operate("GET", "/admin/providers");
  CHECK(list_of(admin, "komerce")["fetched_at"].text().size() == 24);
  CHECK(list_of(admin, "komerce")["by_amount"].boolean() == false);
  CHECK(list_of(admin, "komopay")["by_amount"].boolean() == true);
}

TEST_CASE("lists are fetched once, however many ask") {
  Installation wesel(asking());
  REQUIRE(methods(wesel).status == 200);
  std::vector<std::jthread> merchants;
  for (int i = 0; i < 20; ++i) merchants.emplace_back([&] { methods(wesel, "&amount=70000"); });
  merchants.clear();
  CHECK(wesel.komerce.requests("methods") == 1);
  CHECK(wesel.komopay.requests("methods") == 2);  // its usual one, and that of the amount
}

TEST_CASE("what a provider has switched off goes to the next, without asking it again") {
  Installation wesel(asking("300ms"));
  switch_off(wesel.komerce, "BCA");
  REQUIRE(eventually([&] {
    const Reply admin = wesel.operate("GET", "/admin/providers");
    return list_of(admin, "komerce")["switched_off"].at(0).text() == "virtual_account/BCA";
  }));
  CHECK(providers(methods(wesel), "virtual_account", "BCA") == std::set<string>{"fazz", "komopay"});
  const Reply paid = wesel.pay({});
  CHECK(paid.text("provider") == "fazz");
  CHECK(paid["route"]["reasons"].at(0).text().find("switched off") != string::npos);
  CHECK(wesel.komerce.requests("create") == 0);

  Order pinned{"ORDER-2"};
  pinned.provider = "komerce";
  check_problem(wesel.post("/v1/payments", pinned.text()), 503, "no_provider_available", "");

  wesel.komerce.fault(R"({"operation": "methods", "fault": "error_500", "count": 0})");
  REQUIRE(eventually([&] {
    const Reply admin = wesel.operate("GET", "/admin/providers");
    return list_of(admin, "komerce")["failing"].boolean() == true;
  }));
  CHECK(wesel.pay({"ORDER-3"}).text("provider") == "fazz");  // the old list counts on
}

TEST_CASE("KomoPay's list leaves out its own amount alone") {
  Installation wesel(asking());
  REQUIRE(methods(wesel).status == 200);
  switch_off(wesel.komopay, "ID_OVO");
  CHECK(find(methods(wesel, "&amount=55000"), "e_wallet", "OVO")["type"].text().empty());
  CHECK(providers(methods(wesel, "&amount=55000"), "e_wallet", "DANA") ==
        std::set<string>{"komopay"});
  Order order{"ORDER-1", "55000", "e_wallet", "OVO"};
  check_problem(wesel.pay(order), 503, "no_provider_available", "");
  switch_off(wesel.komopay, "");
  order = {"ORDER-2", "56000", "e_wallet", "OVO"};
  CHECK(wesel.pay(order).text("status") == "pending");
}

TEST_CASE("an installation whose providers are silent still says what it offers") {
  Installation wesel(asking());
  wesel.kill();
  for (Provider* one : {&wesel.komerce, &wesel.komopay})
    one->fault(R"({"fault": "silence", "ms": 60000, "count": 0})");
  wesel.start();
  const Reply list = methods(wesel, "&amount=70000");
  CHECK(list.status == 200);
  CHECK(providers(list, "virtual_account", "BCA") ==
        std::set<string>{"fazz", "komerce", "komopay"});
  CHECK(wesel.stop() == 0);  // questions under way end with their time
}

TEST_CASE("an operator sees a balance; payouts above it are not tried") {
  Installation wesel(asking("200ms"));
  const Reply balance = wesel.operate("GET", "/admin/providers/komopay/balance");
  REQUIRE(balance.status == 200);
  CHECK(balance.text("account") == "komopay");
  CHECK(balance["balances"].at(0)["currency"].text() == "IDR");
  CHECK(balance["balances"].at(0)["available"].text() == "1000000000");
  CHECK(balance.text("at").size() == 24);
  check_problem(wesel.operate("GET", "/admin/providers/fazz/balance"), 409, "not_supported", "");
  check_problem(wesel.operate("GET", "/admin/providers/nobody/balance"), 404, "not_found", "");

  wesel.komopay.control("POST", "/_sandbox/settings", R"({"balance_idr": "5000"})");
  REQUIRE(eventually([&] {
    const Reply now = wesel.operate("GET", "/admin/providers/komopay/balance");
    return now["balances"].at(0)["available"].text() == "5000";
  }));
  Payout payout;
  payout.provider = "komopay";
  const Reply refused = wesel.pay_out(payout);
  check_problem(refused, 503, "no_provider_available", "");
  CHECK(refused.text("detail").find("5000 of 100000") != string::npos);
  CHECK(wesel.komopay.payouts() == 0);
  CHECK(providers(methods(wesel, "&kind=payout&amount=100000"), "bank_transfer", "BCA") ==
        std::set<string>{"fazz"});
}

TEST_CASE("a provider that does not tell its balance is said so") {
  Installation wesel;
  wesel.komopay.fault(R"({"operation": "balance", "fault": "error_500", "count": 0})");
  const Reply down = wesel.operate("GET", "/admin/providers/komopay/balance");
  check_problem(down, 503, "no_provider_available", "");
  CHECK_FALSE(down.header("retry-after").empty());
}

TEST_CASE("who paid, and from where") {
  Installation wesel;
  Order order;
  order.provider = "komopay";
  const Reply made = wesel.pay(order);
  const string accounts = "/v1/payments/" + made.text("id") + "/accounts";
  const Reply told = wesel.get(accounts);
  REQUIRE(told.status == 200);
  for (const char* side : {"customer_account_request", "customer_account_process"})
    for (const char* field : {"account_name", "account_number", "account_type", "bank_code",
                              "bank_name", "bank_branch", "bank_city", "bank_province"})
      CHECK(told[side][field]);
  CHECK(told["customer_account_request"]["account_name"].text() == "Budi");
  check_problem(wesel.call("GET", accounts, {}, {}, Installation::kOther), 404, "not_found", "");

  wesel.komopay.fault(R"({"operation": "accounts", "fault": "error_500", "count": 0})");
  const Reply down = wesel.get(accounts);
  check_problem(down, 503, "no_provider_available", "");
  CHECK_FALSE(down.header("retry-after").empty());

  order = {"ORDER-2"};
  order.provider = "komerce";
  const Reply without = wesel.pay(order);
  check_problem(wesel.get("/v1/payments/" + without.text("id") + "/accounts"), 409, "not_supported",
                "");
}
