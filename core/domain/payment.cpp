#include "domain/payment.hpp"

namespace wesel {

std::string make_scope(std::string_view merchant, Mode mode, Kind kind) {
  std::string scope(merchant);
  scope += '/';
  scope += name(mode);
  scope += '/';
  scope += name(kind);
  return scope;
}

std::string Payment::scope() const { return make_scope(merchant, mode, kind); }

Attempt* Payment::attempt(int number) {
  for (Attempt& a : attempts)
    if (a.number == number) return &a;
  return nullptr;
}

const Attempt* Payment::attempt(int number) const {
  return const_cast<Payment*>(this)->attempt(number);
}

bool Payment::may_choose_again(Time now) const {
  const bool open = status == Status::processing || status == Status::pending;
  return kind == Kind::payment && open && (choices > 0 || change_wanted) && now < expires_at;
}

bool Payment::has_open_exception(ExceptionType type) const {
  for (const Exception& e : exceptions)
    if (e.type == type && !e.resolved_at) return true;
  return false;
}

}  // namespace wesel
