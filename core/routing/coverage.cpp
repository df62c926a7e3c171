#include "routing/coverage.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <map>
#include <set>

#include "base/limits.hpp"
#include "routing/choose.hpp"
#include "routing/eligibility.hpp"
#include "routing/implication.hpp"
#include "routing/samples.hpp"

namespace wesel {

using std::string;
using std::vector;
using Name = Attribute::Name;
using Type = Predicate::Type;

namespace {

string why_not(const Decision& decision) {
  string out;
  for (const CandidateVerdict& verdict : decision.candidates) {
    if (!out.empty()) out += "; ";
    out += verdict.account;
    for (std::size_t i = 0; i < verdict.reasons.size(); ++i)
      out += (i == 0 ? ": " : ", ") + render(verdict.reasons[i]);
  }
  return out;
}

// Those that accounts name come first: they decide who takes a payment.
vector<string> merchants_of(const CheckInput& input) {
  vector<string> out;
  const auto add = [&](const string& merchant) {
    if (std::find(out.begin(), out.end(), merchant) == out.end()) out.push_back(merchant);
  };
  for (const AccountOffers& account : input.accounts.accounts())
    for (const string& merchant : account.merchants) add(merchant);
  for (const string& merchant : input.merchants) add(merchant);
  if (out.empty()) out.push_back("any");
  return out;
}

// The clause's alternatives, each as a clause without any.
void add_alternatives(const Clause& clause, vector<Clause>& out) {
  if (clause.any.empty()) return out.push_back(clause);
  for (const Clause& one : clause.any)
    add_alternatives(both(Clause{clause.all, {}, clause.none}, one), out);
}

class Coverage {
 public:
  explicit Coverage(const CheckInput& input);

  vector<Problem> lost_payments();
  vector<Problem> empty_promises();

 private:
  struct Named {
    Attribute attribute;
    std::string_view word;
    string value;
  };

  Choice ask(const Sample& sample) {
    --questions_;
    return choose(input_.rules, input_.accounts, facts_of(sample.payment, sample.now));
  }
  bool spent() const { return questions_ <= 0; }

  // The first account that would take it, whatever routes say; null: none.
  const AccountOffers* taker(const Sample& sample);
  void try_lost(const Sample& sample);
  vector<Named> named_by(const Clause& clause) const;
  struct Refused {
    Sample sample;
    Decision decision;
  };
  vector<string> merchants_for(const Clause& clause) const;
  vector<Money> amounts_for(const Clause& clause, const Combination& combination,
                            const Named& named) const;
  bool taken(const Route& route, const Clause& clause, const Named& named,
             std::optional<Refused>& refused);
  void try_promise(const Route& route, const vector<Clause>& alternatives, const Named& named);
  vector<Combination> combinations_with(const Clause& clause, const Named& named) const;

  const CheckInput& input_;
  vector<string> merchants_;
  vector<Clause> clauses_;  // of each route
  vector<Time> moments_;
  // What is not tried by then is not claimed.
  int questions_ = limits::kCheckQuestions;
  std::set<string> told_;
  vector<Problem> problems_;
};

Coverage::Coverage(const CheckInput& input) : input_(input), merchants_(merchants_of(input)) {
  vector<Problem> ignored;
  for (const Route& route : input.rules.routes())
    clauses_.push_back(flatten(compile(route.when, ignored)));
  moments_ = moments(clauses_, input.rules, input.now);
}

const AccountOffers* Coverage::taker(const Sample& sample) {
  const Facts facts = facts_of(sample.payment, sample.now);
  const AccountIndex::Row row = input_.accounts.find(facts);
  const auto& accounts = input_.accounts.accounts();
  for (std::size_t i = 0; i < accounts.size(); ++i) {
    const CandidateVerdict verdict = judge(facts, accounts[i], row.at(i), {});
    if (verdict.kept || verdict.passing) return &accounts[i];
  }
  return nullptr;
}

void Coverage::try_lost(const Sample& sample) {
  const Choice choice = ask(sample);
  if (choice.availability != Availability::never) return;
  const Payment& payment = sample.payment;
  // One example for each route, mode and method is enough to mend it.
  const string key = fmt::format("{}/{}/{}/{}", choice.decision.route, name(payment.kind),
                                 name(payment.mode), payment.method.type);
  if (told_.contains(key)) return;
  const AccountOffers* account = taker(sample);
  if (!account) return;
  told_.insert(key);
  const string example = describe(sample, input_.rules);
  if (choice.route)
    problems_.push_back(
        {Severity::warning, choice.route->place,
         fmt::format("route \"{}\" matches but no account of it takes: {} ({}); {} could",
                     choice.route->name, example, why_not(choice.decision), account->account)});
  else
    problems_.push_back({Severity::warning, input_.place,
                         fmt::format("no route takes: {}; {} could", example, account->account)});
}

// Amounts that accounts' limits suggest first: there may be very many that routes suggest.
vector<Problem> Coverage::lost_payments() {
  const vector<Combination> all = combinations(input_.accounts);
  const auto try_all = [&](auto&& amounts_of) {
    for (const Time now : moments_)
      for (const string& merchant : merchants_)
        for (const Combination& combination : all)
          for (const Money& amount : amounts_of(combination))
            if (!spent()) try_lost(make_sample(combination, merchant, amount, now));
  };
  std::map<string, vector<Money>, std::less<>> asked;
  for (const Combination& one : all)
    if (!asked.contains(one.currency.text()))
      asked.emplace(one.currency.text(), asked_amounts(clauses_, one.currency));
  try_all([&](const Combination& one) { return offered_amounts(input_.accounts, one); });
  try_all([&](const Combination& one) { return asked.find(one.currency.text())->second; });
  return std::move(problems_);
}

// The values that a route names outside its groups and that an account may or may not offer.
vector<Coverage::Named> Coverage::named_by(const Clause& clause) const {
  vector<Named> out;
  for (const Predicate& predicate : clause.all) {
    if (predicate.negated) continue;
    const Name name = predicate.attribute.name;
    const std::string_view word = name == Name::method     ? "method"
                                  : name == Name::channel  ? "channel"
                                  : name == Name::currency ? "currency"
                                                           : "";
    if (!word.empty() && predicate.type == Type::any_of)
      for (const string& value : predicate.values)
        out.push_back({predicate.attribute, word, value});
    if (predicate.type != Type::amount) continue;
    for (const AmountRange& range : predicate.amounts)
      for (const std::int64_t end : {range.min, range.max})
        if (end > 0 && end < std::numeric_limits<std::int64_t>::max())
          out.push_back({predicate.attribute, "amount", Money{end, predicate.currency}.text()});
  }
  return out;
}

// Every offered combination with the value, and where nobody offers it, made-up ones.
vector<Combination> Coverage::combinations_with(const Clause& clause, const Named& named) const {
  vector<Combination> out;
  for (Combination one : combinations(input_.accounts)) {
    if (named.attribute.name == Name::method && one.method != named.value) continue;
    if (named.attribute.name == Name::channel && one.channel != named.value) continue;
    if (named.attribute.name == Name::currency && one.currency.text() != named.value) continue;
    out.push_back(std::move(one));
  }
  if (!out.empty()) return out;
  for (Combination one : combinations(input_.accounts)) {
    if (named.attribute.name == Name::method) one.method = named.value, one.channel.clear();
    if (named.attribute.name == Name::channel) one.channel = named.value;
    if (named.attribute.name == Name::currency) one.currency = *find_currency(named.value);
    out.push_back(one);
    if (named.attribute.name != Name::method) continue;
    for (const Predicate& predicate : clause.all)
      if (predicate.attribute.name == Name::channel && !predicate.values.empty())
        one.channel = predicate.values.front(), out.push_back(one);
  }
  return out;
}

vector<string> Coverage::merchants_for(const Clause& clause) const {
  for (const Predicate& predicate : clause.all)
    if (predicate.attribute.name == Name::merchant && predicate.type == Type::any_of &&
        !predicate.negated)
      return predicate.values;
  return merchants_;
}

vector<Money> Coverage::amounts_for(const Clause& clause, const Combination& combination,
                                    const Named& named) const {
  if (named.attribute.name == Name::amount) {
    const Result<Money> exactly = parse_money(named.value, combination.currency);
    return exactly ? vector<Money>{*exactly} : vector<Money>{};
  }
  vector<Money> amounts = offered_amounts(input_.accounts, combination);
  const vector<Money> asked = asked_amounts({clause}, combination.currency);
  amounts.insert(amounts.end(), asked.begin(), asked.end());
  // Where nobody offers it, any amount serves as an example.
  if (amounts.empty()) amounts.push_back({10'000, combination.currency});
  return amounts;
}

// Whether some payment with the named value is taken by the route; notes one that is refused.
// Running out of questions counts as taken: nothing is claimed then.
bool Coverage::taken(const Route& route, const Clause& clause, const Named& named,
                     std::optional<Refused>& refused) {
  for (const Combination& combination : combinations_with(clause, named))
    for (const Money& amount : amounts_for(clause, combination, named))
      for (const string& merchant : merchants_for(clause))
        for (const Time now : moments_) {
          if (spent()) return true;
          Sample sample = make_sample(combination, merchant, amount, now);
          adapt(sample, clause);
          Choice choice = ask(sample);
          if (choice.route != &route) continue;
          if (choice.availability != Availability::never) return true;
          if (!refused) refused = Refused{std::move(sample), std::move(choice.decision)};
        }
  return false;
}

void Coverage::try_promise(const Route& route, const vector<Clause>& alternatives,
                           const Named& named) {
  std::optional<Refused> refused;
  for (const Clause& clause : alternatives)
    if (taken(route, clause, named, refused)) return;
  if (!refused) return;
  problems_.push_back(
      {Severity::warning, route.place,
       fmt::format("route \"{}\" names {} {}, but no account of it takes such a payment: {} ({})",
                   route.name, named.word, named.value, describe(refused->sample, input_.rules),
                   why_not(refused->decision))});
}

vector<Problem> Coverage::empty_promises() {
  for (std::size_t i = 0; i < clauses_.size(); ++i) {
    vector<Clause> alternatives;
    add_alternatives(clauses_[i], alternatives);
    for (const Named& named : named_by(clauses_[i]))
      try_promise(input_.rules.routes()[i], alternatives, named);
  }
  return std::move(problems_);
}

}  // namespace

vector<Problem> find_lost_payments(const CheckInput& input) {
  return Coverage(input).lost_payments();
}

vector<Problem> find_empty_promises(const CheckInput& input) {
  return Coverage(input).empty_promises();
}

}  // namespace wesel
