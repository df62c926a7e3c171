// Every reason for which a candidate is left out, and which of them pass by themselves.
#include <catch2/catch.hpp>

#include "routing/eligibility.hpp"
#include "routing/scene.hpp"

using namespace wesel;
using namespace wesel::scene;
using namespace std::chrono_literals;

namespace {

CandidateVerdict verdict(const AccountOffers& of, const Payment& payment = scene::payment(),
                         AccountHealth health = {}, Time now = kNow) {
  Desk desk({route("all", when({}), {"it"})}, {of});
  desk.health = {health};
  return desk.choose(payment, now).decision.candidates.at(0);
}

Texts reasons_of(const AccountOffers& of, const Payment& payment = scene::payment()) {
  const CandidateVerdict out = verdict(of, payment);
  CHECK(out.kept == out.reasons.empty());
  CHECK_FALSE(out.passing);
  return reasons(out);
}

AccountOffers with(Offer offer) { return account("it", {std::move(offer)}); }

}  // namespace

TEST_CASE("an account that fits is kept without reasons") {
  const CandidateVerdict fine = verdict(account("it"));
  CHECK(fine.kept);
  CHECK(fine.reasons.empty());
  CHECK(fine.account == "it");
}

TEST_CASE("the account itself: disabled, of the other mode, for other merchants") {
  AccountOffers it = account("it");
  it.enabled = false;
  CHECK(reasons_of(it) == Texts{"account_disabled"});
  it = account("it");
  it.mode = Mode::sandbox;
  CHECK(reasons_of(it) == Texts{"wrong_mode sandbox"});
  it = account("it");
  it.merchants = {"other"};
  CHECK(reasons_of(it) == Texts{"not_for_merchant acme"});
  it.merchants = {"other", "acme"};
  CHECK(reasons_of(it).empty());
  CHECK(reasons(verdict(account("it"), payment(), {.disabled = true})) ==
        Texts{"disabled_by_operator"});
  CHECK_FALSE(verdict(account("it"), payment(), {.disabled = true}).passing);
}

TEST_CASE("what it offers: operation, method, channel, currency") {
  CHECK(reasons_of(with(offer("qris"))) == Texts{"method_not_offered virtual_account"});
  CHECK(reasons_of(with(offer("virtual_account", "BNI"))) == Texts{"channel_not_offered BCA"});
  Offer dollars = offer("virtual_account", "BCA");
  dollars.currency = kUsd;
  CHECK(reasons_of(with(dollars)) == Texts{"currency_not_offered IDR"});
  Offer out = offer("virtual_account", "BCA");
  out.kind = Kind::payout;
  CHECK(reasons_of(with(out)) == Texts{"method_not_offered virtual_account"});
  Payment no_channel = payment();
  no_channel.method.channel.clear();
  CHECK(reasons_of(account("it"), no_channel) == Texts{"channel_not_offered none"});
}

TEST_CASE("amounts beyond its limits, which are inclusive") {
  Offer narrow = offer("virtual_account", "BCA");
  narrow.minimum = idr(100'001);
  CHECK(reasons_of(with(narrow)) == Texts{"amount_below_minimum 100001"});
  narrow.minimum = idr(100'000);
  narrow.maximum = idr(100'000);
  CHECK(reasons_of(with(narrow)).empty());
  narrow.minimum.reset();
  narrow.maximum = idr(99'999);
  CHECK(reasons_of(with(narrow)) == Texts{"amount_above_maximum 99999"});
}

TEST_CASE("each field that it needs and the payment lacks") {
  Offer picky = offer("virtual_account", "BCA");
  picky.required = {"customer.name", "customer.email", "return_url", "customer.shoe_size"};
  Payment ours = payment();
  ours.customer.email = "budi@shop.example";
  CHECK(reasons_of(with(picky), ours) == Texts{"field_missing customer.name",
                                               "field_missing return_url",
                                               "field_missing customer.shoe_size"});
  picky.required.pop_back();
  ours.customer.name = "Budi";
  ours.return_url = "https://shop.example";
  CHECK(reasons_of(with(picky), ours).empty());
}

TEST_CASE("an instrument must not outlive the payment; one that ends sooner is taken") {
  Payment hour = payment();
  hour.expires_at = kNow + 1h;
  Offer it = offer("virtual_account", "BCA");
  it.fixed_expiry = 24h;
  CHECK(reasons_of(with(it), hour) == Texts{"instrument_outlives_expiry 86400"});
  it.fixed_expiry = 30min;
  CHECK(reasons_of(with(it), hour).empty());
  it.fixed_expiry = 1h;
  CHECK(reasons_of(with(it), hour).empty());
  it.fixed_expiry = 0s;
  it.shortest_expiry = 2h;
  CHECK(reasons_of(with(it), hour) == Texts{"expiry_too_short 7200"});
  it.shortest_expiry = 1h;
  // Some milliseconds after its creation the payment still has its hour.
  CHECK(verdict(with(it), hour, {}, kNow + 20ms).kept);
  it.shortest_expiry = 0s;
  it.longest_expiry = 10min;
  CHECK(reasons_of(with(it), hour).empty());
}

TEST_CASE("payouts have no expiry to outlive") {
  Offer out = offer("bank_transfer", "BCA");
  out.kind = Kind::payout;
  out.fixed_expiry = 24h;
  Payment payout = payment();
  payout.kind = Kind::payout;
  payout.id = "po_01JABCDEFGHJKMNPQRSTVWXYZ0";
  payout.method.type = "bank_transfer";
  payout.expires_at = {};
  CHECK(reasons_of(with(out), payout).empty());
}

TEST_CASE("opening hours are in the account's timezone, and pass") {
  Offer it = offer("virtual_account", "BCA");
  it.hours = OpenHours{.from_minute = 6 * 60, .until_minute = 22 * 60, .timezone = "Asia/Jakarta"};
  CHECK(verdict(with(it)).kept);
  const CandidateVerdict shut =
      verdict(with(it), payment(), {}, *parse_time("2026-01-02T15:00:00Z"));  // 22:00 there
  CHECK(reasons(shut) == Texts{"outside_hours 06:00-22:00 Asia/Jakarta"});
  CHECK(shut.passing);
}

TEST_CASE("hours past midnight belong to the day on which they began") {
  OpenHours night{.days = {false, false, false, false, true, false, false},  // Friday
                  .from_minute = 22 * 60,
                  .until_minute = 6 * 60,
                  .timezone = "UTC"};
  CHECK_FALSE(open_at(night, *parse_time("2026-01-02T05:00:00Z")));  // Friday, early
  CHECK_FALSE(open_at(night, *parse_time("2026-01-02T21:59:00Z")));
  CHECK(open_at(night, *parse_time("2026-01-02T22:00:00Z")));
  CHECK(open_at(night, *parse_time("2026-01-03T05:59:00Z")));  // Saturday, early
  CHECK_FALSE(open_at(night, *parse_time("2026-01-03T06:00:00Z")));
  CHECK_FALSE(open_at(night, *parse_time("2026-01-03T23:00:00Z")));
}

TEST_CASE("breaker, quarantine and in-flight limit pass; with a lasting reason nothing passes") {
  CHECK(reasons(verdict(account("it"), payment(), {.quarantined = true})) == Texts{"quarantined"});
  CHECK(reasons(verdict(account("it"), payment(), {.full = true})) == Texts{"in_flight_limit"});
  const AccountHealth ill{.breaker_open = true, .quarantined = true, .full = true};
  const CandidateVerdict out = verdict(account("it"), payment(), ill);
  CHECK(reasons(out) == Texts{"breaker_open", "quarantined", "in_flight_limit"});
  CHECK(out.passing);
  AccountOffers elsewhere = account("it");
  elsewhere.mode = Mode::sandbox;
  CHECK_FALSE(verdict(elsewhere, payment(), ill).passing);
}

TEST_CASE("what the provider told of itself passes: a method switched off, a low balance") {
  const CandidateVerdict off = verdict(account("it"), payment(), {.switched_off = true});
  CHECK(reasons(off) == Texts{"method_switched_off"});
  CHECK(off.passing);
  const CandidateVerdict low = verdict(account("it"), payment(), {.low_balance = "5"});
  CHECK(reasons(low) == Texts{"balance_too_low 5 of " + payment().amount.text()});
  CHECK(low.passing);
}

TEST_CASE("every reason is told, not just the first") {
  Offer narrow = offer("virtual_account", "BCA");
  narrow.maximum = idr(5);
  narrow.required = {"customer.phone"};
  AccountOffers it = with(narrow);
  it.enabled = false;
  it.merchants = {"other"};
  CHECK(reasons_of(it) == Texts{"account_disabled", "not_for_merchant acme",
                                "field_missing customer.phone", "amount_above_maximum 5"});
}

TEST_CASE("every reason has a sentence") {
  CHECK(render({"amount_above_maximum", "99999"}) == "the amount is above the maximum of 99999");
  CHECK(render({"field_missing", "customer.email"}) == "the payment lacks customer.email");
  CHECK(render({"from_the_future", ""}) == "from the future");
  CHECK(render({"from_the_future", "{}"}) == "from the future: {}");
}
