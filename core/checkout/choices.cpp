#include "checkout/choices.hpp"

#include <algorithm>
#include <array>

#include "engine/choice.hpp"

namespace wesel::checkout {

using std::string_view;

namespace {

constexpr std::array<string_view, 6> kOrder = {"qris",          "virtual_account", "e_wallet",
                                               "retail_outlet", "bank_transfer",   "redirect"};

auto place(const Method& m) {
  const auto at = std::find(kOrder.begin(), kOrder.end(), m.type) - kOrder.begin();
  return std::make_pair(at, string_view(m.channel));
}

}  // namespace

std::vector<Method> choices(const Setup& setup, const Payment& payment, Time now) {
  std::vector<Method> offered;
  for (const AccountOffers& account : setup.accounts->accounts())
    for (const Offer& offer : account.offers) {
      const Method method{offer.method, offer.channel, {}};
      const bool fits = offer.kind == payment.kind && offer.currency == payment.amount.currency;
      if (fits && std::find(offered.begin(), offered.end(), method) == offered.end())
        offered.push_back(method);
    }
  Payment wanted = payment;
  std::erase_if(offered, [&](const Method& method) {
    wanted.method = method;
    return !decide(setup, wanted, now).has_value();
  });
  std::sort(offered.begin(), offered.end(),
            [](const Method& a, const Method& b) { return place(a) < place(b); });
  return offered;
}

}  // namespace wesel::checkout
