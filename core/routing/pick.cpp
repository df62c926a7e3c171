#include "routing/pick.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <optional>

#include "base/bytes.hpp"
#include "domain/fee.hpp"

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

// Of equal fees the one listed first; unknown fees last.
void arrange_cheapest(const Facts& facts, std::vector<Kept>& kept, Reasons& reasons) {
  std::vector<std::pair<optional<ExactAmount>, Kept>> costs;
  for (const Kept& one : kept) {
    costs.emplace_back(fee_of(*one.offer, facts.amount), one);
    if (const auto& cost = costs.back().first)
      reasons.push_back(
          {"fee", fmt::format("{} {}", one.name, text(*cost, facts.amount.currency))});
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
