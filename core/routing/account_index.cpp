#include "routing/account_index.hpp"

namespace wesel {

using std::string;
using std::string_view;

namespace {

// '/' is in no method, channel or currency, so that two keys never meet.
struct Key {
  string text;
  std::array<std::size_t, 3> ends;  // where the part for each level ends

  Key(Kind kind, string_view method, string_view channel, string_view currency) {
    text.reserve(64);
    text.append(name(kind)).append("/").append(method);
    ends[0] = text.size();
    text.append("/").append(channel);
    ends[1] = text.size();
    text.append("/").append(currency);
    ends[2] = text.size();
  }
  string_view level(std::size_t i) const { return string_view(text).substr(0, ends[i]); }
};

PreparedOffer prepare(const Offer& offer) {
  PreparedOffer out{&offer, 0};
  for (const string& name : offer.required) out.required |= field_bit(name);
  return out;
}

}  // namespace

AccountIndex::AccountIndex(std::vector<AccountOffers> accounts) : accounts_(std::move(accounts)) {
  for (std::size_t account = 0; account < accounts_.size(); ++account) {
    for (const Offer& offer : accounts_[account].offers) {
      const Key key(offer.kind, offer.method, offer.channel, offer.currency.text());
      for (std::size_t i = 0; i < levels_.size(); ++i) {
        auto& row = levels_[i].try_emplace(string(key.level(i)), accounts_.size()).first->second;
        // Of two equal offers the first counts, as in find_offer.
        if (!row[account].offer) row[account] = prepare(offer);
      }
    }
  }
}

std::vector<string> AccountIndex::names() const {
  std::vector<string> names;
  for (const AccountOffers& account : accounts_) names.push_back(account.account);
  return names;
}

AccountIndex::Row AccountIndex::find(const Facts& facts) const {
  const Key key(facts.kind, facts.method, facts.channel, facts.amount.currency.text());
  Row row;
  for (std::size_t i = 0; i < levels_.size(); ++i) {
    const auto found = levels_[i].find(key.level(i));
    if (found == levels_[i].end()) break;
    row.levels_[i] = &found->second;
  }
  return row;
}

Serving AccountIndex::Row::at(std::size_t account) const {
  const auto has = [&](int level) { return levels_[level] && (*levels_[level])[account].offer; };
  Serving serving{.method = has(0), .channel = has(1)};
  if (levels_[2]) serving.in_currency = (*levels_[2])[account];
  return serving;
}

}  // namespace wesel
