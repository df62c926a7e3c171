// What a plugin is told about an attempt.
#include "engine/engine.hpp"
#include "engine/links.hpp"

namespace wesel {

OperationKind create_kind(const Payment& p) {
  return p.kind == Kind::payment ? OperationKind::payment_create : OperationKind::payout_create;
}

OperationKind query_kind(const Payment& p) {
  return p.kind == Kind::payment ? OperationKind::payment_query : OperationKind::payout_query;
}

std::shared_ptr<Account> account_of(const Setup& setup, const Payment& p, const Attempt& a) {
  auto account = setup.catalog->find(a.account);
  return account && account->mode() == p.mode ? account : nullptr;
}

const Offer* offer_of(const Setup& setup, const Payment& p, const Attempt& a) {
  const auto account = account_of(setup, p, a);
  return account ? find_offer(account->offers(), p.kind, a.method, p.amount.currency) : nullptr;
}

namespace {

// Plugins that must name items always have some that add up.
std::vector<Item> items_for(const Payment& p) {
  std::int64_t sum = 0;
  for (const Item& item : p.items) {
    if (!item.price) return {{p.description.empty() ? p.reference : p.description, 1, p.amount}};
    sum += item.price->minor * item.quantity;
  }
  if (sum == p.amount.minor) return p.items;
  return {{p.description.empty() ? p.reference : p.description, 1, p.amount}};
}

}  // namespace

Operation make_operation(OperationKind kind, const Payment& p, const Attempt& a,
                         const Setup& setup) {
  const std::string id = p.attempt_id(a.number);
  Operation o;
  o.kind = kind;
  o.attempt_id = id;
  o.provider_reference = a.provider_reference;
  o.method = a.method.type;
  o.channel = a.method.channel;
  o.display_name = a.method.display_name;
  o.amount = p.amount;
  o.customer = p.customer;
  o.items = items_for(p);
  o.description = p.description.empty() ? p.reference : p.description;
  o.expires_at = p.expires_at;
  o.return_url =
      p.return_url.empty() ? checkout_url(setup.public_url, p.id, setup.secret) : p.return_url;
  o.callback_url = callback_url(setup.public_url, a.account, id, setup.secret);
  o.callback_key = callback_key(id, setup.secret);
  o.account = p.account;
  o.email = p.email;
  o.remark = p.remark;
  o.reason = p.cancellation_reason;
  return o;
}

}  // namespace wesel
