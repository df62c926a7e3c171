#include "domain/offer.hpp"

namespace wesel {

const Offer* find_offer(const AccountOffers& account, Kind kind, const Method& method,
                        Currency currency) {
  for (const Offer& offer : account.offers)
    if (offer.kind == kind && offer.method == method.type && offer.channel == method.channel &&
        offer.currency == currency)
      return &offer;
  return nullptr;
}

}  // namespace wesel
