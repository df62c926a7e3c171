// Every account's offers, prepared so that a decision finds what all accounts offer for a payment
// with three look-ups. Immutable; made anew when offers change. Health is not in it.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "domain/offer.hpp"
#include "routing/facts.hpp"

namespace wesel {

struct PreparedOffer {
  const Offer* offer = nullptr;
  std::uint32_t required = 0;  // bits of Facts::fields
};

// What one account has for one payment: how far the two agree.
struct Serving {
  bool method = false;        // offers the method for this kind
  bool channel = false;       // and the channel
  PreparedOffer in_currency;  // and the currency, else null
};

class AccountIndex {
 public:
  explicit AccountIndex(std::vector<AccountOffers> accounts);
  AccountIndex(const AccountIndex&) = delete;
  AccountIndex& operator=(const AccountIndex&) = delete;

  const std::vector<AccountOffers>& accounts() const { return accounts_; }
  std::vector<std::string> names() const;

  // What all accounts have for one payment. Valid while the index lives.
  class Row {
   public:
    Serving at(std::size_t account) const;

   private:
    friend class AccountIndex;
    const std::vector<PreparedOffer>* levels_[3] = {};
  };
  Row find(const Facts& facts) const;

 private:
  struct TextHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const {
      return std::hash<std::string_view>{}(text);
    }
  };
  // By "payment/virtual_account", then with "/BCA", then with "/IDR": one entry an account.
  using Level =
      std::unordered_map<std::string, std::vector<PreparedOffer>, TextHash, std::equal_to<>>;

  std::vector<AccountOffers> accounts_;
  std::array<Level, 3> levels_;
};

}  // namespace wesel
