// Every fault of a sandbox at the questions that move no money: lists of methods, balances, who
// paid. Nothing is made up, what was known stays, and all is well as soon as the provider is.
#include <catch2/catch.hpp>

#include "journeys/installation.hpp"
#include "journeys/problem.hpp"

using namespace wesel::journeys;
using std::string;

namespace {

// Until it is healed. A broken line is tried again by itself, so one alone is nobody's trouble.
constexpr const char* kFaults[] = {R"("fault": "error_500")",
                                   R"("fault": "work_then_500")",
                                   R"("fault": "silence")",
                                   R"("fault": "work_then_silence")",
                                   R"("fault": "429")",
                                   R"("fault": "error_500", "status": 400)",
                                   R"("fault": "garbled")",
                                   R"("fault": "error_500", "status": 401)",
                                   R"("fault": "truncated")",
                                   R"("fault": "oversized")",
                                   R"("fault": "html")",
                                   R"("fault": "html", "status": 200)",
                                   R"("fault": "reset_after_read")"};

void break_all(Provider& provider, const string& fault, const string& operation) {
  provider.fault("{\"operation\": \"" + operation + "\", \"count\": 0, " + fault + "}");
}

bool list_is_failing(Installation& wesel, const string& account) {
  const Reply all = wesel.operate("GET", "/admin/providers");
  for (auto one = all["data"].first(); one; one = one.next())
    if (one["account"].text() == account)
      return one["method_list"]["failing"].boolean().value_or(false);
  return false;
}

bool offers_bca(Installation& wesel, const string& account) {
  const Reply list = wesel.get("/v1/methods?currency=IDR");
  for (auto one = list["data"].first(); one; one = one.next())
    for (auto who = one["providers"].first(); who; who = who.next())
      if (one["channel"].text() == "BCA" && who.text() == account) return true;
  return false;
}

}  // namespace

TEST_CASE("a list that cannot be fetched changes nothing") {
  Plan plan;
  plan.lists = "100ms";
  plan.komerce = "timeout = \"300ms\"";
  Installation wesel(plan);
  wesel.komerce.control("POST", "/_sandbox/settings", R"({"methods_off": "BCA"})");
  REQUIRE(eventually([&] { return !offers_bca(wesel, "komerce"); }));
  for (const char* fault : kFaults) {
    CAPTURE(fault);
    break_all(wesel.komerce, fault, "methods");
    CHECK(eventually([&] { return list_is_failing(wesel, "komerce"); }));
    CHECK_FALSE(offers_bca(wesel, "komerce"));  // as it was told
    CHECK(offers_bca(wesel, "fazz"));
    wesel.komerce.heal();
    CHECK(eventually([&] { return !list_is_failing(wesel, "komerce"); }));
  }
  wesel.komerce.control("POST", "/_sandbox/settings", R"({"methods_off": ""})");
  CHECK(eventually([&] { return offers_bca(wesel, "komerce"); }));
}

TEST_CASE("a balance and a payer that are not told are not made up") {
  Plan plan;
  plan.komopay = "timeout = \"300ms\"";
  Installation wesel(plan);
  Order order;
  order.provider = "komopay";
  const string payment = wesel.pay(order).text("id");
  const string payer = "/v1/payments/" + payment + "/accounts";
  const auto balance = [&] { return wesel.operate("GET", "/admin/providers/komopay/balance"); };
  for (const char* fault : kFaults) {
    CAPTURE(fault);
    break_all(wesel.komopay, fault, "balance");
    break_all(wesel.komopay, fault, "accounts");
    check_problem(balance(), 503, "no_provider_available", "");
    check_problem(wesel.get(payer), 503, "no_provider_available", "");
    CHECK(wesel.payment(payment).text("status") == "pending");
    wesel.komopay.heal();
    CHECK(eventually([&] { return wesel.get(payer).status == 200; }));
  }
  CHECK(eventually([&] { return balance().status == 200; }));
}
