#include "routing/samples.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <set>

#include "base/limits.hpp"
#include "base/timezone.hpp"

namespace wesel {

using std::string;
using Name = Attribute::Name;
using Type = Predicate::Type;

namespace {

Money one_unit(Currency currency) {
  std::int64_t minor = 1;
  for (int i = 0; i < currency.decimals; ++i) minor *= 10;
  return {minor, currency};
}

void collect(const Clause& clause, Currency currency, std::set<std::int64_t>& out) {
  for (const Predicate& predicate : clause.all) {
    if (predicate.type != Type::amount || !(predicate.currency == currency)) continue;
    for (const AmountRange& range : predicate.amounts)
      for (const std::int64_t end : {range.min, range.max}) {
        out.insert(end);
        if (end > 1) out.insert(end - 1);
        if (end < std::numeric_limits<std::int64_t>::max()) out.insert(end + 1);
      }
  }
  for (const Clause& one : clause.any) collect(one, currency, out);
  for (const Clause& one : clause.none) collect(one, currency, out);
}

void ask_time(const Clause& clause, const Subject& subject, std::vector<bool>& answers) {
  for (const Predicate& predicate : clause.all)
    if (predicate.attribute.name == Name::hour || predicate.attribute.name == Name::weekday)
      answers.push_back(predicate.holds(subject));
  for (const Clause& one : clause.any) ask_time(one, subject, answers);
  for (const Clause& one : clause.none) ask_time(one, subject, answers);
}

// A text that the predicate accepts, if it asks for one.
std::optional<string> wish(const Predicate& predicate) {
  if (predicate.negated) return std::nullopt;
  if (predicate.type == Type::any_of) return predicate.values.front();
  if (predicate.type == Type::prefix) return predicate.prefix;
  if (predicate.type == Type::exists && predicate.wanted) return "x";
  return std::nullopt;
}

void set_metadata(Payment& payment, const string& key, const string& value) {
  std::erase_if(payment.metadata, [&](const auto& pair) { return pair.first == key; });
  payment.metadata.emplace_back(key, value);
}

}  // namespace

std::vector<Combination> combinations(const AccountIndex& accounts) {
  std::vector<Combination> out;
  for (const AccountOffers& account : accounts.accounts()) {
    if (!account.enabled) continue;
    for (const Offer& offer : account.offers) {
      Combination one{account.mode, offer.kind, offer.method, offer.channel, offer.currency};
      if (std::find(out.begin(), out.end(), one) == out.end()) out.push_back(std::move(one));
    }
  }
  return out;
}

Sample make_sample(const Combination& combination, const string& merchant, Money amount, Time now) {
  Payment payment;
  payment.kind = combination.kind;
  payment.id = (payment.kind == Kind::payout ? "po_" : "pay_") + string(26, '0');
  payment.mode = combination.mode;
  payment.merchant = merchant;
  payment.reference = "EXAMPLE";
  payment.amount = amount;
  payment.method = {combination.method, combination.channel, "Example"};
  payment.customer = {"Example", "customer@example.com", "+6281234567890", "203.0.113.7", "ID"};
  payment.items = {{"Example", 1, amount}};
  payment.description = "Example";
  payment.return_url = "https://shop.example/thanks";
  payment.account = BankAccount{"Example", "1234567890", "savings", "001",
                                "Example", "Example",    "Example", "Example"};
  payment.email = "customer@example.com";
  payment.remark = "Example";
  // The longest there is, so that no instrument outlives it.
  payment.expires_at = now + limits::kExpiryMax;
  return {std::move(payment), now};
}

std::vector<Money> offered_amounts(const AccountIndex& accounts, const Combination& combination) {
  std::set<std::int64_t> minors;
  for (const AccountOffers& account : accounts.accounts()) {
    for (const Offer& offer : account.offers) {
      const Combination one{account.mode, offer.kind, offer.method, offer.channel, offer.currency};
      if (!(one == combination)) continue;
      minors.insert(offer.minimum ? offer.minimum->minor : one_unit(offer.currency).minor);
      if (offer.maximum) minors.insert(offer.maximum->minor);
    }
  }
  std::vector<Money> out;
  for (const std::int64_t minor : minors) out.push_back({minor, combination.currency});
  return out;
}

std::vector<Money> asked_amounts(const std::vector<Clause>& clauses, Currency currency) {
  std::set<std::int64_t> minors;
  for (const Clause& clause : clauses) collect(clause, currency, minors);
  std::vector<Money> out;
  for (const std::int64_t minor : minors)
    if (minor > 0 && minor < std::numeric_limits<std::int64_t>::max())
      out.push_back({minor, currency});
  return out;
}

std::vector<Time> moments(const std::vector<Clause>& clauses, const RuleSet& rules, Time now) {
  if (!rules.asks_time()) return {now};
  std::set<std::vector<bool>> known;
  std::vector<Time> out;
  for (int hour = 0; hour < 7 * 24; ++hour) {
    Facts facts;
    facts.now = now + std::chrono::hours(hour);
    std::vector<bool> answers;
    for (const Clause& clause : clauses) ask_time(clause, rules.subject(facts), answers);
    if (known.insert(std::move(answers)).second) out.push_back(facts.now);
  }
  return out;
}

void adapt(Sample& sample, const Clause& clause) {
  Payment& payment = sample.payment;
  for (const Predicate& predicate : clause.all) {
    const std::optional<string> value = wish(predicate);
    if (predicate.attribute.name == Name::country && predicate.holds(std::nullopt))
      payment.customer.country.clear();
    if (!value) continue;
    switch (predicate.attribute.name) {
      case Name::country: payment.customer.country = *value; break;
      case Name::email_domain: payment.customer.email = payment.email = "customer@" + *value; break;
      case Name::metadata: set_metadata(payment, predicate.attribute.key, *value); break;
      default: break;
    }
  }
}

string describe(const Sample& sample, const RuleSet& rules) {
  const Payment& payment = sample.payment;
  string out = fmt::format("{} {}{}{}, {} {}, merchant {}, {}", name(payment.kind),
                           payment.method.type, payment.method.channel.empty() ? "" : " ",
                           payment.method.channel, payment.amount.text(),
                           payment.amount.currency.text(), payment.merchant, name(payment.mode));
  for (const auto& [key, value] : payment.metadata)
    out += fmt::format(", metadata.{} = {}", key, value);
  if (payment.customer.country != "ID")
    out += ", country " + (payment.customer.country.empty() ? "missing" : payment.customer.country);
  if (!rules.asks_time()) return out;
  const LocalTime local = local_time(sample.now, rules.timezone());
  constexpr std::string_view kDays[] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
  return out + fmt::format(", {} {:02}:{:02}", kDays[local.weekday], local.hour, local.minute);
}

}  // namespace wesel
