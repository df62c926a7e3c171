// How long one routing decision takes, by the number of routes: mean and 99th percentile over
// random payments. Usage: bench_routing [accounts] [decisions].
#include <fmt/core.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <random>
#include <string>
#include <vector>

#include "routing/choose.hpp"

namespace {

using namespace wesel;
using std::string;

using Random = std::mt19937_64;

std::size_t below(Random& random, std::size_t n) { return random() % n; }

const std::vector<string> kMethods{"virtual_account", "qris", "e_wallet", "retail_outlet"};
const std::vector<string> kChannels{"BCA", "BNI",  "BRI",      "MANDIRI",
                                    "OVO", "DANA", "ALFAMART", "CIMB"};

const Currency kIdr = *find_currency("IDR");

AccountOffers make_account(std::size_t number) {
  AccountOffers account{.account = fmt::format("account_{}", number), .mode = Mode::live};
  for (const string& method : kMethods) {
    for (const string& channel : method == "qris" ? std::vector<string>{""} : kChannels) {
      Offer offer{.kind = Kind::payment, .method = method, .channel = channel, .currency = kIdr};
      offer.minimum = Money{10'000, kIdr};
      offer.maximum = Money{static_cast<std::int64_t>(1 + number) * 5'000'000, kIdr};
      offer.required = {"customer.name"};
      if (number % 2 == 0) offer.fee = Fee{Money{4'000, kIdr}, 700'000};
      account.offers.push_back(offer);
    }
  }
  return account;
}

Condition is(string attribute, std::vector<string> values) {
  return {.attribute = std::move(attribute), .matcher = AnyOf{std::move(values)}};
}

Condition amount(Range range) {
  return {.attribute = "amount", .matcher = std::move(range), .currency = "IDR"};
}

// Routes as an operator with many merchants writes them: each for one merchant, most for one method
// and a band of amounts, some by metadata, prefixes and groups.
Route make_route(std::size_t number, std::size_t accounts, Random& random) {
  Route route{.name = fmt::format("route {}", number)};
  std::vector<Condition>& all = route.when.all;
  all.push_back(is("kind", {"payment"}));
  all.push_back(is("merchant", {fmt::format("merchant_{}", below(random, 50))}));
  if (below(random, 4) != 0)
    all.push_back(is("method", {kMethods[below(random, kMethods.size())]}));
  if (below(random, 3) == 0)
    all.push_back(is("channel", {kChannels[below(random, 8)], kChannels[below(random, 8)]}));
  if (below(random, 2) == 0) {
    all.push_back(is("currency", {"IDR"}));
    all.push_back(amount({.max = std::to_string((1 + below(random, 200)) * 50'000)}));
  }
  if (below(random, 5) == 0)
    all.push_back(is("metadata.tier", {below(random, 2) ? "gold" : "blue"}));
  if (below(random, 20) == 0)
    all.push_back(
        {.attribute = "metadata.sku", .matcher = Prefix{fmt::format("S{}", number % 10)}});
  if (below(random, 20) == 0)
    route.when.any = {{.all = {is("country", {"SG"})}}, {.all = {is("hour", {"3", "4"})}}};
  for (std::size_t i = 0; i < accounts; ++i)
    route.use.push_back({fmt::format("account_{}", (number + i) % accounts), {}});
  const std::size_t pick = below(random, 3);
  if (pick == 1) route.pick = Pick::cheapest;
  if (pick == 2) {
    route.pick = Pick::split;
    for (const Text& name : route.use) route.split.push_back({*name, 10, {}});
  }
  return route;
}

Payment make_payment(std::size_t number, Random& random) {
  Payment payment;
  payment.id = fmt::format("pay_{:026}", number);
  payment.mode = Mode::live;
  payment.merchant = fmt::format("merchant_{}", below(random, 55));
  payment.amount = {static_cast<std::int64_t>(1 + below(random, 2'000)) * 5'000, kIdr};
  payment.method.type = kMethods[below(random, kMethods.size())];
  if (payment.method.type != "qris") payment.method.channel = kChannels[below(random, 8)];
  payment.customer = {.name = "Budi", .email = "budi@shop.example", .country = "ID"};
  payment.metadata = {{"sku", fmt::format("S{}X", below(random, 12))}};
  if (below(random, 2) == 0) payment.metadata.emplace_back("tier", "gold");
  payment.expires_at = from_ms(1'790'000'000'000) + std::chrono::hours(1);
  return payment;
}

void measure(std::size_t routes, std::size_t accounts, std::size_t decisions) {
  Random random(7);
  std::vector<AccountOffers> offers;
  for (std::size_t i = 0; i < accounts; ++i) offers.push_back(make_account(i));
  const AccountIndex index(std::move(offers));
  RuleSource source{.timezone = "Asia/Jakarta", .version = "bench", .accounts = index.names()};
  for (std::size_t i = 0; i < routes; ++i) source.routes.push_back(make_route(i, accounts, random));
  const CompiledRules compiled = compile(std::move(source));
  if (!compiled.rules) std::abort();

  std::vector<Payment> payments;
  for (std::size_t i = 0; i < 5'000; ++i) payments.push_back(make_payment(i, random));
  std::vector<double> micros;
  std::size_t routed = 0;
  double total = 0;
  for (std::size_t i = 0; i < decisions; ++i) {
    const Payment& payment = payments[i % payments.size()];
    const auto start = std::chrono::steady_clock::now();
    const Choice choice =
        choose(*compiled.rules, index, facts_of(payment, from_ms(1'790'000'000'000)));
    const std::chrono::duration<double, std::micro> took = std::chrono::steady_clock::now() - start;
    if (i < payments.size()) continue;  // warming up
    routed += choice.route != nullptr;
    total += took.count();
    micros.push_back(took.count());
  }
  std::sort(micros.begin(), micros.end());
  fmt::print("{:>6} routes, {} accounts: mean {:.2f} us, p99 {:.2f} us, {:.0f} % routed\n", routes,
             accounts, total / static_cast<double>(micros.size()), micros[micros.size() * 99 / 100],
             100.0 * static_cast<double>(routed) / static_cast<double>(micros.size()));
}

}  // namespace

int main(int count, char** arguments) {
  const std::size_t accounts = count > 1 ? std::strtoull(arguments[1], nullptr, 10) : 10;
  const std::size_t decisions = count > 2 ? std::strtoull(arguments[2], nullptr, 10) : 100'000;
  for (const std::size_t routes : {10, 100, 1'000, 10'000}) measure(routes, accounts, decisions);
}
