#include "providers/account.hpp"

namespace wesel {

Account::Account(AccountParts parts) : parts_(std::move(parts)), masker_(parts_.secrets) {}

bool Account::can(OperationKind kind) const {
  if (kind == OperationKind::payment_simulate && mode() == Mode::live) return false;
  return description().offers(kind);
}

std::string Account::channel_code(Kind kind, std::string_view method,
                                  std::string_view channel) const {
  for (const Offer& offer : offers().offers)
    if (offer.kind == kind && offer.method == method && offer.channel == channel)
      return offer.channel_code;
  return std::string(channel);
}

Account::Seat::Seat(Account& account, bool limited) : account_(account) {
  const int before = account.in_flight_++;
  const auto most = account.parts_.max_in_flight;
  taken_ = !limited || !most || before < *most;
}

}  // namespace wesel
