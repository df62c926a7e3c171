#include "sample.hpp"

namespace wesel::checkout {

using std::string;

Instructions instructions(string type, Pairs fields) {
  return {std::move(type), std::move(fields), {}};
}

Payment shown(Instructions given) {
  Payment p;
  p.id = "pay_01KDVZ8Z00000000000000000A";
  p.merchant = "shop";
  p.mode = Mode::live;
  p.reference = "ORDER-1";
  p.description = "Dua kopi";
  p.amount = *parse_money("100000", *find_currency("IDR"));
  p.status = Status::pending;
  p.method = {given.type, "BCA", {}};
  p.created_at = kNow;
  p.expires_at = kNow + std::chrono::hours(24);
  p.return_url = "https://shop.example/thanks";
  Attempt attempt;
  attempt.number = 1;
  attempt.account = "komerce";
  attempt.status = AttemptStatus::pending;
  attempt.instructions = std::move(given);
  p.attempts.push_back(attempt);
  p.current = 1;
  return p;
}

Payment sample() {
  return shown(instructions(
      "virtual_account",
      {{"bank", "BCA"}, {"account_number", "381659999574893"}, {"account_name", "Budi"}}));
}

Visit visit(Language language) {
  Visit out;
  out.token = "TOKEN";
  out.language = language;
  out.now = kNow;
  return out;
}

string page(const Payment& payment, Language language, const std::vector<Method>& offered) {
  return payment_page(payment, "Toko Budi", offered, visit(language)).html;
}

bool has(std::string_view text, std::string_view part) { return text.find(part) != text.npos; }

}  // namespace wesel::checkout
