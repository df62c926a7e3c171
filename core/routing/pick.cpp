#include "routing/pick.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <optional>

#include "base/bytes.hpp"

namespace wesel {

using std::optional;
using std::string;

namespace {

using Reasons = std::vector<Reason>;

// The chosen one first, the rest as listed.
void arrange_split(const Facts& facts, std::vector<Kept>& kept, Reasons& reasons) {
  std::uint64_t total = 0;
  for (const Kept& one : kept) total += static_cast<std::uint64_t>(one.weight);
  if (total == 0) return;
  const std::uint64_t point = split_hash(facts.payment_id) % total;
  std::uint64_t end = 0;
  const auto chosen = std::find_if(kept.begin(), kept.end(), [&](const Kept& one) {
    end += static_cast<std::uint64_t>(one.weight);
    return point < end;
  });
  reasons.push_back({"split_point", fmt::format("{} of {}", point, total)});
  std::rotate(kept.begin(), chosen, chosen + 1);
}

// An exact fee: minor units, and hundred-millionths of one. (percent_micro is 10^-8 of the amount.)
struct Cost {
  std::int64_t minor = 0;
  std::int64_t fraction = 0;
  friend auto operator<=>(const Cost&, const Cost&) = default;
};

optional<Cost> cost_of(const Offer& offer, const Money& amount) {
  if (!offer.fee) return std::nullopt;
  constexpr std::int64_t kWhole = 100'000'000;
  const std::int64_t rate = offer.fee->percent_micro;
  // amount * rate / kWhole without overflow: at most 100 %, so neither product passes 10^18.
  const std::int64_t remainder = amount.minor % kWhole * rate;
  const std::int64_t share = amount.minor / kWhole * rate + remainder / kWhole;
  Cost cost{offer.fee->fixed.minor, remainder % kWhole};
  if (__builtin_add_overflow(cost.minor, share, &cost.minor)) return std::nullopt;
  return cost;
}

string cost_text(const Kept& one, const Cost& cost, const Money& amount) {
  string text = Money{cost.minor, amount.currency}.text();
  if (cost.fraction > 0) text += " and a fraction";
  return fmt::format("{} {}", one.name, text);
}

// Of equal fees the one listed first; unknown fees last.
void arrange_cheapest(const Facts& facts, std::vector<Kept>& kept, Reasons& reasons) {
  std::vector<std::pair<optional<Cost>, Kept>> costs;
  for (const Kept& one : kept) {
    costs.emplace_back(cost_of(*one.offer, facts.amount), one);
    if (const auto& cost = costs.back().first)
      reasons.push_back({"fee", cost_text(one, *cost, facts.amount)});
    else
      reasons.push_back({"fee_unknown", string(one.name)});
  }
  std::stable_sort(costs.begin(), costs.end(), [](const auto& a, const auto& b) {
    if (a.first && b.first) return *a.first < *b.first;
    return a.first.has_value() && !b.first.has_value();
  });
  for (std::size_t i = 0; i < kept.size(); ++i) kept[i] = costs[i].second;
}

}  // namespace

void arrange(Pick pick, const Facts& facts, std::vector<Kept>& kept, Reasons& reasons) {
  switch (pick) {
    case Pick::listed: return;
    case Pick::split: return arrange_split(facts, kept, reasons);
    case Pick::cheapest: return arrange_cheapest(facts, kept, reasons);
    case Pick::healthiest:
    case Pick::fastest:
      // Until health is measured there is nothing to rank by; the listed order stands.
      reasons.push_back({"no_figures_yet", string(name_of(pick))});
      return;
  }
}

std::uint64_t split_hash(std::string_view payment_id) {
  const Sha256 digest = sha256(payment_id);
  std::uint64_t hash = 0;
  for (std::size_t i = 0; i < 8; ++i) hash = hash << 8 | digest[i];
  return hash;
}

}  // namespace wesel
