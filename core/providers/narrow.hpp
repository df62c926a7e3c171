// What an account offers: the plugin's capabilities, narrowed by [[providers.NAME.methods]], with
// what only the contract with the provider says (fees, hours, the provider's names of channels).
#pragma once

#include <vector>

#include "config/accounts.hpp"
#include "config/problem.hpp"
#include "domain/offer.hpp"
#include "providers/description.hpp"

namespace wesel {

// An account that lists no methods offers all that the plugin does, except channels "*".
// `local_time` is the timezone for hours that name none.
std::vector<Offer> narrow(const Description& description, const AccountConfig& account, Mode mode,
                          const std::string& local_time, std::vector<Problem>& problems);

}  // namespace wesel
