#include "engine/new_payment.hpp"

#include "base/bytes.hpp"
#include "base/limits.hpp"
#include "wesel/json.hpp"

namespace wesel {

std::string fingerprint(const NewPayment& r) {
  json::Array all;
  all.add(name(r.kind)).add(r.reference).add(r.amount.text()).add(r.amount.currency.text());
  all.add(r.method.type).add(r.method.channel).add(r.method.display_name);
  all.add(r.customer.name).add(r.customer.email).add(r.customer.phone).add(r.customer.ip);
  all.add(r.customer.country).add(r.description).add(r.return_url).add(r.callback_url).add(r.pin);
  all.add(r.expires_in ? r.expires_in->count() : 0).add(r.expires_at ? to_ms(*r.expires_at) : 0);
  json::Array items, metadata;
  for (const Item& item : r.items)
    items.add(item.name).add(item.quantity).add(item.price ? item.price->text() : "");
  for (const auto& [key, value] : r.metadata) metadata.add(key).add(value);
  all.add_raw(items.text()).add_raw(metadata.text());
  if (r.account)
    all.add(r.account->name)
        .add(r.account->number)
        .add(r.account->bank_code)
        .add(r.account->branch)
        .add(r.account->type);
  all.add(r.email).add(r.remark);
  return to_hex(as_text(sha256(all.text())).substr(0, 16));
}

Payment make_payment(const NewPayment& r, const Caller& caller, Time now, Entropy& entropy) {
  Payment p;
  p.id = make_id(prefix_of(r.kind), now, entropy);
  p.kind = r.kind;
  p.merchant = caller.merchant;
  p.mode = caller.mode;
  p.reference = r.reference;
  p.fingerprint = fingerprint(r);
  p.amount = r.amount;
  p.method = r.method;
  p.customer = r.customer;
  p.items = r.items;
  p.description = r.description;
  p.return_url = r.return_url;
  p.callback_url = r.callback_url;
  p.metadata = r.metadata;
  p.pin = r.pin;
  p.account = r.account;
  p.email = r.email;
  p.remark = r.remark;
  p.created_at = p.updated_at = now;
  p.expires_at = r.expires_at.value_or(now + r.expires_in.value_or(limits::kExpiryDefault));
  return p;
}

}  // namespace wesel
