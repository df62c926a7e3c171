#include "routing/eligibility.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/timezone.hpp"

namespace wesel {

using std::string;
using std::string_view;

namespace {

using std::chrono::seconds;

string or_none(string_view text) { return text.empty() ? "none" : string(text); }

void judge_account(const Facts& facts, const AccountOffers& account, std::vector<Reason>& out) {
  if (!account.enabled) out.push_back({"account_disabled", {}});
  if (account.mode != facts.mode) out.push_back({"wrong_mode", string(name(account.mode))});
  const auto& merchants = account.merchants;
  if (!merchants.empty() &&
      std::find(merchants.begin(), merchants.end(), facts.merchant) == merchants.end())
    out.push_back({"not_for_merchant", string(facts.merchant)});
  if (!facts.pin.empty() && facts.pin != account.account)
    out.push_back({"excluded_by_pin", string(facts.pin)});
}

void judge_expiry(const Facts& facts, const Offer& offer, std::vector<Reason>& out) {
  if (!facts.expires_at || facts.kind != Kind::payment) return;
  // Rounded up: a decision some milliseconds after the payment's creation is as good as at it.
  const auto asked = std::chrono::ceil<seconds>(*facts.expires_at - facts.now);
  if (offer.fixed_expiry > asked)
    out.push_back({"instrument_outlives_expiry", std::to_string(offer.fixed_expiry.count())});
  if (offer.shortest_expiry > asked)
    out.push_back({"expiry_too_short", std::to_string(offer.shortest_expiry.count())});
}

void judge_offer(const Facts& facts, const PreparedOffer& prepared, std::vector<Reason>& out) {
  const Offer& offer = *prepared.offer;
  if ((prepared.required & ~facts.fields) != 0)
    for (const string& field : offer.required)
      if ((field_bit(field) & ~facts.fields) != 0) out.push_back({"field_missing", field});
  if (offer.minimum && facts.amount.minor < offer.minimum->minor)
    out.push_back({"amount_below_minimum", offer.minimum->text()});
  if (offer.maximum && facts.amount.minor > offer.maximum->minor)
    out.push_back({"amount_above_maximum", offer.maximum->text()});
  judge_expiry(facts, offer, out);
}

string hours_text(const OpenHours& hours) {
  return fmt::format("{:02}:{:02}-{:02}:{:02} {}", hours.from_minute / 60, hours.from_minute % 60,
                     hours.until_minute / 60, hours.until_minute % 60,
                     hours.timezone.empty() ? "UTC" : hours.timezone);
}

void judge_moment(const Facts& facts, const Offer* offer, const AccountHealth& health,
                  std::vector<Reason>& out) {
  if (offer && offer->hours && !open_at(*offer->hours, facts.now))
    out.push_back({"outside_hours", hours_text(*offer->hours)});
  if (health.breaker_open) out.push_back({"breaker_open", {}});
  if (health.quarantined) out.push_back({"quarantined", {}});
  if (health.full) out.push_back({"in_flight_limit", {}});
  if (health.switched_off) out.push_back({"method_switched_off", {}});
  if (!health.low_balance.empty())
    out.push_back(
        {"balance_too_low", fmt::format("{} of {}", health.low_balance, facts.amount.text())});
}

}  // namespace

CandidateVerdict judge(const Facts& facts, const AccountOffers& account, const Serving& serving,
                       const AccountHealth& health) {
  CandidateVerdict verdict;
  verdict.account = account.account;
  std::vector<Reason>& reasons = verdict.reasons;
  judge_account(facts, account, reasons);
  if (health.disabled) reasons.push_back({"disabled_by_operator", {}});
  if (!serving.method)
    reasons.push_back({"method_not_offered", or_none(facts.method)});
  else if (!serving.channel)
    reasons.push_back({"channel_not_offered", or_none(facts.channel)});
  else if (!serving.in_currency.offer)
    reasons.push_back({"currency_not_offered", or_none(facts.amount.currency.text())});
  else
    judge_offer(facts, serving.in_currency, reasons);
  const std::size_t lasting = reasons.size();
  judge_moment(facts, serving.in_currency.offer, health, reasons);
  verdict.kept = reasons.empty();
  verdict.passing = lasting == 0 && !reasons.empty();
  return verdict;
}

bool only_breaker(const CandidateVerdict& verdict) {
  return verdict.reasons.size() == 1 && verdict.reasons[0].code == "breaker_open";
}

bool open_at(const OpenHours& hours, Time now) {
  const LocalTime local = local_time(now, hours.timezone.empty() ? "UTC" : hours.timezone);
  const auto open_on = [&](int weekday) {
    return hours.days[static_cast<std::size_t>((weekday + 7) % 7)];
  };
  const int minute = local.minute_of_day();
  if (hours.from_minute <= hours.until_minute)
    return open_on(local.weekday) && hours.from_minute <= minute && minute < hours.until_minute;
  // Overnight: the early hours belong to the day before.
  if (minute >= hours.from_minute) return open_on(local.weekday);
  return minute < hours.until_minute && open_on(local.weekday - 1);
}

}  // namespace wesel
