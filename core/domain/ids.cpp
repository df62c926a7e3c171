#include "domain/ids.hpp"

#include <array>

namespace wesel {

using std::string;
using std::string_view;

namespace {

constexpr string_view kAlphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
constexpr std::size_t kBody = 26;

bool is_body(string_view text) {
  return text.size() == kBody && text.find_first_not_of(kAlphabet) == text.npos;
}

}  // namespace

string make_id(string_view prefix, Time now, Entropy& entropy) {
  std::array<std::uint8_t, 10> random;
  entropy.fill(random);
  std::array<std::uint8_t, 16> bytes{};
  const auto ms = static_cast<std::uint64_t>(to_ms(now));
  for (int i = 0; i < 6; ++i) bytes[i] = static_cast<std::uint8_t>(ms >> (40 - 8 * i));
  for (int i = 0; i < 10; ++i) bytes[6 + i] = random[i];
  string id(prefix);
  id += '_';
  // 128 bits as 26 digits of 5: the first holds the upper 3 bits.
  for (int digit = 0; digit < static_cast<int>(kBody); ++digit) {
    unsigned value = 0;
    for (int bit = 0; bit < 5; ++bit) {
      const int at = digit * 5 + bit - 2;
      const unsigned one = at < 0 ? 0 : (bytes[at / 8] >> (7 - at % 8)) & 1;
      value = value << 1 | one;
    }
    id += kAlphabet[value];
  }
  return id;
}

string attempt_id(string_view payment_id, int number) {
  string id = "att_";
  id += payment_id.substr(payment_id.size() - kBody);
  id += static_cast<char>('0' + number / 10);
  id += static_cast<char>('0' + number % 10);
  return id;
}

string_view attempt_body(string_view id) {
  if (id.size() != 4 + kBody + 2 || !id.starts_with("att_")) return {};
  if (id.substr(4 + kBody).find_first_not_of("0123456789") != id.npos) return {};
  const string_view body = id.substr(4, kBody);
  return is_body(body) ? body : string_view();
}

int attempt_number(string_view id) {
  if (attempt_body(id).empty()) return 0;
  return (id[4 + kBody] - '0') * 10 + (id[4 + kBody + 1] - '0');
}

bool is_id(string_view text, string_view prefix) {
  return text.size() == prefix.size() + 1 + kBody && text.starts_with(prefix) &&
         text[prefix.size()] == '_' && is_body(text.substr(prefix.size() + 1));
}

}  // namespace wesel
