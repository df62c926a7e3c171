#include "checkout/figures.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace wesel::checkout {

using std::string;
using std::string_view;

string amount_text(string_view decimal, string_view currency, Language language) {
  const bool rupiah = currency == "IDR";
  const bool dots = rupiah || language == Language::indonesian;
  const std::size_t point = std::min(decimal.find('.'), decimal.size());
  string whole(decimal.substr(0, point));
  for (std::size_t i = whole.size(); i > 3;) whole.insert(i -= 3, 1, dots ? '.' : ',');
  string out = rupiah ? "Rp" : string(currency) + ' ';
  out += whole;
  if (point < decimal.size()) {
    out += dots ? ',' : '.';
    out += decimal.substr(point + 1);
  }
  return out;
}

string amount_text(const Money& money, Language language) {
  return amount_text(money.text(), money.currency.text(), language);
}

string time_text(Time time, Language language) {
  constexpr std::chrono::hours kWestern{7};
  const auto local = std::chrono::floor<std::chrono::minutes>(time + kWestern);
  const auto day = std::chrono::floor<std::chrono::days>(local);
  const std::chrono::year_month_day date(day);
  const auto minutes = (local - day).count();
  const bool indonesian = language == Language::indonesian;
  return fmt::format("{} {} {}, {:02}{}{:02} WIB{}", static_cast<unsigned>(date.day()),
                     words(language).months[static_cast<unsigned>(date.month()) - 1],
                     static_cast<int>(date.year()), minutes / 60, indonesian ? '.' : ':',
                     minutes % 60, indonesian ? "" : " (UTC+7)");
}

}  // namespace wesel::checkout
