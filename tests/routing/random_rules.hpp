// Random rules and payments over few values, so that they meet often; and what a rule means, said
// a second time and as plainly as possible: from the text of the conditions, without any index.
#pragma once

#include <date/tz.h>

#include <algorithm>
#include <random>

#include "routing/scene.hpp"

namespace wesel::scene {

class Dice {
 public:
  explicit Dice(std::uint64_t seed) : random_(seed) {}
  std::size_t below(std::size_t n) { return random_() % n; }
  bool one_in(std::size_t n) { return below(n) == 0; }
  const string& of(const Texts& texts) { return texts[below(texts.size())]; }

 private:
  std::mt19937_64 random_;
};

inline const Texts kTextAttributes{"kind",    "merchant",      "mode",
                                   "method",  "channel",       "currency",
                                   "country", "hour",          "customer.email_domain",
                                   "weekday", "metadata.tier", "metadata.sku"};

inline Texts words_of(const string& attribute) {
  if (attribute == "kind") return {"payment", "payout"};
  if (attribute == "mode") return {"live", "sandbox"};
  if (attribute == "merchant") return {"acme", "apex", "zeta"};
  if (attribute == "method") return {"qris", "virtual_account", "e_wallet"};
  if (attribute == "channel") return {"BCA", "BNI", "OVO"};
  if (attribute == "currency") return {"IDR", "USD"};
  if (attribute == "country") return {"ID", "IN", "SG"};
  if (attribute == "hour") return {"0", "9", "10", "23"};
  if (attribute == "weekday") return {"mon", "fri", "sat", "sun"};
  return {"gold", "golden", "blue"};
}

inline Condition random_condition(Dice& dice) {
  const bool money = dice.one_in(5);
  Condition out{.attribute = money ? "amount" : dice.of(kTextAttributes)};
  out.negated = dice.one_in(4);
  if (money) {
    out.currency = dice.of({"IDR", "USD"});
    const std::size_t min = 1 + dice.below(9), max = min + dice.below(5);
    Range range{std::to_string(min), std::to_string(max)};
    if (dice.one_in(3))
      range.min.reset();
    else if (dice.one_in(3))
      range.max.reset();
    if (dice.one_in(4))
      out.matcher = AnyOf{{std::to_string(min), std::to_string(max)}};
    else
      out.matcher = range;
    return out;
  }
  const Texts words = words_of(out.attribute);
  const bool clock = out.attribute == "hour" || out.attribute == "weekday";
  AnyOf any_of{{dice.of(words)}};
  while (dice.one_in(2)) any_of.values.push_back(dice.of(words));
  out.matcher = any_of;
  if (out.attribute == "hour" && dice.one_in(3)) out.matcher = Range{"9", dice.of({"10", "23"})};
  if (!clock && dice.one_in(6)) out.matcher = Prefix{dice.of(words).substr(0, 1 + dice.below(4))};
  if (dice.one_in(8)) out.matcher = Exists{dice.one_in(2)};
  return out;
}

inline When random_when(Dice& dice, int depth = 0) {
  When out;
  const std::size_t count = dice.below(depth == 0 ? 5 : 3) + (depth > 0 ? 1 : 0);
  for (std::size_t i = 0; i < count; ++i) out.all.push_back(random_condition(dice));
  if (depth == 2) return out;
  for (std::vector<When>* group : {&out.any, &out.none})
    if (dice.one_in(5))
      for (std::size_t i = 0; i <= dice.below(2); ++i)
        group->push_back(random_when(dice, depth + 1));
  return out;
}

struct Occasion {
  Payment payment;
  Time now;
};

inline Occasion random_occasion(Dice& dice) {
  Occasion out{payment(), kNow + std::chrono::hours(dice.below(7 * 24))};
  Payment& p = out.payment;
  const auto maybe = [&](string attribute) {
    return dice.one_in(3)   ? string()
           : dice.one_in(8) ? string("other")
                            : dice.of(words_of(attribute));
  };
  p.kind = dice.one_in(3) ? Kind::payout : Kind::payment;
  p.mode = dice.one_in(3) ? Mode::sandbox : Mode::live;
  p.merchant = dice.of({"acme", "apex", "zeta", "nova"});
  p.method.type = maybe("method");
  p.method.channel = maybe("channel");
  p.customer.country = maybe("country");
  const string domain = maybe("customer.email_domain");
  p.customer.email = p.email = domain.empty() ? "" : "x@" + domain;
  p.amount.currency = dice.one_in(3) ? kUsd : kIdr;
  p.amount.minor =
      static_cast<std::int64_t>(1 + dice.below(14)) * (p.amount.currency.decimals == 2 ? 100 : 1) +
      (p.amount.currency.decimals == 2 && dice.one_in(3) ? 1 : 0);
  for (const string& key : Texts{"tier", "sku"})
    if (const string value = maybe("metadata." + key); !value.empty() || dice.one_in(4))
      p.metadata.emplace_back(key, value);
  return out;
}

inline std::optional<string> plainly_seen(const string& attribute, const Occasion& occasion) {
  const Payment& p = occasion.payment;
  const auto filled = [](const string& text) {
    return text.empty() ? std::nullopt : std::optional<string>(text);
  };
  const auto local = date::make_zoned("Asia/Jakarta", occasion.now).get_local_time();
  const auto day = std::chrono::floor<std::chrono::days>(local);
  if (attribute == "kind") return p.kind == Kind::payment ? "payment" : "payout";
  if (attribute == "mode") return p.mode == Mode::live ? "live" : "sandbox";
  if (attribute == "merchant") return filled(p.merchant);
  if (attribute == "method") return filled(p.method.type);
  if (attribute == "channel") return filled(p.method.channel);
  if (attribute == "currency") return string(p.amount.currency.text());
  if (attribute == "country") return filled(p.customer.country);
  if (attribute == "hour")
    return std::to_string(std::chrono::floor<std::chrono::hours>(local - day).count());
  if (attribute == "weekday")
    return Texts{"thu", "fri", "sat", "sun", "mon", "tue", "wed"}.at(
        static_cast<std::size_t>(day.time_since_epoch().count() % 7));
  if (attribute == "customer.email_domain")
    return p.customer.email.empty()
               ? std::nullopt
               : filled(p.customer.email.substr(p.customer.email.find('@') + 1));
  for (const auto& [key, value] : p.metadata)
    if ("metadata." + key == attribute) return value;
  return std::nullopt;
}

inline bool plainly(const Condition& condition, const Occasion& occasion) {
  const Money& paid = occasion.payment.amount;
  const bool money = condition.attribute == "amount";
  const auto seen = money ? string("there") : plainly_seen(condition.attribute, occasion);
  const auto number = [&](const string& text) {
    return std::stoll(text) * (money && paid.currency.decimals == 2 ? 100 : 1);
  };
  bool holds = false;
  if (const auto* wanted = std::get_if<Exists>(&condition.matcher)) {
    holds = seen.has_value() == wanted->wanted;
  } else if (!seen || (money && paid.currency.text() != condition.currency)) {
    holds = false;
  } else if (const auto* any_of = std::get_if<AnyOf>(&condition.matcher)) {
    for (const string& value : any_of->values)
      holds = holds || (money ? number(value) == paid.minor : value == *seen);
  } else if (const auto* range = std::get_if<Range>(&condition.matcher)) {
    const long long value = money ? paid.minor : std::stoll(*seen);
    holds = (!range->min || number(*range->min) <= value) &&
            (!range->max || value <= number(*range->max));
  } else {
    holds = seen->rfind(std::get<Prefix>(condition.matcher).text, 0) == 0;
  }
  return holds != condition.negated;
}

inline bool plainly(const When& when, const Occasion& occasion) {
  for (const Condition& condition : when.all)
    if (!plainly(condition, occasion)) return false;
  for (const When& one : when.none)
    if (plainly(one, occasion)) return false;
  if (when.any.empty()) return true;
  for (const When& one : when.any)
    if (plainly(one, occasion)) return true;
  return false;
}

}  // namespace wesel::scene
