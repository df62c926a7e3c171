#include "tally.hpp"

#include <fmt/format.h>

namespace wesel::simulation {

namespace {

using Counts = std::map<std::string, std::int64_t>;

void add_all(Counts& to, const Counts& from) {
  for (const auto& [name, count] : from) to[name] += count;
}

std::string listed(const Counts& counts) {
  std::string out;
  for (const auto& [name, count] : counts)
    out += fmt::format("{}{} {}", out.empty() ? "" : ", ", count, name);
  return out.empty() ? "none" : out;
}

}  // namespace

void Tally::add(const Tally& other) {
  runs += other.runs;
  steps += other.steps;
  deaths += other.deaths;
  power_cuts += other.power_cuts;
  jumps += other.jumps;
  in_callbacks += other.in_callbacks;
  payments += other.payments;
  attempts += other.attempts;
  money += other.money;
  add_all(ends, other.ends);
  add_all(exceptions, other.exceptions);
  add_all(died, other.died);
}

std::string Tally::text() const {
  std::string out = fmt::format(
      "seeds       {}\nsteps       {}\ndeaths      {}, of them {} power cuts; {} within a "
      "callback\nclock jumps {}\n"
      "payments    {}, {} attempts, {} paid into ledgers\n",
      runs, steps, deaths, power_cuts, in_callbacks, jumps, payments, attempts, money);
  out += "they ended  " + listed(ends) + "\nexceptions  " + listed(exceptions) + '\n';
  for (const auto& [where, count] : died) out += fmt::format("{:>10}  died {}\n", count, where);
  return out;
}

}  // namespace wesel::simulation
