// What each kind of condition means, told by whether a route with it alone matches.
#include <catch2/catch.hpp>

#include "routing/scene.hpp"

using namespace wesel;
using namespace wesel::scene;

namespace {

bool matches(When condition, const Payment& payment, Time now = kNow) {
  const Desk desk({route("it", std::move(condition))});
  for (const Problem& problem : desk.compiled().problems) UNSCOPED_INFO(problem.message);
  REQUIRE(desk.compiled().rules);
  return desk.route(payment, now) == "it";
}

bool matches(Condition condition, const Payment& payment, Time now = kNow) {
  return matches(when({std::move(condition)}), payment, now);
}

Texts problems(Condition condition) {
  const Desk desk({route("it", when({std::move(condition)}))});
  Texts out;
  for (const Problem& problem : desk.compiled().problems) out.push_back(problem.message);
  CHECK((desk.compiled().rules == nullptr) == !out.empty());
  return out;
}

}  // namespace

TEST_CASE("a route without conditions takes every payment") { CHECK(matches(when({}), payment())); }

TEST_CASE("a value, and a list of them") {
  const Payment ours = payment();
  for (const auto& [attribute, value] : std::vector<std::pair<string, string>>{
           {"kind", "payment"},
           {"merchant", "acme"},
           {"mode", "live"},
           {"method", "virtual_account"},
           {"channel", "BCA"},
           {"currency", "IDR"},
       }) {
    CAPTURE(attribute);
    CHECK(matches(is(attribute, Texts{value}), ours));
    CHECK_FALSE(matches(no(is(attribute, Texts{value})), ours));
  }
  CHECK(matches(is("channel", {"BNI", "BCA", "BRI"}), ours));
  CHECK_FALSE(matches(is("channel", {"BNI", "BRI"}), ours));
  CHECK_FALSE(matches(is("kind", "payout"), ours));
  CHECK(matches(no(is("channel", {"BNI", "BRI"})), ours));
}

TEST_CASE("every condition of a route must hold") {
  CHECK(matches(when({is("method", "virtual_account"), is("channel", "BCA")}), payment()));
  CHECK_FALSE(matches(when({is("method", "virtual_account"), is("channel", "BNI")}), payment()));
  CHECK_FALSE(matches(when({is("channel", {"BCA", "BNI"}), is("channel", "BNI")}), payment()));
}

TEST_CASE("amounts, inclusive at both ends, in their currency alone") {
  Payment ours = payment();
  for (const auto& [minor, inside] : std::vector<std::pair<std::int64_t, bool>>{
           {9'999, false}, {10'000, true}, {10'001, true}, {50'000, true}, {50'001, false}}) {
    CAPTURE(minor);
    ours.amount = idr(minor);
    CHECK(matches(amount("10000", "50000"), ours) == inside);
    CHECK(matches(no(amount("10000", "50000")), ours) != inside);
    CHECK(matches(amount(std::nullopt, "50000"), ours) == (minor <= 50'000));
    CHECK(matches(amount("10000", std::nullopt), ours) == (minor >= 10'000));
  }
  ours.amount = {20'000, kUsd};
  CHECK_FALSE(matches(amount("1", "50000"), ours));
  CHECK(matches(amount("200.00", "200", "USD"), ours));
  Condition exactly = is("amount", {"5", "200.00"});
  exactly.currency = "USD";
  CHECK(matches(exactly, ours));
}

TEST_CASE("the customer's country and the domain of the e-mail, whatever its case") {
  Payment ours = payment();
  ours.customer.country = "ID";
  ours.customer.email = "Budi@Shop.Example";
  CHECK(matches(is("country", "ID"), ours));
  CHECK(matches(is("customer.email_domain", "shop.example"), ours));
  CHECK(matches(starts("customer.email_domain", "shop."), ours));
  CHECK_FALSE(matches(is("customer.email_domain", "example"), ours));
}

TEST_CASE("metadata, also under an empty value") {
  Payment ours = payment();
  ours.metadata = {{"tier", "gold-2"}, {"note", ""}};
  CHECK(matches(is("metadata.tier", "gold-2"), ours));
  CHECK(matches(starts("metadata.tier", "gold"), ours));
  CHECK_FALSE(matches(starts("metadata.tier", "old"), ours));
  CHECK_FALSE(matches(no(starts("metadata.tier", "gold")), ours));
  CHECK(matches(exists("metadata.note"), ours));
  CHECK(matches(exists("metadata.other", false), ours));
}

TEST_CASE("a missing attribute matches only exists = false and not") {
  Payment ours = payment();
  ours.method.channel.clear();
  for (const string& attribute :
       Texts{"country", "customer.email_domain", "metadata.tier", "channel"}) {
    CAPTURE(attribute);
    CHECK_FALSE(matches(is(attribute, "x"), ours));
    CHECK_FALSE(matches(starts(attribute, "x"), ours));
    CHECK_FALSE(matches(exists(attribute), ours));
    CHECK(matches(exists(attribute, false), ours));
    CHECK(matches(no(is(attribute, "x")), ours));
    CHECK(matches(no(starts(attribute, "x")), ours));
  }
}

TEST_CASE("hour and weekday are those of the rules' timezone") {
  // Friday 03:30 in London is 10:30 in Jakarta.
  CHECK(matches(is("hour", "10"), payment()));
  CHECK_FALSE(matches(is("hour", "3"), payment()));
  CHECK(matches(from("hour", "9", "10"), payment()));
  CHECK_FALSE(matches(from("hour", "11", "23"), payment()));
  CHECK(matches(is("weekday", {"thu", "fri"}), payment()));
  // 17:30 UTC on Friday is Saturday there.
  CHECK(matches(is("weekday", "sat"), payment(), *parse_time("2026-01-02T17:30:00Z")));
  CHECK(matches(from("hour", "0", "0"), payment(), *parse_time("2026-01-02T17:30:00Z")));
}

TEST_CASE("any needs one of its tables, none needs each to fail") {
  const When bca = when({is("channel", "BCA"), is("method", "virtual_account")});
  const When qris = when({is("method", "qris")});
  CHECK(matches(when({}, {qris, bca}), payment()));
  CHECK_FALSE(matches(when({}, {qris}), payment()));
  CHECK_FALSE(matches(when({is("kind", "payout")}, {qris, bca}), payment()));
  CHECK(matches(when({}, {}, {qris}), payment()));
  CHECK_FALSE(matches(when({}, {}, {qris, bca}), payment()));
  CHECK(matches(when({}, {}, {when({is("channel", "BCA"), is("method", "qris")})}), payment()));
  CHECK(matches(when({}, {when({}, {qris, bca})}, {when({}, {}, {bca})}), payment()));
}

TEST_CASE("what has no meaning is told, and no rule set comes of it") {
  CHECK(problems(is("colour", "red")) == Texts{"\"colour\" is not an attribute of a payment"});
  CHECK(problems(is("hour", "24")).size() == 1);
  CHECK(problems(from("hour", "-1", "5")).size() == 1);
  CHECK(problems(is("weekday", "friday")).size() == 1);
  CHECK(problems(is("kind", "refund")) == Texts{"kind: \"refund\" is not one of payment, payout"});
  CHECK(problems(is("currency", "XXX")).size() == 1);
  CHECK(problems(is("method", Texts{})).size() == 1);
  CHECK(problems(from("country", "A", "B")).size() == 1);
  CHECK(problems(starts("weekday", "m")).size() == 1);
  CHECK(problems(amount("1", "2", "")) == Texts{"amount: needs a currency beside it"});
  CHECK(problems(amount("100.5", std::nullopt)).size() == 1);
  CHECK(problems(amount(std::nullopt, "1e3")).size() == 1);
  CHECK(problems(starts("amount", "1")).size() == 1);
  CHECK(problems(is("method", "qris")).empty());
}

TEST_CASE("routes must use accounts that exist, once, with weights in reason") {
  Route lost = route("lost", when({}), {"komerce", "nobody", "komerce"});
  lost.pick = Pick::split;
  lost.split = {{"komerce", 0, {}}};
  const Desk desk({lost, route("empty", when({}), {})});
  CHECK_FALSE(desk.compiled().rules);
  CHECK(desk.compiled().problems.size() == 4);
}
