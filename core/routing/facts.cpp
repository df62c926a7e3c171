#include "routing/facts.hpp"

#include <algorithm>
#include <array>

namespace wesel {

using std::string_view;

namespace {

struct Field {
  string_view name;
  bool (*filled)(const Payment& payment);
};

using P = const Payment&;

constexpr auto kFields = std::to_array<Field>({
    {"customer.name", [](P p) { return !p.customer.name.empty(); }},
    {"customer.email", [](P p) { return !p.customer.email.empty(); }},
    {"customer.phone", [](P p) { return !p.customer.phone.empty(); }},
    {"customer.ip", [](P p) { return !p.customer.ip.empty(); }},
    {"customer.country", [](P p) { return !p.customer.country.empty(); }},
    {"method.channel", [](P p) { return !p.method.channel.empty(); }},
    {"method.display_name", [](P p) { return !p.method.display_name.empty(); }},
    {"items", [](P p) { return !p.items.empty(); }},
    {"description", [](P p) { return !p.description.empty(); }},
    {"return_url", [](P p) { return !p.return_url.empty(); }},
    {"callback_url", [](P p) { return !p.callback_url.empty(); }},
    {"account.name", [](P p) { return p.account && !p.account->name.empty(); }},
    {"account.number", [](P p) { return p.account && !p.account->number.empty(); }},
    {"account.type", [](P p) { return p.account && !p.account->type.empty(); }},
    {"account.bank_code", [](P p) { return p.account && !p.account->bank_code.empty(); }},
    {"account.branch", [](P p) { return p.account && !p.account->branch.empty(); }},
    {"email", [](P p) { return !p.email.empty(); }},
    {"remark", [](P p) { return !p.remark.empty(); }},
});
constexpr std::uint32_t kNeverFilled = 1u << 31;
static_assert(kFields.size() < 31);

std::string domain_of_email(string_view email) {
  const std::size_t at = email.rfind('@');
  if (at == email.npos) return {};
  std::string domain(email.substr(at + 1));
  for (char& c : domain)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return domain;
}

}  // namespace

Facts facts_of(const Payment& payment, Time now) {
  Facts facts;
  facts.kind = payment.kind;
  facts.mode = payment.mode;
  facts.payment_id = payment.id;
  facts.merchant = payment.merchant;
  facts.method = payment.method.type;
  facts.channel = payment.method.channel;
  facts.amount = payment.amount;
  facts.country = payment.customer.country;
  const bool payout = payment.kind == Kind::payout;
  facts.email_domain = domain_of_email(payout ? payment.email : payment.customer.email);
  facts.metadata = payment.metadata;
  facts.pin = payment.pin;
  for (std::size_t i = 0; i < kFields.size(); ++i)
    if (kFields[i].filled(payment)) facts.fields |= 1u << i;
  if (payment.expires_at != Time{}) facts.expires_at = payment.expires_at;
  facts.now = now;
  return facts;
}

std::uint32_t field_bit(string_view name) {
  for (std::size_t i = 0; i < kFields.size(); ++i)
    if (kFields[i].name == name) return 1u << i;
  return kNeverFilled;
}

std::optional<string_view> find_metadata(const Facts& facts, string_view key) {
  for (const auto& [name, value] : facts.metadata)
    if (name == key) return value;
  return std::nullopt;
}

}  // namespace wesel
