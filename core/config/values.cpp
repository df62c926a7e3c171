// Durations, amounts, hours and days.
#include "config/values.hpp"

#include <array>
#include <charconv>

namespace wesel::config {
namespace {

constexpr std::array<std::string_view, 7> kDays{"mon", "tue", "wed", "thu", "fri", "sat", "sun"};

bool all_digits(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

std::optional<int> day_number(std::string_view text) {
  for (std::size_t i = 0; i < kDays.size(); ++i) {
    if (text == kDays[i]) return static_cast<int>(i);
  }
  return std::nullopt;
}

// "06:00"
std::optional<int> minute_of_day(std::string_view text) {
  if (text.size() != 5 || text[2] != ':') return std::nullopt;
  if (!all_digits(text.substr(0, 2)) || !all_digits(text.substr(3))) return std::nullopt;
  const int hour = (text[0] - '0') * 10 + text[1] - '0';
  const int minute = (text[3] - '0') * 10 + text[4] - '0';
  if (minute > 59 || hour * 60 + minute > 24 * 60) return std::nullopt;
  return hour * 60 + minute;
}

std::string_view without_leading_zeros(std::string_view digits) {
  const auto first = digits.find_first_not_of('0');
  return first == std::string_view::npos ? std::string_view() : digits.substr(first);
}

}  // namespace

std::optional<Millis> parse_duration(std::string_view text) {
  static constexpr std::pair<std::string_view, std::int64_t> units[] = {
      {"ms", 1}, {"s", 1000}, {"m", 60'000}, {"h", 3'600'000}, {"d", 86'400'000}};
  constexpr std::int64_t longest = 3650 * std::int64_t{86'400'000};
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || number <= 0 || text[0] == '-') return std::nullopt;
  const std::string_view unit = text.substr(static_cast<std::size_t>(end - text.data()));
  for (const auto& [name, ms] : units) {
    if (unit == name && number <= longest / ms) return Millis(number * ms);
  }
  return std::nullopt;
}

std::optional<std::pair<int, int>> parse_hours(std::string_view text) {
  if (text.size() != 11 || text[5] != '-') return std::nullopt;
  const auto from = minute_of_day(text.substr(0, 5));
  const auto to = minute_of_day(text.substr(6));
  if (!from || !to || *from == *to || *from == 24 * 60) return std::nullopt;
  return std::pair(*from, *to);
}

std::optional<std::uint8_t> parse_days(std::string_view text) {
  const auto dash = text.find('-');
  const auto first = day_number(text.substr(0, dash));
  const auto last = dash == std::string_view::npos ? first : day_number(text.substr(dash + 1));
  if (!first || !last) return std::nullopt;
  std::uint8_t days = 0;
  for (int day = *first;; day = (day + 1) % 7) {
    days = static_cast<std::uint8_t>(days | 1u << day);
    if (day == *last) return days;
  }
}

std::string_view day_name(int weekday) { return kDays[static_cast<std::size_t>(weekday)]; }

bool is_decimal(std::string_view text) {
  const auto dot = text.find('.');
  if (text.size() > 19 || !all_digits(text.substr(0, dot))) return false;
  return dot == std::string_view::npos || all_digits(text.substr(dot + 1));
}

bool decimal_less(std::string_view a, std::string_view b) {
  const auto whole = [](std::string_view t) {
    return without_leading_zeros(t.substr(0, t.find('.')));
  };
  const auto part = [](std::string_view t) {
    const auto dot = t.find('.');
    std::string digits(dot == std::string_view::npos ? std::string_view() : t.substr(dot + 1));
    digits.resize(20, '0');
    return digits;
  };
  if (whole(a).size() != whole(b).size()) return whole(a).size() < whole(b).size();
  if (whole(a) != whole(b)) return whole(a) < whole(b);
  return part(a) < part(b);
}

}  // namespace wesel::config
